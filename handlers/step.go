package handlers

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"gridmate/chat"
	"gridmate/community"
)

// steps registers the ledger: its commands, words and buttons.
func (t *table) steps() {
	t.command("ledger", ledger, "台账")
	t.command("item", item, "明细", "详情")
	t.command("assign", stepCommand(community.Assign), "交办", "转办")
	t.command("fix", stepCommand(community.Fix), "整改")
	t.command("close", stepCommand(community.Close), "销号", "归档")
	t.command("return", stepCommand(community.Return), "退回")
	t.command("extend", stepCommand(community.Extend), "延期")
	t.command("escalate", stepCommand(community.Escalate), "督办")
	t.command("reopen", stepCommand(community.Reopen), "重开")
	t.command("task", task, "任务")
	t.command("progress", stepCommand(community.Progress), "进展", "进度")
	t.command("instruct", instruct, "批示")
	t.command("visit", visit, "走访")
	t.button("v", visitButton) // v:<visit>
	t.command("campaign", campaign, "专项", "行动")
	t.button("c", campaignButton) // c:<campaign>
	t.command("checklist", checklist, "三个一", "清单")
	t.button("t", checklistButton) // t:<checklist>:<unit>[:<item>:<0|1>]
	t.command("indicators", indicators, "指标", "自查")
	t.command("score", scoreIndicator, "评分")
	t.command("evidence", nameEvidence, "佐证")
	t.button("a", indicatorButton) // a:<do>:<unit>[:…]
	t.command("revoke", stepCommand(community.Revoke), "撤销任务")

	t.button("s", stepButton)   // s:<number>:<revision>:<action>[=<value>]
	t.button("i", itemButton)   // i:<number>
	t.button("l", ledgerButton) // l:<filter>:<offset>
	t.button("d", digestButton) // d:<do>:<period>:<day>:<home>:<unit>:<number>
}

// stepCommand is a step typed out: the number first, then what it needs. A
// word without a number is a step only in answer to a card.
func stepCommand(a community.Action) action {
	return func(ctx context.Context, sc *scene) ([]chat.Reply, error) {
		n, rest, ok := cutNumber(sc.words)
		if ok && sc.up.Command == "" && counted.MatchString(sc.words) {
			return freeText(ctx, sc) // 整改 3 处 is a report
		}
		if !ok {
			var err error
			if n, ok, err = sc.aimed(ctx); err != nil {
				return nil, err
			}
			rest = sc.words
		}
		if ok {
			return sc.typed(ctx, n, a, rest)
		}
		if sc.up.Command == "" {
			return freeText(ctx, sc)
		}
		return nil, sc.usage(a)
	}
}

// counted is a number that counts things: no record's number.
var counted = regexp.MustCompile(`^[0-9]+\s*[处起件户个次份家人]`)

// usage is the refusal that shows how a step is typed.
func (sc *scene) usage(a community.Action) error {
	return community.Refuse(community.Invalid, "step_usage", "Example", sc.say.Text("step.example."+string(a)))
}

var numbered = regexp.MustCompile(`^[#＃]?([0-9]{1,15})(?:[\s,，、:：.。;；-]+|$)`)

// cutNumber takes a record's number off the front of a text.
func cutNumber(text string) (n community.Number, rest string, ok bool) {
	m := numbered.FindStringSubmatch(text)
	if m == nil {
		return 0, text, false
	}
	id, err := strconv.ParseInt(m[1], 10, 64)
	return community.Number(id), strings.TrimSpace(text[len(m[0]):]), err == nil && id > 0
}

// aimed is the record whose card the message answers.
func (sc *scene) aimed(ctx context.Context) (community.Number, bool, error) {
	if sc.up.ReplyTo == 0 {
		return 0, false, nil
	}
	card, ok, err := sc.store.CardAt(ctx, sc.up.Chat.ID, sc.up.ReplyTo)
	if err != nil || !ok {
		return 0, false, err
	}
	name, _, _ := strings.Cut(card, ".") // news of it as well
	id, err := strconv.ParseInt(strings.TrimLeft(name, "ir"), 10, 64)
	return community.Number(id), err == nil && strings.ContainsAny(card[:1], "ir"), nil
}

// typed reads what a step needs from words and takes it.
func (sc *scene) typed(ctx context.Context, n community.Number, a community.Action, rest string) ([]chat.Reply, error) {
	m, err := sc.store.Matter(ctx, n)
	if err != nil {
		return nil, err
	}
	if !sc.who.MayStep(a, m, sc.org()) {
		return nil, community.Refuse(community.Denied, "step_denied", "Number", int64(n))
	}
	s := community.Step{Action: a, Why: clip(rest, whyLength), Seen: community.Unseen}
	switch a {
	case community.Instruct:
		return sc.instructItem(ctx, n, rest)
	case community.Assign:
		err = sc.readOwner(ctx, &s, m, rest)
	case community.Extend:
		err = sc.readDeadline(ctx, &s, m, rest)
	case community.Progress:
		err = sc.readProgress(&s, m)
	case community.Close:
		if m.Kind == community.KindDispute && m.Status == community.Success {
			s.Action = community.FollowUp // 归档 comes after 回访
		}
	}
	if err != nil {
		return nil, err
	}
	return sc.step(ctx, m, s)
}

const whyLength = 500

// readOwner reads CODE or @name, and a date if there is one.
func (sc *scene) readOwner(ctx context.Context, s *community.Step, m community.Matter, rest string) error {
	who, when, _ := strings.Cut(rest, " ")
	if who == "" {
		return sc.usage(community.Assign)
	}
	s.Why = ""
	if when = strings.TrimSpace(when); when != "" {
		var err error
		if s.Deadline, err = sc.deadlineIn(ctx, when, sc.today()); err != nil {
			return err
		}
	}
	if u, ok := sc.org().ByCode(who); ok {
		s.OwnerUnit = u.ID
		return nil
	}
	return sc.readPerson(ctx, s, m, strings.TrimPrefix(strings.TrimPrefix(who, "@"), "＠"))
}

// readPerson finds an owner by name among those whom the person may give work
// to; the ones in the matter's own unit first.
func (sc *scene) readPerson(ctx context.Context, s *community.Step, m community.Matter, name string) error {
	all, err := sc.store.PeopleAll(ctx)
	if err != nil {
		return err
	}
	var found []community.Step
	for _, p := range all {
		if p.Name != name {
			continue
		}
		for _, g := range p.Grants {
			if !g.Role.May(community.Fix) || !sc.who.May(community.Assign, g.Unit, sc.org()) {
				continue
			}
			c := community.Step{Owner: p.ID, OwnerUnit: g.Unit}
			if sc.org().Within(m.Unit, g.Unit) {
				found = append([]community.Step{c}, found...)
			} else {
				found = append(found, c)
			}
		}
	}
	if len(found) == 0 {
		return community.Refuse(community.NotFound, "step_nobody", "Name", clip(name, 20))
	}
	for _, c := range found[1:] {
		if c.Owner != found[0].Owner {
			return community.Refuse(community.Invalid, "step_several", "Name", clip(name, 20))
		}
	}
	s.Owner, s.OwnerUnit = found[0].Owner, found[0].OwnerUnit
	return nil
}

// readDeadline reads DATE TEXT; a number of days counts from the deadline.
func (sc *scene) readDeadline(ctx context.Context, s *community.Step, m community.Matter, rest string) error {
	when, why, _ := strings.Cut(rest, " ")
	when = strings.TrimLeft(when, "到至")
	if when == "" {
		return sc.usage(community.Extend)
	}
	var err error
	s.Deadline, err = sc.deadlineIn(ctx, when, max(m.Deadline, sc.today()))
	s.Why = clip(why, whyLength)
	return err
}

const workdays = "个工作日"

var daysLater = regexp.MustCompile(`^([0-9]{1,3}|[一二两三四五六七八九十]{1,3})\s*(天|日|` + workdays + `)(内|后)?$`)

var smallNumbers = map[string]int{
	"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十五": 15, "二十": 20, "三十": 30,
}

func smallNumber(word string) int {
	if n, err := strconv.Atoi(word); err == nil {
		return n
	}
	return smallNumbers[word]
}

// deadlineIn reads a day to come: 2026-12-01, 三天, 周五, 30号. Days count from
// the given one.
func (sc *scene) deadlineIn(ctx context.Context, text string, from community.Date) (community.Date, error) {
	if m := daysLater.FindStringSubmatch(text); m != nil {
		n := smallNumber(m[1])
		if n > 0 && m[2] == workdays {
			calendar, err := sc.store.Calendar(ctx)
			return calendar.AddWorkdays(from, n), err
		}
		if n > 0 {
			return from + community.Date(n), nil
		}
	}
	d, err := sc.comingDay(text)
	if _, refused := community.Refusal(err); refused {
		return 0, community.Refuse(community.Invalid, "step_when", "Text", clip(text, 20))
	}
	return d, err
}
