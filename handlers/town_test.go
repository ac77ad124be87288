package handlers_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/guides"
	"gridmate/handlers"
	"gridmate/locale"
	"gridmate/reading"
	"gridmate/storage"
)

var shanghai = func() *time.Location {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		panic(err)
	}
	return zone
}()

// town is a small deployment: one street, two communities, a handful of
// people, one group, and a real database.
type town struct {
	t      testing.TB
	db     *storage.DB
	h      *handlers.Handlers
	now    time.Time
	stages map[int64]*stage
	reader *reading.Reader // as the program would have it: words are learnt after the commit
	learn  bool
	index  *guides.Index
	list   []guides.Guide
	words  guides.Lexicon
	seen   func(chat.Update, []chat.Reply) // looks at what was answered; nobody where nil
}

const groupChat = -100

// people of the town: everybody's Telegram id and their one role.
var people = []struct {
	user       int64
	name, role string
	unit       string
}{
	{11, "小李", "grid", "BH-03"},
	{12, "小王", "grid", "BH-01"},
	{13, "老周", "grid", "BH-01"},
	{13, "老周", "grid", "BH-02"},
	{21, "陈书记", "community_lead", "BH"},
	{22, "小赵", "community_staff", "BH"},
	{31, "街道办", "street", "BJ"},
	{41, "刘主任", "leader", "BH"},
}

const (
	adminUser    = 90
	strangerUser = 99
)

var units = []storage.UnitRow{
	{Unit: community.Unit{Code: "BJ", Level: community.Street, Name: "滨江街道", Short: "滨江"}},
	{Unit: community.Unit{Code: "BH", Level: community.Village, Name: "滨河社区", Short: "滨河", Pilot: true}, ParentCode: "BJ"},
	{Unit: community.Unit{Code: "BH-01", Level: community.Grid, Name: "1网格"}, ParentCode: "BH"},
	{Unit: community.Unit{Code: "BH-02", Level: community.Grid, Name: "2网格"}, ParentCode: "BH"},
	{Unit: community.Unit{Code: "BH-03", Level: community.Grid, Name: "3网格"}, ParentCode: "BH"},
	{Unit: community.Unit{Code: "DH", Level: community.Village, Name: "东湖社区", Short: "东湖"}, ParentCode: "BJ"},
	{Unit: community.Unit{Code: "DH-01", Level: community.Grid, Name: "幸福网格"}, ParentCode: "DH"},
}

// sampleIndicators are an assessment of three clauses.
var sampleIndicators = func() []community.Indicator {
	plan, bad := community.PlanIndicators([]community.IndicatorRow{
		{Line: 2, Type: "平安型", Item: "消防安全", Clause: "1", Text: "每季度开展消防巡查", Max: "10", Evidence: "巡查 fire 本季 ≥2次"},
		{Line: 3, Type: "便利型", Item: "办事指南", Clause: "1", Text: "公示办事指南，专人更新", Max: "5"},
		{Line: 4, Type: "幸福型", Item: "服务活动", Clause: "1", Text: "全年服务活动不少于十二场", Max: "10", Evidence: "活动 本年 ≥12场"},
	}, community.CategoryByCode)
	if len(bad) > 0 {
		panic(bad[0])
	}
	return plan
}()

func newTown(t testing.TB) *town {
	t.Helper()
	w := &town{t: t, now: clock("2026-11-23 10:00"), stages: map[int64]*stage{}}
	settled, err := settledTown()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "town.db")
	if err := os.WriteFile(path, settled, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := storage.Open(t.Context(), path, storage.WithMask(func(b []byte) []byte { return b }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	w.db = db
	w.h = w.newHandlers()
	return w
}

// library is what towns read and never change: it takes longer to make than
// most conversations to play.
type library struct {
	texts *locale.Catalogue
	list  []guides.Guide
	words guides.Lexicon
	index *guides.Index
}

var shared = sync.OnceValues(func() (l library, err error) {
	if l.texts, err = locale.Load(); err != nil {
		return l, err
	}
	if l.list, err = guides.Builtin(); err != nil {
		return l, err
	}
	if l.words, err = guides.BuiltinLexicon(); err != nil {
		return l, err
	}
	l.index = guides.NewIndex(l.list, l.words)
	return l, nil
})

func (w *town) newHandlers() *handlers.Handlers {
	t := w.t
	t.Helper()
	l, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	w.reader, w.list, w.words, w.index = reading.Default(), slices.Clone(l.list), l.words, l.index
	h, err := handlers.New(handlers.Config{
		Reader: func() *reading.Reader { return w.reader }, Adopted: func() { w.learn = true }, Guides: func() *guides.Index { return w.index }, Texts: l.texts, Zone: shanghai,
		Now: func() time.Time { return w.now }, Random: func(b []byte) { copy(b, "not at all random!") }, Admins: []int64{adminUser}, Bot: "gridmate_bot",
		Vitals: w.vitals, Decode: readLetter,
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// vitals are those of a bot that works, with a backup of the night. On the first
// of December a backup had to be restored.
func (w *town) vitals(context.Context) (handlers.Vitals, error) {
	gap := community.Gap{First: 235, Last: 800, Copied: clock("2026-11-30 17:43"), Restored: clock("2026-12-01 10:20")}
	if w.now.Before(gap.Restored) {
		gap = community.Gap{}
	}
	return handlers.Vitals{
		Version: "1.0", Started: w.now.Add(-76 * time.Hour), Polling: true, Intake: w.now.Add(-12 * time.Second),
		Replies:  map[chat.Priority]handlers.Queue{chat.Bulk: {Waiting: 3, Oldest: 2 * time.Second}},
		BackupOn: true, Backup: clock("2026-11-23 02:30"), Bytes: 12 << 20, Free: 76 << 30,
		Ahead: time.Second, ClockKnown: true, Dead: w.dead(), Gap: gap,
	}, nil
}

func (w *town) dead() int {
	state, err := w.db.InboxState(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return state.Dead
}

// broken is an update that nobody can handle: it becomes a dead letter.
func (w *town) broken(user int64, cause string) {
	raw := chat.Raw{UpdateID: int64(w.dead() + 1), ReceivedAt: w.now, JSON: fmt.Append(nil, user)}
	if _, err := w.db.Accept(w.t.Context(), []chat.Raw{raw}); err != nil {
		w.t.Fatal(err)
	}
	fails := func(context.Context, *storage.Tx, chat.Raw) ([]chat.Reply, error) { return nil, errors.New(cause) }
	if _, err := w.db.Work(w.t.Context(), 1, fails); err != nil {
		w.t.Fatal(err)
	}
}

// readLetter reads what broken wrote.
func readLetter(raw chat.Raw) (chat.Update, error) {
	user, err := strconv.ParseInt(string(raw.JSON), 10, 64)
	return chat.Update{Event: chat.Said, From: chat.User{ID: user}}, err
}

// settledTown is the file of a town's database with its units, people and
// indicators, in which nothing has happened yet.
var settledTown = sync.OnceValues(func() (file []byte, err error) {
	dir, err := os.MkdirTemp("", "town")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "town.db")
	db, err := storage.Open(context.Background(), path)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(settle(db), db.Close()); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// settle brings the units and people in.
func settle(db *storage.DB) error {
	return db.InTx(context.Background(), func(ctx context.Context, tx *storage.Tx) error {
		if _, err := tx.SaveUnits(ctx, units); err != nil {
			return err
		}
		var rows []storage.PersonRow
		for _, p := range people {
			u, _ := tx.Org().ByCode(p.unit)
			rows = append(rows, storage.PersonRow{
				User: p.user, Name: p.name, Grant: community.Grant{Role: community.Role(p.role), Unit: u.ID},
			})
		}
		if _, err := tx.SavePeople(ctx, rows); err != nil {
			return err
		}
		_, err := tx.SaveIndicators(ctx, sampleIndicators, false)
		return err
	})
}

func (w *town) setClock(text string) { w.now = clock(text) }

// act lets somebody do something and returns what the bot did.
func (w *town) act(line string) string {
	who, what, ok := strings.Cut(line, ": ")
	if !ok {
		w.t.Fatalf("no words in %q", line)
	}
	u := w.from(who)
	if cause, ok := strings.CutPrefix(what, "(broken) "); ok {
		w.broken(u.From.ID, cause)
		return ""
	}
	room := w.room(u.Chat.ID)
	if !w.fill(&u, room, what) {
		return "<! (no such button)\n"
	}
	var replies []chat.Reply
	var before, after []community.News
	err := w.db.InTx(w.t.Context(), func(ctx context.Context, tx *storage.Tx) (err error) {
		if before, err = tx.NewsAll(ctx); err != nil {
			return err
		}
		if replies, err = w.h.Handle(ctx, tx, u); err != nil {
			return err
		}
		after, err = tx.NewsAll(ctx)
		return err
	})
	if err != nil {
		w.t.Fatalf("%s: %v", line, err)
	}
	if w.seen != nil {
		w.seen(u, replies)
	}
	if w.learn {
		w.relearn()
	}
	var b strings.Builder
	for _, r := range replies {
		message, said := w.room(r.Chat).perform(r, w.heading(u.Chat.ID, r))
		b.WriteString(said)
		w.remember(r, message)
	}
	for _, n := range after {
		if !slices.Contains(before, n) {
			b.WriteString(lines("<-"+w.name(n.Chat), n.Line))
		}
	}
	return b.String() + w.errands()
}

// errands lists the slow work that was asked for, a line each, and drops it.
func (w *town) errands() string {
	w.t.Helper()
	var b strings.Builder
	for {
		e, _, found, err := w.db.NextErrand(w.t.Context())
		if err != nil {
			w.t.Fatal(err)
		}
		if !found {
			return b.String()
		}
		fmt.Fprintf(&b, "& %s %s\n", e.Kind, e.Body)
		err = w.db.InTx(w.t.Context(), func(ctx context.Context, tx *storage.Tx) error {
			_, _, err := tx.EndErrand(ctx, e.ID)
			return err
		})
		if err != nil {
			w.t.Fatal(err)
		}
	}
}

// heading says who hears a reply, if not the chat it came from, and when.
func (w *town) heading(here int64, r chat.Reply) string {
	if r.Chat == here && r.Topic != 0 && r.Verb != chat.Answer {
		return fmt.Sprint("#", r.Topic)
	}
	if r.Chat == here {
		return ""
	}
	name := w.name(r.Chat)
	if !r.NotBefore.IsZero() {
		name += r.NotBefore.In(shanghai).Format("(01-02 15:04)")
	}
	return "@" + name
}

func (w *town) name(chat int64) string {
	for _, p := range people {
		if p.user == chat {
			return p.name
		}
	}
	return "群"
}

// remember notes which message carries a card, as the sender's receipt does.
func (w *town) remember(r chat.Reply, message int) {
	if r.Card == "" {
		return
	}
	err := w.db.InTx(w.t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		return tx.Queue(ctx, []chat.Reply{{Verb: chat.Show, Chat: r.Chat, Card: r.Card, Message: message}})
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *town) room(id int64) *stage {
	if w.stages[id] == nil {
		w.stages[id] = newStage()
	}
	return w.stages[id]
}

// from is an update by that person: NAME in private, NAME@群 in the group.
func (w *town) from(who string) chat.Update {
	name, in, _ := strings.Cut(who, "@")
	user := chat.User{ID: strangerUser, Name: name}
	if name == "管理员" {
		user.ID = adminUser
	}
	if name == "匿名" {
		user.ID = 0
	}
	for _, p := range people {
		if p.name == name {
			user.ID = p.user
		}
	}
	u := chat.Update{Event: chat.Said, At: w.now, From: user, Chat: chat.Room{ID: user.ID, Type: chat.Private}}
	if in != "" {
		u.Chat = chat.Room{ID: groupChat, Type: chat.Group, Title: "滨河工作群"}
		if _, topic, found := strings.Cut(in, "#"); found {
			u.Chat.Topic, _ = strconv.Atoi(topic)
		}
	}
	return u
}

// fill puts what somebody does into an update.
func (w *town) fill(u *chat.Update, room *stage, what string) bool {
	key := u.From.Name + strconv.FormatInt(u.Chat.ID, 10)
	if label, back, ok := press(what); ok {
		u.Event = chat.Pressed
		u.Message, u.Button.Data, ok = room.find(label, back)
		u.Button.ID = "press"
		return ok
	}
	u.Message = room.number()
	if how, rest, ok := strings.Cut(strings.TrimPrefix(what, "("), ") "); ok && strings.HasPrefix(what, "(") {
		words := strings.Fields(how + " ")
		what = rest
		switch words[0] {
		case "edit":
			u.Event, u.Message = chat.Edited, room.last[key]
		case "photo":
			u.Photo = words[1]
			if len(words) > 2 {
				u.Album = words[2]
			}
		case "file":
			u.Document = &chat.Document{ID: "sent-" + words[1], Name: words[1], Size: 9000}
			if strings.HasPrefix(words[1], "large") {
				u.Document.Size = 9 << 20
			}
		case "place":
			u.Place = &chat.Point{Lat: 34.36, Lon: 107.23}
		case "answer": // a photo in answer to a card
			u.ReplyTo, u.Mention, u.Photo = room.cards[words[1]], true, words[2]
		case "reply":
			u.ReplyTo, u.Mention = room.cards[words[1]], true
		case "forward":
			u.Forward = true
		case "inline":
			u.Event, u.Inline = chat.Inquired, chat.Query{ID: "q", Text: rest}
		case "data":
			u.Event, u.Button = chat.Pressed, chat.Press{ID: "press", Data: rest}
		case "joined":
			u.Event, u.Admitted = chat.Joined, true
		}
	}
	room.last[key] = u.Message
	u.Text = chat.Clean(strings.ReplaceAll(strings.TrimSuffix(what, "(nothing)"), `\n`, "\n"))
	if name, addressed, args, ok := chat.ParseCommand(u.Text); ok && (addressed == "" || addressed == "gridmate_bot") {
		u.Command, u.Args = name, args
	}
	if rest, ok := strings.CutPrefix(u.Text, "@gridmate_bot "); ok {
		u.Mention, u.Text = true, rest
	}
	return true
}

func press(what string) (label string, back int, ok bool) {
	rest, ok := strings.CutPrefix(what, "[")
	if !ok {
		return "", 0, false
	}
	label, tail, ok := strings.Cut(rest, "]")
	if earlier, found := strings.CutPrefix(tail, "~"); found {
		back, _ = strconv.Atoi(earlier)
	}
	return label, back, ok
}

// records describes what is stored in the end, a line each.
func (w *town) records() string {
	var b strings.Builder
	err := w.db.View(w.t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		return tx.EachRecord(ctx, community.Filter{}, func(r community.Record) error {
			u, _ := tx.Org().Unit(r.Unit)
			fmt.Fprintf(&b, "= #%d %s %s %s %s", r.Number, r.Kind, u.Code, r.Date, r.Category)
			for _, c := range []struct {
				name string
				n    *int
			}{
				{"found", r.Found}, {"fixed", r.Fixed}, {"visited", r.Visited}, {"people", r.Participants},
				{"handbooks", r.Handbooks}, {"amount", r.Amount},
			} {
				if c.n != nil {
					fmt.Fprintf(&b, " %s %d", c.name, *c.n)
				}
			}
			status := string(r.Status)
			if !r.Withdrawn.IsZero() {
				status = "withdrawn"
			}
			fmt.Fprintf(&b, " · %s · %s\n", status, r.Via)
			return nil
		})
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return b.String()
}

// relearn makes a reader with the adopted words.
func (w *town) relearn() {
	w.learn = false
	err := w.db.View(w.t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		stored, _, err := tx.Meta(ctx, handlers.WordsKey)
		if err != nil {
			return err
		}
		words, err := handlers.ParseWords(stored)
		if err != nil {
			return err
		}
		if w.reader, err = reading.Default().With(words); err != nil {
			return err
		}
		if stored, _, err = tx.Meta(ctx, handlers.LocalKey); err != nil {
			return err
		}
		local, err := handlers.ParseLocal(stored)
		w.index = guides.NewIndex(guides.Localise(w.list, local), w.words)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}
