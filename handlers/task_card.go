package handlers

import (
	"context"
	"slices"

	"gridmate/community"
)

const titleShown = 24

// taskTitle is what is to be done. An instruction about an item is called by
// the item: its words may name people.
func (sc *scene) taskTitle(r community.Record) string {
	if r.From != 0 {
		return sc.say.Text("task.about", "Number", int64(r.From))
	}
	return clip(r.Title, textShown)
}

// taskWords is the task as it was typed, where that says more than its title.
func (sc *scene) taskWords(m community.Matter) string {
	if m.From == 0 && m.Source != community.SourceInstruction || m.Text == m.Title && m.From == 0 || !sc.wordsShown(m) {
		return ""
	}
	return clip(m.Text, textShown)
}

// holderText names who answers for a matter, and who helps.
func (sc *scene) holderText(ctx context.Context, m community.Matter) (string, error) {
	if m.Kind != community.KindTask {
		return sc.ownerText(ctx, m.Owner, m.OwnerUnit)
	}
	lead, err := sc.leadText(ctx, m)
	if err != nil || len(m.Partners) == 0 {
		return lead, err
	}
	names := make([]string, len(m.Partners))
	for i, p := range m.Partners {
		if names[i] = p.Name; p.Unit != 0 {
			names[i] = sc.unitName(p.Unit)
		}
	}
	return joinWith(compact(lead, sc.say.Text("task.partners", "List", joinWith(names, "、"))), " · "), nil
}

func (sc *scene) leadText(ctx context.Context, m community.Matter) (string, error) {
	name := m.Body
	if m.OwnerUnit != 0 {
		name = sc.unitName(m.OwnerUnit)
	}
	if m.Owner != 0 {
		p, err := sc.store.Person(ctx, m.Owner)
		if err != nil {
			return "", err
		}
		name = joinWith(compact(name, p.Name), " ")
	}
	if name == "" {
		return "", nil
	}
	return sc.say.Text("task.lead", "Name", name), nil
}

func (sc *scene) percentText(m community.Matter) string {
	if m.Kind != community.KindTask || m.Percent == 0 || m.Finished() {
		return ""
	}
	return sc.say.Text("task.percent", "N", m.Percent)
}

// taskProgress is how much is done, and the last words about it.
func (sc *scene) taskProgress(m community.Matter) string {
	n, _ := community.Percent(m.Measure)
	words := m.Measure
	if !sc.wordsShown(m) {
		words = ""
	}
	if n == m.Percent && words != "" || m.Percent == 0 {
		if words == "" {
			return ""
		}
		return sc.say.Text("task.progress", "Text", clip(words, textShown))
	}
	return joinWith(compact(sc.say.Text("task.done_by", "N", m.Percent), clip(words, textShown)), " ")
}

// givenTo names whom a task was set for.
func (sc *scene) givenTo(ctx context.Context, m community.Matter, e community.Event) string {
	if p, err := sc.store.Person(ctx, e.Owner); err == nil {
		return p.Name
	}
	if e.Unit != 0 {
		return sc.unitName(e.Unit)
	}
	return m.Body
}

// helps reports whether a new task names the person's unit as a partner.
func (n *news) helps(p community.Person) bool {
	if n.event.Action != community.Plan {
		return false
	}
	return slices.ContainsFunc(n.now.Partners, func(with community.Partner) bool {
		return with.Unit != 0 && slices.ContainsFunc(p.Grants, func(g community.Grant) bool {
			return g.Unit == with.Unit && g.Role.May(community.Progress)
		})
	})
}
