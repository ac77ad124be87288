package handlers

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/digest"
)

// instruct is 批示: a linked leader's words on an item or a unit, which become
// a task. 批示 12 三天内解决, 批示 滨河社区 下周五前整改到位, an answer to a card
// or a digest; alone it lists what became of them.
func instruct(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	if len(sc.who.Scopes(community.Instruct)) == 0 {
		return nil, community.Refuse(community.Denied, "instruct_denied")
	}
	if sc.words == "" {
		return sc.instructions(ctx)
	}
	n, rest, ok := cutNumber(sc.words)
	if ok && !counts.MatchString(rest) {
		return sc.instructItem(ctx, n, rest)
	}
	aimed, ok, err := sc.aimed(ctx)
	if err != nil {
		return nil, err
	}
	if ok {
		return sc.instructItem(ctx, aimed, sc.words)
	}
	return sc.instructUnit(ctx, sc.words)
}

// counts is what follows a number that is none of a record: 3 天内.
var counts = regexp.MustCompile(`^(天|日|周|个|小时)`)

// instructItem gives an instruction on an item to the unit that answers for it.
func (sc *scene) instructItem(ctx context.Context, n community.Number, words string) ([]chat.Reply, error) {
	m, err := sc.store.Matter(ctx, n)
	if err != nil {
		return nil, err
	}
	if err := sc.inGroup(ctx, m); err != nil {
		return nil, err
	}
	if words == "" {
		return nil, community.Refuse(community.Invalid, "instruct_usage")
	}
	s := community.Step{Action: community.Instruct, Why: clip(words, whyLength), Seen: community.Unseen}
	if m.Kind == community.KindTask {
		return sc.step(ctx, m, s) // a word more on what is a task already
	}
	next, events, err := m.Do(s, sc.who, sc.org(), sc.h.Now().In(sc.h.Zone))
	if err != nil {
		return sc.stepRefused(ctx, m, s, err)
	}
	if err := sc.store.SaveMatter(ctx, next, events); err != nil {
		return nil, err
	}
	k := sc.instruction(ctx, words)
	k.Unit, k.Lead, k.About = m.Unit, sc.charged(m), n
	k.Title = sc.say.Text("task.about", "Number", int64(n))
	replies, err := sc.setTask(ctx, k)
	if err != nil {
		return nil, err
	}
	cards, err := sc.redrawn(ctx, n)
	return append(replies, cards...), err
}

// charged is the unit that has to see to an instruction on an item: the
// community of whoever works on it, or the unit above that it was given to.
func (sc *scene) charged(m community.Matter) community.UnitID {
	unit := m.Unit
	if m.OwnerUnit != 0 {
		unit = m.OwnerUnit
	}
	if v, ok := sc.org().At(unit, community.Village); ok {
		return v.ID
	}
	return unit
}

func (sc *scene) instructUnit(ctx context.Context, words string) ([]chat.Reply, error) {
	unit, rest, err := sc.linkedUnit(ctx, community.Instruct, words)
	if err != nil {
		return nil, err
	}
	if rest == "" {
		return nil, community.Refuse(community.Invalid, "instruct_usage")
	}
	k := sc.instruction(ctx, rest)
	k.Unit, k.Lead, k.Title = unit, unit, clip(rest, whyLength)
	return sc.setTask(ctx, k)
}

// instructDays is how long an instruction may take that names no day.
const instructDays = 7

func (sc *scene) instruction(ctx context.Context, words string) community.Task {
	k := community.Task{Text: clip(words, whyLength), Source: community.SourceInstruction}
	if k.Deadline = sc.dueIn(ctx, words); k.Deadline == 0 {
		k.Deadline = sc.today() + instructDays
	}
	return k
}

var within = regexp.MustCompile(`([0-9]{1,3}|[一二两三四五六七八九十]{1,3})\s*(天|日|个工作日|周|个月)(之内|以内|内)`)

// longer are the spans that deadlineIn does not count in, in days.
var longer = map[string]community.Date{"周": 7, "个月": 30}

// dueWithin is the day by which a sentence wants something done within so many
// days, 0 if it does not say so.
func (sc *scene) dueWithin(ctx context.Context, words string) community.Date {
	m := within.FindStringSubmatch(words)
	if m == nil {
		return 0
	}
	if n := smallNumber(m[1]); n > 0 && longer[m[2]] != 0 {
		return sc.today() + community.Date(n)*longer[m[2]]
	}
	if d, err := sc.deadlineIn(ctx, m[1]+m[2], sc.today()); err == nil && d > sc.today() {
		return d
	}
	return 0
}

// dueIn is the day by which a sentence wants something done, 0 if it names
// none: 三天内解决, 下周五前整改到位, 今天必须清掉.
func (sc *scene) dueIn(ctx context.Context, words string) community.Date {
	if d := sc.dueWithin(ctx, words); d != 0 {
		return d
	}
	for _, word := range []string{"今天", "今日", "当天", "当日", "立即", "马上"} {
		if strings.Contains(words, word) {
			return sc.today()
		}
	}
	for part := range strings.FieldsFuncSeq(words, isSeparator) {
		if end := strings.LastIndex(part, "前"); end > 0 {
			if d := sc.dueOn(ctx, part[:end+len("前")]); d != 0 {
				return d
			}
		}
		if field, rest := marked(part); field == "deadline" {
			if d := sc.dueOn(ctx, rest); d != 0 {
				return d
			}
		}
	}
	return 0
}

const instructionsShown = 8

// instructions lists the leader's own, newest first, with what became of each.
func (sc *scene) instructions(ctx context.Context) ([]chat.Reply, error) {
	if !sc.private() {
		return nil, community.Refuse(community.Denied, "instruct_private")
	}
	asked, err := sc.store.Instructions(ctx, sc.who.ID)
	if err != nil {
		return nil, err
	}
	var own []community.Matter
	closed := 0
	for _, a := range slices.Backward(asked) {
		m, err := sc.store.Matter(ctx, a.Number)
		if err != nil {
			return nil, err
		}
		if !sc.who.MayStep(community.Read, m, sc.org()) {
			continue // the link is gone
		}
		if own = append(own, m); m.Finished() {
			closed++
		}
	}
	lines := []string{sc.say.Text("instruct.head", "N", len(own), "Closed", closed)}
	var row []chat.Button
	var k chat.Keyboard
	for _, m := range own[:min(len(own), instructionsShown)] {
		line, err := sc.matterLine(ctx, m)
		if err != nil {
			return nil, err
		}
		lines = append(lines, line)
		if row = append(row, ownKey(m.Record)); len(row) == 4 {
			k, row = append(k, row), nil
		}
	}
	if len(row) > 0 {
		k = append(k, row)
	}
	return []chat.Reply{{Verb: chat.Send, Text: join(append(lines, sc.say.Text("instruct.hint"))), Keyboard: k}}, nil
}

// withAsked adds to a leader's digest what became of their instructions.
func (sc *scene) withAsked(ctx context.Context, text string, since time.Time) (string, error) {
	if !sc.private() || len(sc.who.Scopes(community.Instruct)) == 0 {
		return text, nil
	}
	asked, err := sc.store.Instructions(ctx, sc.who.ID)
	if err != nil {
		return "", err
	}
	if sum, ok := community.SumAsked(asked, since); ok {
		text = digest.WithAsked(text, sum, sc.say)
	}
	return text, nil
}
