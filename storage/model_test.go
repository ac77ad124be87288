package storage_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/storage"
)

// TestNothingIsLostOrDoneTwiceWhereverTheProcessDies plays intake, dispatch
// and outbox against a model of Telegram, in any order of steps that rapid
// finds. The process dies before, within and after its commits, a write to the
// log torn at any byte; what runs on is what was on the disk at that moment.
// In the end each update has made its record and its answers or is a dead
// letter, once, in the order of its chat.
func TestNothingIsLostOrDoneTwiceWhereverTheProcessDies(t *testing.T) {
	fewChecks(t) // a setting of all tests: this one runs by itself
	b := newBundle(t)
	patrol := b.patrol()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		m := &machine{
			rt: rt, ctx: t.Context(), root: t.TempDir(), patrol: patrol, next: 100,
			said: map[int64][]int64{}, arrived: map[int64][]string{},
		}
		m.start(filepath.Dir(b.Path()), filepath.Base(b.Path()), -1)
		rt.Repeat(map[string]func(*rapid.T){
			"say":  func(rt *rapid.T) { m.rt = rt; m.say() },
			"poll": func(rt *rapid.T) { m.rt = rt; m.poll() },
			"work": func(rt *rapid.T) { m.rt = rt; m.work() },
			"send": func(rt *rapid.T) { m.rt = rt; m.send() },
		})
		m.rt, m.immortal = rt, true
		m.finish()
		m.check()
		if err := m.db.Close(); err != nil {
			rt.Fatal(err)
		}
	})
}

// fewChecks makes rapid play few games unless it was told how many: each opens
// databases by the dozen.
func fewChecks(t *testing.T) {
	t.Helper()
	checks := flag.Lookup("rapid.checks")
	if checks.Value.String() != checks.DefValue {
		return
	}
	if err := flag.Set(checks.Name, "10"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = flag.Set(checks.Name, checks.DefValue) })
}

// machine is the process and the Telegram around it.
type machine struct {
	rt   *rapid.T
	ctx  context.Context
	root string // of the disks, one for each life

	// Telegram's, which outlives the process.
	next        int64
	unconfirmed []int64
	said        map[int64][]int64  // updates by chat, in order
	arrived     map[int64][]string // messages by chat, in order

	// The process's own.
	db       *storage.DB
	offset   int64
	waiting  []chat.Outgoing
	within   func() // called in the middle of a transaction
	patrol   community.Record
	immortal bool

	lives    int
	unproven int // receipts that may be lost: their messages may come again
	doubted  int // claims that may be all there is: their messages may never come
}

const roomsOfModel = 3

func roomOf(update int64) int64 { return update%roomsOfModel + 1 }

// fails says which updates nobody can handle.
func fails(update int64) bool { return update%5 >= 3 }

func (m *machine) must(err error) {
	m.rt.Helper()
	if err != nil {
		m.rt.Fatal(err)
	}
}

// start begins a life on a copy of a disk. cut is where the log was torn; -1
// leaves it whole.
func (m *machine) start(disk, name string, cut int64) {
	m.rt.Helper()
	m.lives++
	next := filepath.Join(m.root, fmt.Sprint(m.lives))
	m.must(copyDisk(disk, next, name, cut))
	m.open(filepath.Join(next, name))
}

func (m *machine) open(path string) {
	var err error
	m.db, err = storage.Open(m.ctx, path,
		storage.WithCommit(func(out []chat.Outgoing) { m.waiting = append(m.waiting, out...) }),
		storage.WithFailure(func(_ context.Context, _ *storage.Tx, u chat.Raw, _ error) []chat.Reply {
			return []chat.Reply{send(roomOf(u.UpdateID), fmt.Sprint("sorry ", u.UpdateID))}
		}))
	m.must(err)
	m.offset = 0
	m.waiting, err = m.db.Pending(m.ctx)
	m.must(err)
}

// copyDisk copies a database as a dead process leaves it: the file and its
// log. The index of the log is memory and dies.
func copyDisk(from, to, name string, cut int64) error {
	if err := os.MkdirAll(to, 0o700); err != nil {
		return err
	}
	for _, file := range []string{name, name + "-wal"} {
		data, err := os.ReadFile(filepath.Join(from, file))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		if strings.HasSuffix(file, "-wal") && cut >= 0 && cut < int64(len(data)) {
			data = data[:cut]
		}
		if err := os.WriteFile(filepath.Join(to, file), data, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func (m *machine) logSize() int64 {
	info, err := os.Stat(m.db.Path() + "-wal")
	if err != nil {
		return 0
	}
	return info.Size()
}

// die ends the process where it stands; what its files hold begins the next.
func (m *machine) die(cut int64) {
	dead := m.db
	m.start(filepath.Dir(dead.Path()), filepath.Base(dead.Path()), cut)
	m.must(dead.Close())
}

// survives does one step that commits and reports whether the process knows that
// it did: it may die before the commit is whole, or before it hears of it.
func (m *machine) survives(step func()) bool {
	before := m.logSize()
	step()
	if m.immortal {
		return true
	}
	switch rapid.SampledFrom([]string{"lives", "lives", "lives", "lives", "torn", "dies"}).Draw(m.rt, "then it") {
	case "torn":
		after := max(m.logSize(), before)
		m.die(before + rapid.Int64Range(0, after-before).Draw(m.rt, "torn at"))
		return false
	case "dies":
		m.die(-1)
		return false
	}
	return true
}

// say is a person who writes.
func (m *machine) say() {
	m.next++
	m.unconfirmed = append(m.unconfirmed, m.next)
	room := roomOf(m.next)
	m.said[room] = append(m.said[room], m.next)
}

// poll asks for updates, by which Telegram forgets the former ones.
func (m *machine) poll() {
	m.unconfirmed = slices.DeleteFunc(m.unconfirmed, func(u int64) bool { return u < m.offset })
	list := m.unconfirmed[:min(len(m.unconfirmed), 4)]
	if len(list) == 0 {
		return
	}
	last := list[len(list)-1]
	accept := func() {
		_, err := m.db.Accept(m.ctx, raws(list...))
		m.must(err)
	}
	if rapid.Bool().Draw(m.rt, "handled at once") {
		m.within = func() {}
		accept = func() {
			_, err := m.db.Take(m.ctx, raws(list...), m.handle)
			m.must(err)
		}
	}
	if m.survives(accept) {
		m.offset = last + 1
	}
}

// work handles what waits and says how much it was; it may die while it does.
func (m *machine) work() (handled int) {
	calls, at := 0, 0
	if !m.immortal {
		at = rapid.IntRange(0, 12).Draw(m.rt, "dies at the handler's call")
	}
	killed := ""
	m.within = func() {
		if calls++; calls == at {
			killed = filepath.Join(m.root, fmt.Sprint("within ", m.lives))
			m.must(copyDisk(filepath.Dir(m.db.Path()), killed, filepath.Base(m.db.Path()), -1))
		}
	}
	handle := func() {
		var err error
		handled, err = m.db.Work(m.ctx, 6, m.handle)
		m.must(err)
	}
	if at == 0 {
		m.survives(handle)
		return handled
	}
	handle()
	if killed != "" {
		dead := m.db
		m.start(killed, filepath.Base(dead.Path()), -1)
		m.must(dead.Close())
	}
	return handled
}

func (m *machine) handle(ctx context.Context, tx *storage.Tx, raw chat.Raw) ([]chat.Reply, error) {
	var u struct {
		ID int64 `json:"update_id"`
	}
	if err := json.Unmarshal(raw.JSON, &u); err != nil {
		return nil, err
	}
	r := m.patrol
	r.Chat, r.Message = roomOf(u.ID), int(u.ID)
	if _, err := tx.AddRecord(ctx, r); err != nil {
		return nil, err
	}
	m.within()
	switch {
	case fails(u.ID) && u.ID%2 == 0:
		panic("lost")
	case fails(u.ID):
		return nil, errors.New("cannot be handled")
	}
	once := send(r.Chat, onceText(u.ID))
	once.Once = true
	return []chat.Reply{send(r.Chat, fmt.Sprint("done ", u.ID)), once}, nil
}

func onceText(update int64) string { return fmt.Sprint("once ", update) }

// send carries the first waiting reply of a chat to Telegram.
func (m *machine) send() {
	if len(m.waiting) == 0 {
		return
	}
	at := 0
	if !m.immortal {
		room := m.waiting[rapid.IntRange(0, len(m.waiting)-1).Draw(m.rt, "reply")].Reply.Chat
		at = slices.IndexFunc(m.waiting, func(o chat.Outgoing) bool { return o.Reply.Chat == room })
	}
	out := m.waiting[at]
	if out.Reply.Once && !m.survives(func() { m.must(m.db.Claim(m.ctx, []int64{out.ID})) }) {
		m.doubted++
		return
	}
	m.arrived[out.Reply.Chat] = append(m.arrived[out.Reply.Chat], out.Reply.Text)
	receipt := chat.Receipt{ID: out.ID, Chat: out.Reply.Chat, Fate: chat.Sent, Message: len(m.arrived[out.Reply.Chat])}
	if m.survives(func() { m.must(m.db.Settle(m.ctx, []chat.Receipt{receipt})) }) {
		m.waiting = slices.Delete(m.waiting, at, at+1)
		return
	}
	m.unproven++
}

// finish lets the process do everything that is left to do.
func (m *machine) finish() {
	for len(m.unconfirmed) > 0 {
		m.poll()
	}
	for m.work() > 0 {
	}
	for len(m.waiting) > 0 {
		m.send()
	}
}

func (m *machine) check() {
	dead := 0
	for room, updates := range m.said {
		var good []int
		var texts []string
		for _, u := range updates {
			if fails(u) {
				dead++
				texts = append(texts, fmt.Sprint("sorry ", u))
				continue
			}
			good = append(good, int(u))
			texts = append(texts, fmt.Sprint("done ", u), onceText(u))
		}
		if got := m.records(room); !slices.Equal(got, good) {
			m.rt.Fatalf("chat %d: records of %v, said was %v", room, got, good)
		}
		m.checkArrived(m.arrived[room], texts)
	}
	state, err := m.db.InboxState(m.ctx)
	m.must(err)
	if state.Dead != dead {
		m.rt.Fatalf("%d dead letters, want %d", state.Dead, dead)
	}
}

// records are the messages that the records of a chat came from, oldest first.
func (m *machine) records(room int64) (of []int) {
	m.must(m.db.View(m.ctx, func(ctx context.Context, tx *storage.Tx) error {
		return tx.EachRecord(ctx, community.Filter{}, func(r community.Record) error {
			if r.Chat == room {
				of = append(of, r.Message)
			}
			return nil
		})
	}))
	return of
}

// checkArrived holds what arrived in a chat against what should have: in
// order; again only where a receipt was lost; missing only where it must not
// be repeated and its claim was all that was left.
func (m *machine) checkArrived(arrived, want []string) {
	once := slices.Compact(slices.Clone(arrived))
	if m.unproven -= len(arrived) - len(once); m.unproven < 0 {
		m.rt.Fatalf("more came twice than receipts were lost: %v", arrived)
	}
	for _, text := range want {
		switch {
		case len(once) > 0 && once[0] == text:
			once = once[1:]
		case strings.HasPrefix(text, "once "):
			if m.doubted--; m.doubted < 0 {
				m.rt.Fatalf("%q never came: %v", text, arrived)
			}
		default:
			m.rt.Fatalf("%q is missing or out of order: %v", text, arrived)
		}
	}
	if len(once) > 0 {
		m.rt.Fatalf("%v came too often or in vain: %v", once, arrived)
	}
	for i, text := range arrived {
		if strings.HasPrefix(text, "once ") && slices.Contains(arrived[:i], text) {
			m.rt.Fatalf("%q came twice", text)
		}
	}
}
