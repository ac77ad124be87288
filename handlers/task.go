package handlers

import (
	"context"
	"slices"
	"strings"

	"gridmate/chat"
	"gridmate/community"
)

// task sets a task in one line, opens one by its number, or lists what is open:
// /task 完善标线 牵头 住建局 配合 物业办 限12月20日, /task 12, 任务.
func task(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	if sc.words == "" {
		page, err := sc.ledgerPage(ctx, "task", 0)
		page.Verb = chat.Send
		return []chat.Reply{page}, err
	}
	if n, rest, ok := cutNumber(sc.words); ok && rest == "" {
		return sc.showItem(ctx, n)
	}
	if len(sc.who.Scopes(community.Plan)) == 0 {
		if sc.up.Command == "" {
			return freeText(ctx, sc)
		}
		return nil, community.Refuse(community.Denied, "task_denied")
	}
	k, err := sc.readTask(ctx, sc.words)
	if err != nil {
		return nil, err
	}
	return sc.setTask(ctx, k)
}

// setTask stores a task and tells those whom it concerns.
func (sc *scene) setTask(ctx context.Context, k community.Task) ([]chat.Reply, error) {
	k.Chat, k.Message = sc.up.Chat.ID, sc.up.Message // an edit of the message is answered, not taken for another task
	m, e, err := sc.store.AddTask(ctx, k, sc.who, sc.h.Now().In(sc.h.Zone))
	if err != nil {
		return nil, err
	}
	return sc.announce(ctx, community.Matter{}, m, e)
}

// readTask reads a line and finds whom it names. A lead that is no unit of the
// organisation is a body outside it; without one the list's own unit leads.
func (sc *scene) readTask(ctx context.Context, text string) (community.Task, error) {
	line := sc.taskLine(ctx, text)
	home, err := sc.taskHome(ctx)
	if err != nil {
		return community.Task{}, err
	}
	k := community.Task{
		Unit: home.ID, Lead: home.ID, Title: line.title, Text: text, Deadline: line.deadline, Source: community.SourceChat,
	}
	for _, name := range line.partners {
		u, n := sc.org().Called(name, home.ID)
		if n != 1 {
			u = community.Unit{}
		}
		k.Partners = append(k.Partners, community.Partner{Unit: u.ID, Name: name})
	}
	return k, sc.readLead(ctx, &k, home, line.lead)
}

func (sc *scene) readLead(ctx context.Context, k *community.Task, home community.Unit, name string) error {
	if name == "" {
		return nil
	}
	if person, ok := strings.CutPrefix(name, "@"); ok {
		var s community.Step
		err := sc.readPerson(ctx, &s, community.Matter{Record: community.Record{Unit: home.ID}}, person)
		k.Owner, k.Lead, k.Unit = s.Owner, s.OwnerUnit, s.OwnerUnit
		return err
	}
	u, n := sc.org().Called(name, home.ID)
	if grid, ok := sc.org().FindGrid(home.ID, community.GridKey(name)); n == 0 && ok {
		u, n = grid, 1
	}
	switch {
	case n > 1:
		return community.Refuse(community.Invalid, "task_several", "Name", clip(name, 20))
	case n == 1 && !sc.who.May(community.Plan, u.ID, sc.org()):
		return community.Refuse(community.Denied, "step_outside")
	case n == 1:
		k.Unit, k.Lead = u.ID, u.ID
	default:
		k.Lead, k.Body = 0, name
	}
	return nil
}

// taskHome is whose list a task is put on here: the group's, else the
// person's own unit.
func (sc *scene) taskHome(ctx context.Context) (community.Unit, error) {
	if !sc.private() {
		g, err := sc.boundGroup(ctx)
		if err != nil {
			return community.Unit{}, err
		}
		u, _ := sc.org().Unit(g.Unit)
		if !sc.who.May(community.Plan, g.Unit, sc.org()) {
			return u, community.Refuse(community.Denied, "task_denied")
		}
		return u, nil
	}
	id := sc.who.Scopes(community.Plan)[0]
	if top := sc.org().Children(0); id == 0 && len(top) > 0 {
		return top[0], nil
	}
	u, _ := sc.org().Unit(id)
	return u, nil
}

// readProgress reads how much is done; all of it is the step that says so, for
// those who may.
func (sc *scene) readProgress(s *community.Step, m community.Matter) error {
	n, ok := community.Percent(s.Why)
	if !ok {
		return community.Refuse(community.Invalid, "task_percent", "N", n)
	}
	if s.Percent = n; n == 100 && m.Kind == community.KindTask && sc.who.MayStep(community.Fix, m, sc.org()) {
		s.Action = community.Fix
	}
	return nil
}

// freeProgress takes any other answer to a task's card for its progress, from
// those who may report it.
func (sc *scene) freeProgress(ctx context.Context, aimed community.Number) ([]chat.Reply, bool, error) {
	if aimed == 0 || sc.up.Text == "" {
		return nil, false, nil
	}
	m, err := sc.store.Matter(ctx, aimed)
	if err != nil || m.Kind != community.KindTask || !sc.who.MayStep(community.Progress, m, sc.org()) {
		return nil, false, err
	}
	replies, err := sc.typed(ctx, aimed, community.Progress, sc.up.Text)
	return replies, true, err
}

// withHelped adds the open tasks that the person's units help with.
func (sc *scene) withHelped(ctx context.Context, list []community.Record) ([]community.Record, error) {
	scope := sc.who.Scopes(community.Progress)
	if len(scope) == 0 {
		return list, nil
	}
	tasks, err := sc.store.OpenTasks(ctx, sc.org().Under(scope...))
	if err != nil {
		return nil, err
	}
	for _, m := range tasks {
		known := slices.ContainsFunc(list, func(r community.Record) bool { return r.Number == m.Number })
		if !known && sc.who.MayStep(community.Read, m, sc.org()) {
			list = append(list, m.Record)
		}
	}
	return list, nil
}
