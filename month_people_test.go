package main

import (
	"context"
	"fmt"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/storage"
)

// says lets somebody write to the bot, which has to answer.
func (m *month) says(p monthPerson, text string) {
	m.t.Helper()
	m.message++
	u := chat.Update{
		Event: chat.Said, At: time.Now(), From: chat.User{ID: p.user, Name: p.name}, Message: m.message,
		Chat: chat.Room{ID: p.user, Type: chat.Private}, Text: text,
	}
	if name, _, args, ok := chat.ParseCommand(text); ok {
		u.Command, u.Args = name, args
	}
	m.tx(func(ctx context.Context, tx *storage.Tx) error {
		replies, err := m.handlers.Handle(ctx, tx, u)
		if err == nil && len(replies) == 0 {
			m.t.Errorf("%s gets no answer to %q", p.name, text)
		}
		if err != nil {
			return fmt.Errorf("%s says %q: %w", p.name, text, err)
		}
		return tx.Queue(ctx, replies)
	})
}

// live is what people do in ten minutes: from seven in the morning to eleven
// at night now and then somebody reports something or moves something on.
func (m *month) live() {
	m.t.Helper()
	clock := community.ClockOf(time.Now().In(shanghai(m.t)))
	if clock < 7*60 || clock >= 23*60 {
		return
	}
	for i := range monthCommunities {
		switch chance := m.random.IntN(1000); {
		case chance < 18:
			m.report(i)
		case chance < 60:
			m.move(i)
		}
	}
}

// monthReports are what people report; %d is a building.
var monthReports = []string{
	"巡查 1网格%d号楼 楼道堆物3处，已清理2处", "巡查 2网格%d号楼 一切正常", "走访1网格独居老人%d户", "巡查 2网格%d号楼 飞线充电2处，已拆除",
	"问题 1网格%d号楼路灯不亮", "问题 2网格%d号楼井盖缺失", "问题 1网格%d号楼燃气泄漏", "问题 2网格%d号楼楼道堆物，限3个工作日内清理", "问题 1网格%d号楼墙皮脱落，请立即处理",
	"纠纷 1网格%d号楼漏水矛盾，正在调解", "纠纷 2网格%d号楼噪音纠纷，双方达成口头协议", "纠纷 1网格%d号楼停车纠纷，双方未达成一致", "纠纷 2网格%d号楼一户家暴，正在调解",
	"活动 反诈宣传，参加%d人，发放手册50份",
}

func (m *month) report(i int) {
	m.t.Helper()
	who := m.people[m.inCommunity(i, m.random.IntN(4))]
	m.says(who, fmt.Sprintf(monthReports[m.random.IntN(len(monthReports))], 1+m.random.IntN(30)))
}

// inCommunity is where in people the n-th of a community is: two workers, the
// staff member, the lead.
func (m *month) inCommunity(i, n int) int { return 4 + 4*i + n }

// monthWords says how people put a step; %d is the number, %s a worker.
var monthWords = map[community.Action]string{
	community.Take: "%d 我来办", community.Assign: "%d 交办 @%s", community.Fix: "整改 %d 已处理好", community.Close: "/close %d",
	community.Return: "%d 退回 照片不清", community.Extend: "延期 %d 三天 下雨", community.Escalate: "%d 督办 需要上级协调",
	community.Reopen: "/reopen %d 又出现了", community.Review: "%d 回头看合格", community.Urge: "%d 催办", community.Accept: "%d 受理",
	community.Mediate: "%d 调解中", community.Fail: "%d 调解不成 双方不让步", community.Transfer: "%d 移交 司法所", community.FollowUp: "%d 回访 没有反复",
}

// move lets somebody take a step that they may, on something of their community.
func (m *month) move(i int) {
	m.t.Helper()
	who := m.people[m.inCommunity(i, m.random.IntN(4))]
	if m.random.IntN(8) == 0 {
		who = m.people[2+i%2] // the street
	}
	n, action, ok := m.choose(who, i)
	if !ok {
		return
	}
	text := fmt.Sprintf(monthWords[action], n)
	if action == community.Assign {
		text = fmt.Sprintf(monthWords[action], n, m.people[m.inCommunity(i, m.random.IntN(2))].name)
	}
	m.asked[action]++
	m.says(who, text)
}

// choose picks a matter of a community and a step that somebody may take.
func (m *month) choose(who monthPerson, i int) (n community.Number, a community.Action, ok bool) {
	m.t.Helper()
	now := time.Now().In(shanghai(m.t))
	m.tx(func(ctx context.Context, tx *storage.Tx) error {
		person, _, err := tx.PersonByUser(ctx, who.user)
		if err != nil {
			return err
		}
		u, _ := tx.Org().ByCode(code(i))
		records, err := tx.Records(ctx, community.Filter{Units: tx.Org().Under(u.ID), Span: community.Span{From: community.DateOf(now) - 20}})
		if err != nil {
			return err
		}
		matters, err := tx.Matters(ctx, records)
		if err != nil || len(matters) == 0 {
			return err
		}
		for range 4 {
			it := matters[m.random.IntN(len(matters))]
			if steps := it.Steps(person, tx.Org(), community.DateOf(now)); len(steps) > 0 {
				n, a, ok = it.Number, steps[m.random.IntN(len(steps))], true
				return nil
			}
		}
		return nil
	})
	return n, a, ok
}
