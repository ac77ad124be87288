package jobs_test

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/digest"
	"gridmate/jobs"
)

// memory is a store in memory. Transactions run one at a time and are undone
// when they fail.
type memory struct {
	mu        sync.Mutex
	org       *community.Org
	groups    []community.Group
	people    []community.Person
	schedules map[int64]community.Schedule
	records   []community.Record
	runs      map[runKey][]byte
	undo      []runKey // claimed in this transaction
	outbox    []chat.Reply
	errands   []chat.Errand
	efforts   map[community.UnitID]community.Effort
	fail      func(what string, chat int64) error // a fault to be had; nil without
	reads     int                                 // readings of facts

	pushed map[pushKey]community.Pushed
	news   []community.News

	campaigns []community.Campaign
	asked     map[community.PersonID][]community.Asked
	duties    []community.Duty
	leaves    []community.Leave
	calendar  community.Calendar
}

type runKey struct {
	job  string
	slot time.Time
	chat int64
}

type pushKey struct {
	chat int64
	day  community.Date
}

func newMemory(org *community.Org) *memory {
	return &memory{org: org, schedules: map[int64]community.Schedule{}, runs: map[runKey][]byte{}, pushed: map[pushKey]community.Pushed{}}
}

func (m *memory) InTx(ctx context.Context, f func(context.Context, jobs.Tx) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	m.undo = nil
	errands := len(m.errands)
	queued, pushed, news := len(m.outbox), maps.Clone(m.pushed), slices.Clone(m.news)
	err := f(ctx, tx{m})
	if err == nil {
		err = m.faulty("commit", 0)
	}
	if err != nil {
		for _, key := range m.undo {
			delete(m.runs, key)
		}
		m.outbox, m.pushed, m.news, m.errands = m.outbox[:queued], pushed, news, m.errands[:errands]
		return err
	}
	return nil
}

// sent takes out what was queued.
func (m *memory) sent() []chat.Reply {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := m.outbox
	m.outbox = nil
	return out
}

func (m *memory) faulty(what string, chat int64) error {
	if m.fail == nil {
		return nil
	}
	return m.fail(what, chat)
}

// tx is one transaction on the store.
type tx struct{ *memory }

var _ digest.Source = tx{}

func (t tx) AddErrand(_ context.Context, e chat.Errand) (int64, error) {
	t.errands = append(t.errands, e)
	return int64(len(t.errands)), t.faulty("errand", e.Chat)
}

func (t tx) Effort(_ context.Context, unit community.UnitID, _ community.Span) (community.Effort, error) {
	return t.efforts[unit], nil
}

func (t tx) Org() *community.Org { return t.org }

func (t tx) GroupsAll(context.Context) ([]community.Group, error) {
	return slices.Clone(t.groups), t.faulty("groups", 0)
}

func (t tx) PeopleAll(context.Context) ([]community.Person, error) {
	return slices.Clone(t.people), nil
}

func (t tx) SchedulesAll(context.Context) (map[int64]community.Schedule, error) {
	return maps.Clone(t.schedules), nil
}

func (t tx) ClaimRun(_ context.Context, job string, slot time.Time, chat int64, body []byte) (bool, error) {
	key := runKey{job, slot.UTC(), chat}
	if _, taken := t.runs[key]; taken {
		return false, nil
	}
	t.runs[key] = body
	t.undo = append(t.undo, key)
	return true, nil
}

func (t tx) LastRun(_ context.Context, job string, chat int64) (time.Time, []byte, bool, error) {
	var last runKey
	for key := range t.runs {
		if key.job == job && key.chat == chat && key.slot.After(last.slot) {
			last = key
		}
	}
	return last.slot, t.runs[last], last.job != "", nil
}

func (t tx) Instructions(_ context.Context, leader community.PersonID) ([]community.Asked, error) {
	return t.asked[leader], nil
}

func (t tx) Campaigns(context.Context) ([]community.Campaign, error) { return t.campaigns, nil }

func (t tx) AddNews(_ context.Context, n community.News) error {
	t.news = append(t.news, n)
	return nil
}

func (t tx) Tagged(context.Context, int64) ([]community.Record, error) { return nil, nil }

func (t tx) Calendar(context.Context) (community.Calendar, error) { return t.calendar, nil }

func (t tx) Duties(_ context.Context, until community.Date) ([]community.Duty, error) {
	var due []community.Duty
	for _, d := range t.duties {
		if d.Deadline <= until && d.ClosedAt.IsZero() {
			due = append(due, d)
		}
	}
	return due, nil
}

func (t tx) Pushed(_ context.Context, chat int64, day community.Date) (community.Pushed, error) {
	return t.pushed[pushKey{chat, day}], nil
}

func (t tx) CountPush(_ context.Context, chat int64, day community.Date, at time.Time, _ bool) error {
	key := pushKey{chat, day}
	last := t.pushed[key].Last
	if at.After(last) {
		last = at
	}
	t.pushed[key] = community.Pushed{N: t.pushed[key].N + 1, Last: last}
	return nil
}

func (t tx) NewsAll(context.Context) ([]community.News, error) { return slices.Clone(t.news), nil }

func (t tx) TakeNews(_ context.Context, chat int64) (taken []community.News, err error) {
	of := func(n community.News) bool { return n.Chat == chat }
	for _, n := range t.news {
		if of(n) {
			taken = append(taken, n)
		}
	}
	t.memory.news = slices.DeleteFunc(slices.Clone(t.news), of)
	return taken, nil
}

// Matter is a record that lies where the test put it.
func (t tx) Matter(_ context.Context, n community.Number) (community.Matter, error) {
	for _, r := range t.records {
		if r.Number == n {
			return community.Matter{Record: r}, nil
		}
	}
	return community.Matter{}, community.Refuse(community.NotFound, "record_unknown", "Number", int64(n))
}

func (t tx) Leaves(_ context.Context, since community.Date) ([]community.Leave, error) {
	return slices.DeleteFunc(slices.Clone(t.leaves), func(l community.Leave) bool { return l.Days.To < since }), nil
}

func (t tx) Queue(_ context.Context, replies []chat.Reply) error {
	for _, r := range replies {
		if err := t.faulty("queue", r.Chat); err != nil {
			return err
		}
	}
	t.outbox = append(t.outbox, replies...)
	return nil
}

func (t tx) Facts(_ context.Context, days community.Span, visit func(community.Fact) error) error {
	t.reads++
	for _, r := range t.records {
		if days.Has(r.Date) && r.Withdrawn.IsZero() {
			if err := visit(fact(r)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t tx) Items(_ context.Context, until community.Date, since time.Time, visit func(community.Item) error) error {
	for _, r := range t.records {
		ledger := r.Kind == community.KindDispute || r.Kind == community.KindIssue
		if !ledger || !r.Withdrawn.IsZero() || r.Date > until || !r.ClosedAt.IsZero() && r.ClosedAt.Before(since) {
			continue
		}
		item := community.Item{
			Number: r.Number, Kind: r.Kind, Unit: r.Unit, Category: r.Category, Place: r.Place, Date: r.Date,
			Deadline: r.Deadline, Status: r.Status, Level: r.Level, Open: 1, Reporter: r.Reporter, ClosedAt: r.ClosedAt,
		}
		if err := visit(item); err != nil {
			return err
		}
	}
	return nil
}

func (t tx) Reviews(_ context.Context, until community.Date, visit func(community.Item) error) error {
	for _, d := range t.duties {
		if d.Review == 0 || d.Review > until {
			continue
		}
		if err := visit(d.Item); err != nil {
			return err
		}
	}
	return nil
}

func (t tx) Late(_ context.Context, from, to time.Time, before community.Date, visit func(community.Fact) error) error {
	for _, r := range t.records {
		if r.Withdrawn.IsZero() && r.Date < before && !r.Created.Before(from) && r.Created.Before(to) {
			if err := visit(fact(r)); err != nil {
				return err
			}
		}
	}
	return nil
}

func fact(r community.Record) community.Fact {
	return community.Fact{Date: r.Date, Unit: r.Unit, Tally: r.Tally()}
}
