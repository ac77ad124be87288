package handlers

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"gridmate/chat"
	"gridmate/community"
)

// stepWaits is how long a step waits for its words before what people type is
// taken for something else.
const stepWaits = time.Hour

// spoken are the words with which people answer a card or a digest: the
// longest first, so that 延期 is not 延 with 期 left over.
var spoken = []struct {
	words  string
	action community.Action
}{
	{"我来办 我去办 我来 我去", community.Take},
	{"交办给 转办给 交办 转办 交给 派给", community.Assign},
	{"已经整改 已整改 整改完成 整改好了 整改了 整改 已修好 修好了 已处理 处理好了 处理完了 办好了 已解决 调解成功 已完成 完成了 完成", community.Fix},
	{"可以销号 同意销号 销号 核销 归档", community.Close},
	{"退回 打回", community.Return},
	{"申请延期 延期 延到 延至 延", community.Extend},
	{"督办 上报", community.Escalate},
	{"进展 进度", community.Progress},
	{"撤销任务", community.Revoke}, {"批示", community.Instruct},
	{"重开 反复", community.Reopen},
	{"催办 催一下 催", community.Urge},
	{"受理", community.Accept}, {"调解中", community.Mediate}, {"调解不成", community.Fail},
	{"移交", community.Transfer}, {"回访", community.FollowUp}, {"回头看合格", community.Review},
}

var asksWho = regexp.MustCompile(`谁.{0,2}负责|谁在办|谁来办|归谁|负责人是谁`)

// said is one line of a free answer: which matter, and what to do about it.
type said struct {
	number community.Number
	action community.Action // Read asks who is on it
	rest   string
}

// freeStep takes answers to a card or a digest: 2 催办, 3 延三天 下雨, 这个谁负责.
// It is not done with what is none.
func (sc *scene) freeStep(ctx context.Context) ([]chat.Reply, bool, error) {
	if sc.up.Forward || sc.up.Event != chat.Said {
		return nil, false, nil
	}
	aimed, onCard, err := sc.aimed(ctx)
	if err != nil {
		return nil, false, err
	}
	if onCard && sc.up.Text == "" && len(sc.files()) > 0 {
		replies, err := sc.photoFor(ctx, aimed)
		return replies, true, err
	}
	list, ok := sc.spokenSteps(aimed)
	if !ok {
		return sc.freeProgress(ctx, aimed)
	}
	var replies []chat.Reply
	for _, s := range list {
		more, err := sc.sayStep(ctx, s)
		if refusal, ok := community.Refusal(err); ok {
			more, err = sc.refuse(refusal), nil
		}
		if err != nil {
			return nil, true, err
		}
		replies = append(replies, more...)
	}
	return replies, true, nil
}

// spokenSteps reads every line as a step; one line that is none makes the
// whole text something else.
func (sc *scene) spokenSteps(aimed community.Number) ([]said, bool) {
	var list []said
	for line := range strings.Lines(sc.up.Text) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		s, ok := readSaid(line, aimed)
		if !ok {
			return nil, false
		}
		list = append(list, s)
	}
	return list, len(list) > 0
}

func readSaid(line string, aimed community.Number) (said, bool) {
	n, rest, numbered := cutNumber(line)
	if !numbered {
		n, rest = aimed, line
	}
	if n == 0 {
		return said{}, false
	}
	if asksWho.MatchString(rest) {
		return said{number: n, action: community.Read}, true
	}
	for _, s := range spoken {
		for word := range strings.FieldsSeq(s.words) {
			after, ok := strings.CutPrefix(rest, word)
			if ok && (numbered || aimed != 0) {
				return said{number: n, action: s.action, rest: strings.TrimLeftFunc(after, isSeparator)}, true
			}
		}
	}
	return said{}, false
}

// sayStep does what one line says.
func (sc *scene) sayStep(ctx context.Context, s said) ([]chat.Reply, error) {
	if s.action == community.Read {
		return sc.whoHas(ctx, s.number)
	}
	return sc.typed(ctx, s.number, s.action, s.rest)
}

// whoHas says who is on a matter.
func (sc *scene) whoHas(ctx context.Context, n community.Number) ([]chat.Reply, error) {
	m, err := sc.readable(ctx, n)
	if err != nil {
		return nil, err
	}
	owner, err := sc.holderText(ctx, m)
	if err != nil {
		return nil, err
	}
	if owner == "" {
		owner = sc.say.Text("item.nobody")
	}
	return []chat.Reply{sc.send("item.who", "Number", n, "Owner", owner, "Status", sc.stateText(m))}, nil
}

// photoFor attaches a photo to the matter whose card it answers: before, or
// after somebody said that it is mended.
func (sc *scene) photoFor(ctx context.Context, n community.Number) ([]chat.Reply, error) {
	m, err := sc.readable(ctx, n)
	if err != nil {
		return nil, err
	}
	files := sc.files()
	for i := range files {
		files[i].After = slices.Contains([]community.Status{community.FixedState, community.Closed}, m.Status)
	}
	return []chat.Reply{sc.send("media.attached", "Number", n)}, sc.attach(ctx, m.Record, files)
}
