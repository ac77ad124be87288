package handlers

import (
	"context"
	"strconv"
	"strings"
	"time"

	"gridmate/chat"
	"gridmate/community"
)

// Visits is the log of leaders' visits.
type Visits interface {
	AddVisit(ctx context.Context, v community.VisitNote) (community.VisitNote, error)
	// Visit finds a visit; a NotFound refusal "visit_unknown" otherwise.
	Visit(ctx context.Context, id int64) (community.VisitNote, error)
	WithdrawVisit(ctx context.Context, id int64, at time.Time) error
	// Visits lists the visits to these units since a day, the newest first; no
	// units stands for all.
	Visits(ctx context.Context, units []community.UnitID, since community.Date) ([]community.VisitNote, error)
}

// visit logs a leader's visit, 走访 滨河社区 电梯停了两天，已请街道协调, or
// alone lists the visits to what the person reads.
func visit(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	leads := len(sc.who.Scopes(community.LogVisit)) > 0
	switch {
	case sc.words == "" && (sc.up.Command != "" || leads):
		return sc.visitList(ctx)
	case !leads && sc.up.Command == "":
		return freeText(ctx, sc) // 走访 5户 of a grid worker is a report
	case !leads:
		return nil, community.Refuse(community.Denied, "visit_denied")
	}
	unit, words, err := sc.linkedUnit(ctx, community.LogVisit, sc.words)
	if err != nil {
		return nil, err
	}
	v, err := community.NewVisit(community.VisitNote{
		Unit: unit, Date: sc.dayIn(words), Text: words, At: sc.h.Now(),
	}, sc.who, sc.org(), sc.today())
	if err != nil {
		return nil, err
	}
	if v, err = sc.store.AddVisit(ctx, v); err != nil {
		return nil, err
	}
	return []chat.Reply{sc.visitCard(v)}, nil
}

// dayIn is the day that a report in these words would have happened on.
func (sc *scene) dayIn(words string) community.Date {
	if d, err := sc.pastDay(words); err == nil && d <= sc.today() {
		return d
	}
	return sc.today()
}

// linkedUnit is which of their units a leader means: the one that the words
// begin with, the group's, or the only one.
func (sc *scene) linkedUnit(ctx context.Context, a community.Action, words string) (community.UnitID, string, error) {
	scopes := sc.who.Scopes(a)
	first, rest, _ := strings.Cut(words, " ")
	for _, scope := range scopes {
		u, n := sc.org().Called(strings.TrimRight(first, ",，:："), scope)
		if grid, ok := sc.org().FindGrid(scope, community.GridKey(first)); n == 0 && ok {
			u, n = grid, 1
		}
		if n == 1 && sc.who.May(a, u.ID, sc.org()) {
			return u.ID, strings.TrimSpace(rest), nil
		}
	}
	if u, n := sc.org().Called(first, 0); n > 0 && (n > 1 || !sc.who.May(a, u.ID, sc.org())) {
		return 0, "", community.Refuse(community.Denied, "link_outside", "Name", clip(first, 20))
	}
	if !sc.private() {
		g, err := sc.boundGroup(ctx)
		if err != nil {
			return 0, "", err
		}
		if sc.who.May(a, g.Unit, sc.org()) {
			return g.Unit, words, nil
		}
		return 0, "", community.Refuse(community.Denied, "link_outside", "Name", sc.unitName(g.Unit))
	}
	if len(scopes) == 1 {
		return scopes[0], words, nil
	}
	var names []string
	for _, scope := range scopes {
		names = append(names, sc.unitName(scope))
	}
	return 0, "", community.Refuse(community.Invalid, "link_which", "List", joinWith(names, "、"))
}

func (sc *scene) visitCard(v community.VisitNote) chat.Reply {
	id := strconv.FormatInt(v.ID, 10)
	r := chat.Reply{Verb: chat.Show, Card: "v" + id}
	head := "visit.done"
	if v.Withdrawn.IsZero() {
		r.Keyboard = chat.Keyboard{chat.Row(chat.Button{Label: sc.say.Text("button.undo"), Data: "v:" + id})}
	} else {
		head = "visit.withdrawn"
	}
	r.Text = sc.say.Text(head, "Unit", sc.unitName(v.Unit), "Date", sc.dateText(v.Date))
	if sc.private() {
		r.Text += "\n" + clip(v.Text, textShown)
	}
	return r
}

// visitButton takes a visit back, by whoever logged it: v:<id>.
func visitButton(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	id, err := strconv.ParseInt(strings.TrimPrefix(sc.up.Button.Data, "v:"), 10, 64)
	if err != nil {
		return deadButton(ctx, sc)
	}
	v, err := sc.store.Visit(ctx, id)
	if err != nil {
		return nil, err
	}
	if v.By != sc.who.ID {
		return nil, community.Refuse(community.Denied, "visit_denied")
	}
	if v.Withdrawn.IsZero() {
		if err := sc.store.WithdrawVisit(ctx, id, sc.h.Now()); err != nil {
			return nil, err
		}
		v.Withdrawn = sc.h.Now()
	}
	card := sc.visitCard(v)
	card.Message = sc.up.Message
	return []chat.Reply{card}, nil
}

const (
	visitsBack  = 90 // days
	visitsShown = 10
)

// visitList lists the visits to the units that are read here. What leaders
// wrote stays out of groups: it may name people.
func (sc *scene) visitList(ctx context.Context) ([]chat.Reply, error) {
	scope, err := sc.readScope(ctx)
	if err != nil {
		return nil, err
	}
	list, err := sc.store.Visits(ctx, sc.org().Under(scope...), sc.today()-visitsBack)
	if err != nil {
		return nil, err
	}
	lines := []string{sc.say.Text("visit.head", "Days", visitsBack, "N", len(list))}
	for _, v := range list[:min(len(list), visitsShown)] {
		p, err := sc.store.Person(ctx, v.By)
		if err != nil {
			return nil, err
		}
		line := joinWith([]string{sc.dateText(v.Date), p.Name, sc.unitName(v.Unit)}, " ")
		if sc.private() {
			line += "：" + clip(v.Text, visitWords)
		}
		lines = append(lines, line)
	}
	if len(sc.who.Scopes(community.LogVisit)) > 0 {
		lines = append(lines, sc.say.Text("visit.hint"))
	}
	return []chat.Reply{{Verb: chat.Send, Text: join(lines)}}, nil
}

const visitWords = 60
