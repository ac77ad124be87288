package storage

import (
	"context"
	"maps"
	"slices"
	"sync"

	"gridmate/community"
	"gridmate/storage/internal/query"
)

// orgSnapshot is the organisation as of a revision, and what it campaigns for.
type orgSnapshot struct {
	revision  int64
	org       *community.Org
	campaigns []community.Campaign
}

// peopleSnapshot is everybody as of a revision. It does not change once it is
// shared.
type peopleSnapshot struct {
	revision int64
	byID     map[community.PersonID]community.Person
	byUser   map[int64]community.PersonID
}

func (p *peopleSnapshot) clone() *peopleSnapshot {
	return &peopleSnapshot{revision: p.revision, byID: maps.Clone(p.byID), byUser: maps.Clone(p.byUser)}
}

func (p *peopleSnapshot) set(person community.Person) {
	person.Grants = slices.Clip(person.Grants)
	p.byID[person.ID] = person
	p.byUser[person.User] = person.ID
}

// snapshots are the newest ones that any transaction of this process saw.
type snapshots struct {
	mu     sync.Mutex
	org    *orgSnapshot
	people *peopleSnapshot
}

func (s *snapshots) latest() (*orgSnapshot, *peopleSnapshot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.org, s.people
}

// offer shares what a committed transaction or a reader has seen.
func (s *snapshots) offer(org *orgSnapshot, people *peopleSnapshot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if org != nil && (s.org == nil || org.revision > s.org.revision) {
		s.org = org
	}
	if people != nil && (s.people == nil || people.revision > s.people.revision) {
		s.people = people
	}
}

// Knows reports whether somebody with that Telegram id is stored, as far as any
// transaction of this process has seen. It asks no database and decides nothing.
func (d *DB) Knows(user int64) bool {
	_, people := d.shared.latest()
	return people != nil && people.byUser[user] != 0
}

// load gives the transaction the snapshots that fit it: the shared ones unless
// somebody, in this process or another, has changed what they show.
func (t *Tx) load(ctx context.Context) error {
	if t.org != nil {
		return nil
	}
	t.org, t.people = t.db.shared.latest()
	if t.org == nil || t.org.revision != t.now.Org {
		if err := t.loadOrg(ctx); err != nil {
			return err
		}
	}
	if t.people == nil || t.people.revision != t.now.People {
		return t.loadPeople(ctx)
	}
	return nil
}

func (t *Tx) loadOrg(ctx context.Context) error {
	rows, err := t.q.Units(ctx)
	if err != nil {
		return t.fail("read units", err)
	}
	units := make([]community.Unit, len(rows))
	for i, r := range rows {
		units[i] = unitOf(r)
	}
	campaigns, err := t.loadCampaigns(ctx)
	if err != nil {
		return err
	}
	t.org = &orgSnapshot{revision: t.now.Org, org: community.NewOrg(units), campaigns: campaigns}
	return nil
}

func (t *Tx) loadPeople(ctx context.Context) error {
	rows, err := t.q.People(ctx)
	if err != nil {
		return t.fail("read people", err)
	}
	grants, err := t.q.Grants(ctx)
	if err != nil {
		return t.fail("read grants", err)
	}
	held := map[int64][]community.Grant{}
	for _, g := range grants {
		held[g.Person] = append(held[g.Person], grantOf(g))
	}
	p := &peopleSnapshot{
		revision: t.now.People,
		byID:     make(map[community.PersonID]community.Person, len(rows)),
		byUser:   make(map[int64]community.PersonID, len(rows)),
	}
	for _, r := range rows {
		p.set(community.Person{
			ID: community.PersonID(r.ID), User: r.UserID, Name: r.Name,
			Language: r.Language, Chat: r.Chat, Grants: held[r.ID],
		})
	}
	t.people, t.own = p, false
	return nil
}

// changePeople puts a changed person into this transaction's own copy.
func (t *Tx) changePeople(person community.Person) {
	if !t.own {
		t.people, t.own = t.people.clone(), true
	}
	t.now.People++
	t.people.revision = t.now.People
	t.people.set(person)
}

func grantOf(g query.PersonGrant) community.Grant {
	return community.Grant{
		Role: community.Role(g.Role), Unit: deref[community.UnitID](g.Unit), Type: community.CommunityType(g.Type),
	}
}
