package handlers

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gridmate/chat"
	"gridmate/community"
)

// ledger lists what is open in the person's units, exceptions first: the
// overdue, then what waits for a second pair of eyes, then by deadline.
func ledger(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	filter := "all"
	for _, f := range ledgerFilters {
		if sc.words != "" && strings.HasPrefix(sc.say.Text("ledger.filter_"+f), sc.words) {
			filter = f
		}
	}
	page, err := sc.ledgerPage(ctx, filter, 0)
	page.Verb = chat.Send
	return []chat.Reply{page}, err
}

// ledgerButton turns pages and filters: l:<filter>:<offset>.
func ledgerButton(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	parts := strings.Split(sc.up.Button.Data, ":")
	if len(parts) != 3 || !slices.Contains(ledgerFilters, parts[1]) {
		return deadButton(ctx, sc)
	}
	offset, err := strconv.Atoi(parts[2])
	if err != nil || offset < 0 {
		return deadButton(ctx, sc)
	}
	page, err := sc.ledgerPage(ctx, parts[1], offset)
	page.Message = sc.up.Message
	return []chat.Reply{page}, err
}

var ledgerFilters = []string{"all", "late", "check", "mine", "dispute", "review", "task"}

const ledgerShown = 8

func (sc *scene) ledgerPage(ctx context.Context, filter string, offset int) (chat.Reply, error) {
	open, err := sc.openMatters(ctx)
	if err != nil {
		return chat.Reply{}, err
	}
	again, err := sc.toReview(ctx)
	if err != nil {
		return chat.Reply{}, err
	}
	lines := []string{sc.ledgerHead(open, again)}
	filters := slices.Clone(ledgerFilters)
	if len(again) == 0 {
		filters = slices.DeleteFunc(filters, func(f string) bool { return f == "review" })
	}
	if !slices.ContainsFunc(open, func(m community.Matter) bool { return m.Kind == community.KindTask }) {
		filters = slices.DeleteFunc(filters, func(f string) bool { return f == "task" })
	}
	list := slices.DeleteFunc(open, func(m community.Matter) bool { return !sc.passes(m, filter) })
	if filter == "review" {
		list = again
	}
	if offset >= len(list) {
		offset = 0
	}
	shown := list[offset:min(len(list), offset+ledgerShown)]
	var k chat.Keyboard
	var row []chat.Button
	for _, m := range shown {
		line, err := sc.matterLine(ctx, m)
		if err != nil {
			return chat.Reply{}, err
		}
		lines = append(lines, line)
		n := strconv.FormatInt(int64(m.Number), 10)
		if row = append(row, chat.Button{Label: "#" + n, Data: "i:" + n}); len(row) == 4 {
			k, row = append(k, row), nil
		}
	}
	if len(row) > 0 {
		k = append(k, row)
	}
	k = append(k, sc.ledgerTurn(filters, filter, offset, len(list))...)
	return chat.Reply{Verb: chat.Show, Card: "ledger", Text: join(lines), Keyboard: k}, nil
}

func (sc *scene) ledgerHead(open, again []community.Matter) string {
	late, check, due := 0, 0, 0
	for _, m := range again {
		if m.Review <= sc.today() {
			due++
		}
	}
	for _, m := range open {
		if m.Late(sc.today()) {
			late++
		}
		if m.Status == community.FixedState {
			check++
		}
	}
	return joinWith(compact(
		sc.say.Text("ledger.head", "N", len(open)),
		some(late, func() string { return sc.say.Text("ledger.late", "N", late) }),
		some(check, func() string { return sc.say.Text("ledger.check", "N", check) }),
		some(due, func() string { return sc.say.Text("ledger.review", "N", due) }),
	), " · ")
}

func some(n int, text func() string) string {
	if n == 0 {
		return ""
	}
	return text()
}

// openMatters is everything open that the person sees here, in the order of
// the ledger.
func (sc *scene) openMatters(ctx context.Context) ([]community.Matter, error) {
	scope, err := sc.readScope(ctx)
	if err != nil {
		return nil, err
	}
	open, err := sc.store.Records(ctx, community.Filter{Units: sc.org().Under(scope...), OpenOnly: true})
	if err != nil {
		return nil, err
	}
	only := sc.who.ReadsOnly()
	open = slices.DeleteFunc(open, func(r community.Record) bool { return only != community.NoType && r.Type != only })
	if sc.private() {
		if open, err = sc.withOwned(ctx, open); err != nil {
			return nil, err
		}
		if open, err = sc.withHelped(ctx, open); err != nil {
			return nil, err
		}
	}
	list, err := sc.store.Matters(ctx, open)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(list, func(a, b community.Matter) int {
		if ra, rb := sc.rank(a), sc.rank(b); ra != rb {
			return ra - rb
		}
		return int(a.Deadline - b.Deadline)
	})
	return list, nil
}

// reviewAhead is how many days before they are due reviews are listed.
const reviewAhead = 7

// toReview is what the person sees here of what is to be looked at again soon.
func (sc *scene) toReview(ctx context.Context) ([]community.Matter, error) {
	scope, err := sc.readScope(ctx)
	if err != nil {
		return nil, err
	}
	list, err := sc.store.ToReview(ctx, sc.today()+reviewAhead)
	only := sc.who.ReadsOnly()
	return slices.DeleteFunc(list, func(m community.Matter) bool {
		return only != community.NoType && m.Type != only ||
			!slices.ContainsFunc(scope, func(top community.UnitID) bool { return sc.org().Within(m.Unit, top) })
	}), err
}

// withOwned adds what was given to the person or to their unit, wherever it lies.
func (sc *scene) withOwned(ctx context.Context, list []community.Record) ([]community.Record, error) {
	owned, err := sc.store.Owned(ctx, sc.who.ID, sc.workUnits())
	if err != nil {
		return nil, err
	}
	for _, r := range owned {
		if !slices.ContainsFunc(list, func(x community.Record) bool { return x.Number == r.Number }) {
			list = append(list, r)
		}
	}
	return list, nil
}

// workUnits are the units whose work the person does or leads: what lies below
// a county's own desk is its streets' to see to.
func (sc *scene) workUnits() []community.UnitID {
	var units []community.UnitID
	for _, id := range sc.who.Scopes(community.Fix) {
		if u, ok := sc.org().Unit(id); ok && u.Level.Rank() >= community.Street.Rank() {
			units = append(units, sc.org().Under(id)...)
		} else if ok {
			units = append(units, id)
		}
	}
	return units
}

func (sc *scene) rank(m community.Matter) int {
	switch {
	case m.Late(sc.today()):
		return 0
	case m.Status == community.FixedState:
		return 1
	}
	return 2
}

func (sc *scene) passes(m community.Matter, filter string) bool {
	switch filter {
	case "late":
		return m.Late(sc.today())
	case "check":
		return m.Status == community.FixedState
	case "mine":
		return m.Answers() == sc.who.ID
	case "dispute":
		return m.Kind == community.KindDispute
	case "task":
		return m.Kind == community.KindTask
	}
	return true
}

// matterLine is a matter in one line, with its state and who is on it.
func (sc *scene) matterLine(ctx context.Context, m community.Matter) (string, error) {
	line := sc.itemLine(m.Record)
	unit := m.OwnerUnit
	if m.Owner != 0 {
		unit = 0 // the name is enough
	}
	owner, err := sc.ownerText(ctx, m.Owner, unit)
	if m.Kind == community.KindTask {
		owner, err = sc.leadText(ctx, m)
	}
	if err != nil {
		return "", err
	}
	state, again := "", ""
	if m.Revision > 0 {
		state = sc.stateText(m)
	}
	if m.Review != 0 {
		again = sc.say.Text("item.review_"+string(m.Kind), "Date", sc.dateText(m.Review))
	}
	return joinWith(compact(line, state, sc.percentText(m), again, owner), " · "), nil
}

// ledgerTurn is the rows that turn pages and choose what is listed.
func (sc *scene) ledgerTurn(offered []string, filter string, offset, all int) chat.Keyboard {
	button := func(label, filter string, offset int) chat.Button {
		return chat.Button{Label: sc.say.Text(label), Data: fmt.Sprintf("l:%s:%d", filter, offset)}
	}
	var k chat.Keyboard
	var turn, filters []chat.Button
	if offset > 0 {
		turn = append(turn, button("button.newer", filter, max(0, offset-ledgerShown)))
	}
	if offset+ledgerShown < all {
		turn = append(turn, button("button.older", filter, offset+ledgerShown))
	}
	if len(turn) > 0 {
		k = append(k, turn)
	}
	for _, f := range offered {
		if f != filter {
			filters = append(filters, button("ledger.filter_"+f, f, 0))
		}
	}
	for part := range slices.Chunk(filters, filterRow) {
		k = append(k, part)
	}
	return k
}

const filterRow = 4 // as many as a phone shows in full
