package handlers

import (
	"context"
	"strings"
	"time"

	"gridmate/chat"
	"gridmate/community"
)

// leave says who gets the person's reminders while they are away:
// /leave 2026-11-24 2026-11-28 @小王, /leave off. Alone it lists what is set.
func leave(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	words := strings.Fields(strings.NewReplacer("—", " ", "至", " ", "到", " ", "＠", "@").Replace(sc.words))
	switch {
	case len(words) == 0:
		return sc.leavesNow(ctx)
	case len(words) == 1 && (words[0] == "off" || words[0] == "取消" || words[0] == "销假"):
		return sc.backAtWork(ctx)
	case len(words) != 3:
		return nil, community.Refuse(community.Invalid, "leave_usage")
	}
	from, err := sc.leaveDay(words[0])
	if err != nil {
		return nil, err
	}
	to, err := sc.leaveDay(words[1])
	if err != nil {
		return nil, err
	}
	in, err := sc.colleague(ctx, strings.TrimPrefix(words[2], "@"))
	if err != nil {
		return nil, err
	}
	l, err := community.NewLeave(sc.who, in, community.Span{From: from, To: to}, sc.today(), sc.org())
	if err != nil {
		return nil, err
	}
	if err := sc.store.AddLeave(ctx, l); err != nil {
		return nil, err
	}
	done := sc.send("leave.done", "Days", sc.leaveDays(l), "Name", in.Name)
	if in.Chat == 0 {
		return []chat.Reply{sc.send("leave.unreached", "Days", sc.leaveDays(l), "Name", in.Name)}, nil
	}
	other := sc.seenBy(in)
	told, err := other.inform(ctx, unasked{line: other.say.Text("leave.told", "Days", other.leaveDays(l), "Name", sc.who.Name), urgent: true})
	return append([]chat.Reply{done}, told...), err
}

// leaveDay reads YYYY-MM-DD, or MM-DD of the year in which it comes next.
func (sc *scene) leaveDay(word string) (community.Date, error) {
	if d, err := community.ParseDate(word); err == nil {
		return d, nil
	}
	word = strings.NewReplacer("月", "-", "日", "", "号", "", ".", "-", "/", "-").Replace(word)
	t, err := time.Parse("1-2", word)
	if err != nil {
		return 0, community.Refuse(community.Invalid, "leave_date", "Text", clip(word, 20))
	}
	year, _, _ := sc.today().Civil()
	d := community.NewDate(year, t.Month(), t.Day())
	if d < sc.today()-30 {
		d = community.NewDate(year+1, t.Month(), t.Day())
	}
	return d, nil
}

// colleague finds somebody by name; of several with one name, the one who
// works nearest cannot be told, so nobody.
func (sc *scene) colleague(ctx context.Context, name string) (community.Person, error) {
	all, err := sc.store.PeopleAll(ctx)
	if err != nil {
		return community.Person{}, err
	}
	var found []community.Person
	for _, p := range all {
		if p.Name == name && p.Known() {
			found = append(found, p)
		}
	}
	switch len(found) {
	case 0:
		return community.Person{}, community.Refuse(community.NotFound, "leave_nobody", "Name", clip(name, 20))
	case 1:
		return found[0], nil
	}
	return community.Person{}, community.Refuse(community.Conflict, "leave_several", "Name", clip(name, 20))
}

func (sc *scene) leavesNow(ctx context.Context) ([]chat.Reply, error) {
	leaves, err := sc.store.Leaves(ctx, sc.today())
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, l := range leaves {
		if l.Person != sc.who.ID {
			continue
		}
		in, err := sc.store.Person(ctx, l.StandIn)
		if err != nil {
			return nil, err
		}
		lines = append(lines, sc.say.Text("leave.line", "Days", sc.leaveDays(l), "Name", in.Name))
	}
	if len(lines) == 0 {
		lines = append(lines, sc.say.Text("leave.none"))
	}
	return []chat.Reply{{Verb: chat.Send, Text: join(append(lines, sc.say.Text("leave.usage")))}}, nil
}

func (sc *scene) backAtWork(ctx context.Context) ([]chat.Reply, error) {
	n, err := sc.store.DropLeaves(ctx, sc.who.ID, sc.today())
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return []chat.Reply{sc.send("leave.none")}, nil
	}
	return []chat.Reply{sc.send("leave.off")}, nil
}

func (sc *scene) leaveDays(l community.Leave) string {
	return l.Days.From.String() + " — " + l.Days.To.String()
}
