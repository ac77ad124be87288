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

// Checklists are 三个一.
type Checklists interface {
	// Checklists lists all checklists, in the order they came.
	Checklists(ctx context.Context) ([]community.Checklist, error)
	// SetChecklist adds a checklist, or changes the one of that name.
	SetChecklist(ctx context.Context, c community.Checklist) error
	AddTick(ctx context.Context, checklist int64, k community.Ticked) error
	// Ticks lists what every community said last of every item.
	Ticks(ctx context.Context, checklist int64) ([]community.Ticked, error)
}

// checklist shows a checklist: a community's items to tick off, or above that
// how far the units below are. 三个一：一张网格图；一支志愿队；一个议事点 sets one.
func checklist(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	if name, items, ok := cutItems(sc.words); ok && sc.up.Command != "" {
		return sc.setChecklist(ctx, name, items)
	}
	list, err := sc.checklistsHere(ctx)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(c community.Checklist) bool { return c.Name == sc.words })
	switch {
	case i < 0 && sc.words != "" && sc.up.Command == "":
		return freeText(ctx, sc) // 清单 已发放 is something else
	case len(list) == 0:
		return []chat.Reply{sc.send("checklist.none")}, nil
	}
	c := list[max(i, 0)]
	unit, err := sc.checklistUnit(ctx, c)
	if err != nil {
		return nil, err
	}
	page, err := sc.checklistPage(ctx, c, unit)
	page.Verb = chat.Send
	return []chat.Reply{page}, err
}

// cutItems takes 三个一：甲；乙；丙 apart.
func cutItems(words string) (name string, items []string, ok bool) {
	i := strings.IndexAny(words, ":：")
	if i < 0 {
		return "", nil, false
	}
	for _, item := range strings.FieldsFunc(strings.TrimLeft(words[i:], ":："), func(r rune) bool { return strings.ContainsRune("；;、\n", r) }) {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return strings.TrimSpace(words[:i]), items, len(items) > 0
}

func (sc *scene) setChecklist(ctx context.Context, name string, items []string) ([]chat.Reply, error) {
	if len(sc.who.Scopes(community.Plan)) == 0 {
		return nil, community.Refuse(community.Denied, "checklist_denied")
	}
	home, err := sc.taskHome(ctx)
	if err != nil {
		return nil, err
	}
	if name == "" {
		name = sc.say.Text("checklist.usual")
	}
	c := community.Checklist{Name: name, Unit: home.ID, Items: items}
	all, err := sc.store.Checklists(ctx)
	if err != nil {
		return nil, err
	}
	for _, old := range all {
		if old.Name != c.Name {
			continue
		}
		if !sc.who.May(community.Plan, old.Unit, sc.org()) {
			return nil, community.Refuse(community.Conflict, "campaign_taken", "Name", c.Name)
		}
		c.Unit = old.Unit
	}
	if c, err = community.NewChecklist(c, sc.who, sc.org()); err != nil {
		return nil, err
	}
	if err := sc.store.SetChecklist(ctx, c); err != nil {
		return nil, err
	}
	sc.words = name
	return checklist(ctx, sc)
}

// checklistsHere lists the checklists of communities that the person reads.
func (sc *scene) checklistsHere(ctx context.Context) ([]community.Checklist, error) {
	scope, err := sc.readScope(ctx)
	if err != nil {
		return nil, err
	}
	all, err := sc.store.Checklists(ctx)
	return slices.DeleteFunc(all, func(c community.Checklist) bool {
		return !slices.ContainsFunc(scope, func(top community.UnitID) bool {
			return sc.org().Within(top, c.Unit) || sc.org().Within(c.Unit, top)
		})
	}), err
}

// checklistUnit is the unit whose page comes first: the group's or the
// person's own, a grid's community, never more than the checklist is about.
func (sc *scene) checklistUnit(ctx context.Context, c community.Checklist) (community.UnitID, error) {
	scope, err := sc.readScope(ctx)
	if err != nil {
		return 0, err
	}
	for _, top := range scope {
		if v, ok := sc.org().At(top, community.Village); ok && sc.org().Within(v.ID, c.Unit) {
			return v.ID, nil
		}
		if top != 0 && sc.org().Within(top, c.Unit) {
			return top, nil
		}
	}
	return c.Unit, nil
}

// checklistButton is a press on a checklist: t:<checklist>:<unit> shows a
// unit's page, t:<checklist>:<unit>:<item>:<0|1> ticks an item.
func checklistButton(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	parts := strings.Split(strings.TrimPrefix(sc.up.Button.Data, "t:"), ":")
	numbers := make([]int64, len(parts))
	for i, part := range parts {
		n, err := strconv.ParseInt(part, 10, 64)
		if err != nil || n < 0 {
			return deadButton(ctx, sc)
		}
		numbers[i] = n
	}
	if len(numbers) != 2 && len(numbers) != 4 {
		return deadButton(ctx, sc)
	}
	list, err := sc.checklistsHere(ctx)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(c community.Checklist) bool { return c.ID == numbers[0] })
	if i < 0 {
		return deadButton(ctx, sc)
	}
	c, unit := list[i], community.UnitID(numbers[1])
	if err := sc.mayLookInto(ctx, unit); err != nil {
		return nil, err
	}
	var replies []chat.Reply
	if len(numbers) == 4 {
		k, err := c.Tick(int(numbers[2]), unit, numbers[3] == 1, sc.who, sc.org(), sc.h.Now())
		if err != nil {
			return nil, err
		}
		if replies, err = sc.tick(ctx, c, k); err != nil {
			return nil, err
		}
	}
	page, err := sc.checklistPage(ctx, c, unit)
	page.Message = sc.up.Message
	return append(replies, page), err
}

// tick keeps what is new: whoever ticked an item first stays its name.
func (sc *scene) tick(ctx context.Context, c community.Checklist, k community.Ticked) ([]chat.Reply, error) {
	ticks, err := sc.store.Ticks(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	was := false
	for _, t := range ticks {
		was = was || t.Done && t.Unit == k.Unit && t.Item == k.Item
	}
	if was == k.Done {
		return []chat.Reply{sc.toast("press.stale")}, nil
	}
	return nil, sc.store.AddTick(ctx, c.ID, k)
}

// mayLookInto refuses the page of a unit that the person does not read here;
// grid workers see their community's.
func (sc *scene) mayLookInto(ctx context.Context, unit community.UnitID) error {
	scope, err := sc.readScope(ctx)
	if err != nil {
		return err
	}
	for _, top := range scope {
		v, _ := sc.org().At(top, community.Village)
		if sc.org().Within(unit, top) || v.ID == unit && unit != 0 {
			return nil
		}
	}
	return community.Refuse(community.Denied, "read_denied")
}

func (sc *scene) checklistPage(ctx context.Context, c community.Checklist, unit community.UnitID) (chat.Reply, error) {
	ticks, err := sc.store.Ticks(ctx, c.ID)
	if err != nil {
		return chat.Reply{}, err
	}
	p := checklistPage{scene: sc, list: c, ticks: ticks}
	r := chat.Reply{Verb: chat.Show, Card: fmt.Sprintf("t%d", c.ID)}
	if u, ok := sc.org().At(unit, community.Village); ok {
		r.Text, r.Keyboard, err = p.village(ctx, u)
		return r, err
	}
	r.Text, r.Keyboard = p.above(unit)
	return r, nil
}

// checklistPage is one message about a checklist.
type checklistPage struct {
	*scene
	list  community.Checklist
	ticks []community.Ticked
}

func (p checklistPage) key(unit community.UnitID, more ...int) string {
	data := fmt.Sprintf("t:%d:%d", p.list.ID, unit)
	for _, n := range more {
		data += ":" + strconv.Itoa(n)
	}
	return data
}

// village is a community's items, each with a button for those who may tick.
func (p checklistPage) village(ctx context.Context, u community.Unit) (string, chat.Keyboard, error) {
	sum := p.list.Sum([]community.Unit{u}, p.ticks)
	lines := []string{p.say.Text("checklist.own", "Name", p.list.Name, "Unit", u.Name, "Done", sum.Done, "All", sum.All)}
	var k chat.Keyboard
	for i, item := range p.list.Items {
		line, done, mark := "⬜ "+item, 1, "✅ "
		if j := slices.IndexFunc(p.ticks, func(t community.Ticked) bool { return t.Unit == u.ID && t.Item == item && t.Done }); j >= 0 {
			by, err := p.store.Person(ctx, p.ticks[j].By)
			if err != nil {
				return "", nil, err
			}
			line = "✅ " + item + "（" + by.Name + " " + p.ticks[j].At.In(p.h.Zone).Format("01-02") + "）"
			done, mark = 0, "↩️ "
		}
		lines = append(lines, line)
		if p.who.May(community.Tick, u.ID, p.org()) || !p.private() {
			k = append(k, chat.Row(chat.Button{Label: mark + clip(item, 8), Data: p.key(u.ID, i, done)}))
		}
	}
	return join(lines), append(k, p.up(u)...), nil
}

// up is the way to the unit above, where the person reads it.
func (p checklistPage) up(u community.Unit) chat.Keyboard {
	if !p.org().Within(u.Parent, p.list.Unit) || u.Parent == 0 || !p.who.May(community.Read, u.Parent, p.org()) || !p.private() {
		return nil
	}
	return chat.Keyboard{chat.Row(chat.Button{Label: p.say.Text("button.back"), Data: p.key(u.Parent)})}
}

// above is how far the units below are, in the order of their codes.
func (p checklistPage) above(unit community.UnitID) (string, chat.Keyboard) {
	org := p.org()
	sum := p.list.Sum(org.Below(unit, community.Village), p.ticks)
	lines := []string{p.say.Text("checklist.sum", "Name", p.list.Name, "Unit", p.unitName(unit),
		"Communities", sum.Communities, "Complete", sum.Complete, "Done", sum.Done, "All", sum.All)}
	for i, item := range p.list.Items {
		lines = append(lines, p.say.Text("checklist.item", "Item", item, "N", sum.Items[i], "All", sum.Communities))
	}
	var list []choice
	for _, u := range org.Children(unit)[:min(len(org.Children(unit)), maxBelow)] {
		villages := org.Below(u.ID, community.Village)
		if len(villages) == 0 {
			continue
		}
		own := p.list.Sum(villages, p.ticks)
		lines = append(lines, p.say.Text("checklist.row", "Unit", u.Label(), "Done", own.Done, "All", own.All))
		list = append(list, choice{value: strconv.FormatInt(int64(u.ID), 10), label: u.Label()})
	}
	k := layout(list, func(v string) string { return fmt.Sprintf("t:%d:%s", p.list.ID, v) })
	u, _ := org.Unit(unit)
	return join(lines), append(k, p.up(u)...)
}
