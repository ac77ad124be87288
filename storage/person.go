package storage

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"gridmate/community"
	"gridmate/storage/internal/query"
)

// PersonByUser finds somebody by their Telegram id; false for a stranger. It
// reads memory only.
func (t *Tx) PersonByUser(_ context.Context, user int64) (community.Person, bool, error) {
	if t.broken != nil {
		return community.Person{}, false, t.broken
	}
	id, found := t.people.byUser[user]
	return t.people.byID[id], found, nil
}

// Person finds somebody by key; a NotFound refusal "person_unknown" if there
// is no such person. It reads memory only.
func (t *Tx) Person(_ context.Context, id community.PersonID) (community.Person, error) {
	if t.broken != nil {
		return community.Person{}, t.broken
	}
	p, found := t.people.byID[id]
	if !found {
		return community.Person{}, unknown("person_unknown", "ID", int64(id))
	}
	return p, nil
}

// PeopleAll lists everybody, in the order they came.
func (t *Tx) PeopleAll(context.Context) ([]community.Person, error) {
	if t.broken != nil {
		return nil, t.broken
	}
	all := make([]community.Person, 0, len(t.people.byID))
	for _, id := range slices.Sorted(maps.Keys(t.people.byID)) {
		all = append(all, t.people.byID[id])
	}
	return all, nil
}

// SavePerson adds or changes name, language and private chat by Telegram id,
// grants excepted, and returns the stored person.
func (t *Tx) SavePerson(ctx context.Context, p community.Person) (community.Person, error) {
	stored, found, err := t.PersonByUser(ctx, p.User)
	if err != nil {
		return community.Person{}, err
	}
	if !found {
		return t.addPerson(ctx, p)
	}
	if stored.Name == p.Name && stored.Language == p.Language && stored.Chat == p.Chat {
		return stored, nil
	}
	stored.Name, stored.Language, stored.Chat = p.Name, p.Language, p.Chat
	err = t.q.UpdatePerson(ctx, query.UpdatePersonParams{
		Name: p.Name, Language: p.Language, Chat: p.Chat, ID: int64(stored.ID),
	})
	if err != nil {
		return community.Person{}, t.fail(fmt.Sprintf("save person %d", stored.ID), err)
	}
	t.changePeople(stored)
	return stored, nil
}

func (t *Tx) addPerson(ctx context.Context, p community.Person) (community.Person, error) {
	id, err := t.q.AddPerson(ctx, query.AddPersonParams{
		UserID: p.User, Name: p.Name, Language: p.Language, Chat: p.Chat,
	})
	if err != nil {
		return community.Person{}, t.fail(fmt.Sprintf("add person of user %d", p.User), err)
	}
	p.ID, p.Grants = community.PersonID(id), nil
	t.changePeople(p)
	return p, nil
}

// Grant adds a role; a role that is there already changes nothing.
func (t *Tx) Grant(ctx context.Context, id community.PersonID, g community.Grant) error {
	p, err := t.Person(ctx, id)
	if err != nil || slices.Contains(p.Grants, g) {
		return err
	}
	err = t.q.AddGrant(ctx, query.AddGrantParams{
		Person: int64(id), Role: string(g.Role), Unit: ref(g.Unit), Type: string(g.Type),
	})
	if err != nil {
		return t.fail(fmt.Sprintf("grant %s to person %d", g.Role, id), err)
	}
	p.Grants = append(slices.Clone(p.Grants), g)
	t.changePeople(p)
	return nil
}

// Revoke takes a role away; one that is not there changes nothing.
func (t *Tx) Revoke(ctx context.Context, id community.PersonID, g community.Grant) error {
	p, err := t.Person(ctx, id)
	if err != nil || !slices.Contains(p.Grants, g) {
		return err
	}
	err = t.q.DropGrant(ctx, query.DropGrantParams{
		Person: int64(id), Role: string(g.Role), Unit: int64(g.Unit), Type: string(g.Type),
	})
	if err != nil {
		return t.fail(fmt.Sprintf("revoke %s of person %d", g.Role, id), err)
	}
	p.Grants = slices.DeleteFunc(slices.Clone(p.Grants), func(held community.Grant) bool { return held == g })
	t.changePeople(p)
	return nil
}

// PersonRow is a person in one role as a file gives it.
type PersonRow struct {
	User int64
	Name string
	community.Grant
}

// SavePeople adds people and grants and changes names that differ; nobody and
// no role is removed. A row counts as added if the person or the role is new.
func (t *Tx) SavePeople(ctx context.Context, rows []PersonRow) (Counts, error) {
	var n Counts
	for _, r := range rows {
		if err := t.savePersonRow(ctx, r, &n); err != nil {
			return Counts{}, err
		}
	}
	return n, nil
}

func (t *Tx) savePersonRow(ctx context.Context, r PersonRow, n *Counts) error {
	old, found, err := t.PersonByUser(ctx, r.User)
	if err != nil {
		return err
	}
	p := old
	p.User, p.Name = r.User, r.Name
	if p, err = t.SavePerson(ctx, p); err != nil {
		return err
	}
	switch {
	case !found || !slices.Contains(old.Grants, r.Grant):
		n.Added++
	case old.Name != r.Name:
		n.Changed++
	default:
		n.Unchanged++
	}
	return t.Grant(ctx, p.ID, r.Grant)
}
