package main

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/guides"
	"gridmate/handlers"
	"gridmate/jobs"
	"gridmate/locale"
	"gridmate/reading"
	"gridmate/storage"
)

// month is a city of 22 communities that lives from 1 January to the morning
// of 1 February 2000 in a bubble: the real scheduler, handlers and storage, and
// people who report and take whatever steps they may. What the bot sends is
// taken at the outbox. The 12th to the 14th are a statutory holiday, Saturday
// the 15th is worked for it.
type month struct {
	t        *testing.T
	db       *storage.DB
	handlers *handlers.Handlers
	calendar community.Calendar
	random   *rand.Rand
	people   []monthPerson
	of       map[int64]monthPerson // by chat, which is the user's id
	groups   map[int64]string      // chat → code of the unit

	mu     sync.Mutex
	outbox []monthMessage

	message int                      // the last message's id
	pushes  map[string]int           // by day and chat
	seen    map[string]int           // how often what was checked
	levels  map[community.Role]bool  // who was told of what is overdue
	asked   map[community.Action]int // steps that were taken
}

// monthMessage is what the bot sent, when.
type monthMessage struct {
	chat.Outgoing
	at time.Time
}

type monthPerson struct {
	user int64
	name string
	role community.Role
	unit string
}

const (
	monthCommunities = 22
	monthStep        = 10 * time.Minute
	monthSteps       = (monthDays*24 + 2) * 6
	wholeMonth       = 31
)

func code(i int) string { return fmt.Sprintf("C%02d", i) }

// cast are the people: two workers, a staff member and a lead for each
// community, and whoever is above. The communities of the second street have a group.
func (m *month) cast() (units []storage.UnitRow, people []storage.PersonRow) {
	unit := func(code string, level community.Level, name, parent string) {
		units = append(units, storage.UnitRow{Unit: community.Unit{Code: code, Level: level, Name: name}, ParentCode: parent})
	}
	person := func(name string, role community.Role, unit string) {
		p := monthPerson{int64(1000 + len(m.people)), name, role, unit}
		m.people = append(m.people, p)
		m.of[p.user] = p
	}
	unit("CITY", community.City, "示例市", "")
	unit("COUNTY", community.County, "示例区", "CITY")
	person("市办", community.RoleCity, "CITY")
	person("区办", community.RoleCounty, "COUNTY")
	for s := range 2 {
		unit(fmt.Sprint("S", s), community.Street, fmt.Sprintf("%d号街道", s+1), "COUNTY")
		person(fmt.Sprintf("街道%d", s+1), community.RoleStreet, fmt.Sprint("S", s))
	}
	for i := range monthCommunities {
		c := code(i)
		unit(c, community.Village, fmt.Sprintf("%d号社区", i+1), fmt.Sprint("S", i%2))
		unit(c+"-1", community.Grid, "1网格", c)
		unit(c+"-2", community.Grid, "2网格", c)
		person("甲"+c, community.RoleGrid, c+"-1")
		person("乙"+c, community.RoleGrid, c+"-2")
		person("丙"+c, community.RoleStaff, c)
		person("书记"+c, community.RoleLead, c)
		if i%2 == 1 {
			m.groups[int64(-1-i)] = c
		}
	}
	person("包联", community.RoleLeader, code(0))
	return units, nil
}

func newMonth(t *testing.T) *month {
	t.Helper()
	m := &month{
		t: t, of: map[int64]monthPerson{}, groups: map[int64]string{}, random: rand.New(rand.NewPCG(22, 1)),
		pushes: map[string]int{}, seen: map[string]int{}, levels: map[community.Role]bool{}, asked: map[community.Action]int{},
	}
	db, err := storage.Open(t.Context(), filepath.Join(t.TempDir(), "month.db"), storage.WithCommit(m.capture))
	if err != nil {
		t.Fatal(err)
	}
	m.db = db
	holiday := func(d int, kind community.DayKind) community.CalendarDay {
		return community.CalendarDay{Date: community.NewDate(2000, 1, d), Kind: kind, Name: "示例"}
	}
	days := []community.CalendarDay{
		holiday(12, community.Holiday), holiday(13, community.Holiday), holiday(14, community.Holiday), holiday(15, community.MakeUp),
	}
	m.calendar = community.NewCalendar(days...)
	units, _ := m.cast()
	m.tx(func(ctx context.Context, tx *storage.Tx) error {
		if _, err := tx.SaveUnits(ctx, units); err != nil {
			return err
		}
		if _, err := tx.SaveCalendarDays(ctx, days); err != nil {
			return err
		}
		return m.settle(ctx, tx)
	})
	m.handlers = m.newHandlers()
	for _, p := range m.people {
		m.says(p, "/start")
	}
	return m
}

// settle brings in the people and the groups.
func (m *month) settle(ctx context.Context, tx *storage.Tx) error {
	var rows []storage.PersonRow
	for _, p := range m.people {
		u, _ := tx.Org().ByCode(p.unit)
		rows = append(rows, storage.PersonRow{User: p.user, Name: p.name, Grant: community.Grant{Role: p.role, Unit: u.ID}})
	}
	if _, err := tx.SavePeople(ctx, rows); err != nil {
		return err
	}
	for room, code := range m.groups {
		u, _ := tx.Org().ByCode(code)
		g := community.Group{Chat: room, Unit: u.ID, Title: code, Schedule: community.DefaultSchedule(), Since: time.Now()}
		if err := tx.SaveGroup(ctx, g); err != nil {
			return err
		}
	}
	return nil
}

func (m *month) newHandlers() *handlers.Handlers {
	m.t.Helper()
	texts, err := locale.Load()
	if err != nil {
		m.t.Fatal(err)
	}
	reader, err := reading.New()
	if err != nil {
		m.t.Fatal(err)
	}
	index := guides.NewIndex(nil, guides.Lexicon{})
	h, err := handlers.New(handlers.Config{
		Reader: func() *reading.Reader { return reader }, Adopted: func() {}, Guides: func() *guides.Index { return index },
		Texts: texts, Zone: shanghai(m.t), Now: time.Now, Random: func([]byte) {}, Bot: "gridmate_bot",
	})
	if err != nil {
		m.t.Fatal(err)
	}
	return h
}

func shanghai(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func (m *month) newJobs() *jobs.Runner {
	m.t.Helper()
	texts, err := locale.Load()
	if err != nil {
		m.t.Fatal(err)
	}
	return jobs.New(jobs.Options{
		InTx: func(ctx context.Context, f func(context.Context, jobs.Tx) error) error {
			return m.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error { return f(ctx, tx) })
		},
		Catalogue: texts, Zone: shanghai(m.t), Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
}

func (m *month) tx(f func(context.Context, *storage.Tx) error) {
	m.t.Helper()
	if err := m.db.InTx(m.t.Context(), f); err != nil {
		m.t.Fatal(err)
	}
}

// capture is called at every commit, by whoever commits.
func (m *month) capture(out []chat.Outgoing) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, o := range out {
		m.outbox = append(m.outbox, monthMessage{o, time.Now()})
	}
}

// deliver takes what was sent since the last time, gives it message ids as
// Telegram would, and returns it.
func (m *month) deliver() []monthMessage {
	m.t.Helper()
	m.mu.Lock()
	sent := m.outbox
	m.outbox = nil
	m.mu.Unlock()
	var receipts []chat.Receipt
	for _, o := range sent {
		receipt := chat.Receipt{ID: o.ID, Chat: o.Reply.Chat, Fate: chat.Sent, Card: o.Reply.Card, Message: o.Reply.Message}
		if o.Reply.Verb == chat.Show && receipt.Message == 0 {
			shown, found, err := m.db.CardMessage(m.t.Context(), o.Reply.Chat, o.Reply.Card)
			if err != nil {
				m.t.Fatal(err)
			}
			if receipt.Message = shown; !found && o.Reply.Priority != chat.Interactive {
				m.t.Errorf("%s: a card that nobody asked for: %s", o.at, chat.Plain(o.Reply.Text))
			}
		}
		if receipt.Message == 0 && o.Reply.Verb != chat.Answer {
			m.message++
			receipt.Message = m.message
		}
		receipts = append(receipts, receipt)
	}
	if err := m.db.Settle(m.t.Context(), receipts); err != nil {
		m.t.Fatal(err)
	}
	return sent
}

func TestAMonthInTwentyTwoCommunities(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("a month takes a while")
	}
	synctest.Test(t, func(t *testing.T) {
		m := newMonth(t)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		runner := m.newJobs()
		go func() { ended <- runner.Run(ctx) }()
		time.Sleep(30 * time.Second) // people act between two looks of the scheduler
		for range monthSteps {
			time.Sleep(monthStep)
			synctest.Wait()
			m.check(m.deliver())
			m.live()
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		m.conclude()
		if err := m.db.Close(); err != nil {
			t.Error(err)
		}
	})
}

// conclude holds the month as a whole to what it has to have shown.
func (m *month) conclude() {
	m.t.Helper()
	if _, err := m.db.Audit(m.t.Context()); err != nil {
		m.t.Error(err)
	}
	if monthDays < wholeMonth {
		return
	}
	for what, least := range map[string]int{
		"day": 22 * 25, "week": 22 * 3, "month": 22, "own": 500, "reminders": 500, "reviews": 5, "news": 500, "at night": 1, "on a holiday": 1,
	} {
		if m.seen[what] < least {
			m.t.Errorf("%s: only %d of them were seen: %v", what, m.seen[what], m.seen)
		}
	}
	for _, role := range []community.Role{community.RoleLead, community.RoleStreet, community.RoleCounty, community.RoleCity} {
		if !m.levels[role] {
			m.t.Errorf("nothing overdue ever came to a %s", role)
		}
	}
	for a, n := range map[community.Action]int{
		community.Take: 10, community.Assign: 10, community.Fix: 10, community.Close: 10, community.Return: 5, community.Extend: 5,
		community.Escalate: 5, community.Reopen: 1, community.Urge: 5, community.FollowUp: 3, community.Transfer: 1, community.Fail: 1,
	} {
		if m.asked[a] < n {
			m.t.Errorf("%s was done %d times only: %v", a, m.asked[a], m.asked)
		}
	}
	m.t.Logf("seen %v, steps %v", m.seen, m.asked)
}
