package handlers_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"gridmate/chat"
)

var update = flag.Bool("update", false, "rewrite the answers in testdata/*.txtar")

// TestConversations plays testdata/*.txtar. Each file of an archive is one
// conversation on a fresh database:
//
//	@ 2026-11-23 10:00              the clock is set
//	> 小李: 巡查 3网格 一切正常       小李 writes to the bot
//	> 小李@群: /digest               … in the group
//	> 小李@群#7: /digest             … in a topic of it, if it is a forum
//	> 小李: [确认]                   … presses the newest button of that name
//	> 小李: [确认]~1                 … as it was one drawing earlier
//	> 小李: (edit) 巡查 2网格        … edits the last message
//	> 小李: (photo f1 a1) 楼道堆物    … sends a photo: file, album, caption
//	> 小李: (file 月报.xlsx) 上月      sends a file, with a caption
//	> 小李: (reply i1) 销号          … answers the message of a card
//	> 小李: (answer i1 f1) 已修好    … with a photo
//	> 小李: (broken) panic: …       … does what cannot be handled
//	> 小李: (forward) …  (inline) …  (place) …
//	< text                          the bot sends a message
//	<~ text                         the bot edits one
//	<! text                         the bot answers the press with a notice
//	<@小王 text                     the bot tells somebody else
//	<#7 text                        in that topic
//	<-小王 text                     somebody else is told with their next push
//	& export {…}                    slow work is asked for
//	= #1 patrol …                   what is recorded in the end
func TestConversations(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no conversations: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for i, f := range archive.Files {
				got := play(t, string(f.Data))
				if *update {
					archive.Files[i].Data = []byte(got)
					continue
				}
				if diff := cmp.Diff(strings.Split(string(f.Data), "\n"), strings.Split(got, "\n")); diff != "" {
					t.Errorf("%s (-want +got):\n%s", f.Name, diff)
				}
			}
			if *update {
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// play runs a script and returns it with the answers it got.
func play(t *testing.T, script string) string {
	t.Helper()
	town := newTown(t)
	var out strings.Builder
	for line := range strings.Lines(script) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "<"), strings.HasPrefix(line, "="), strings.HasPrefix(line, "& "):
			continue
		case strings.HasPrefix(line, "@ "):
			town.setClock(line[2:])
		case strings.HasPrefix(line, "> "):
			fmt.Fprintln(&out, line)
			out.WriteString(town.act(line[2:]))
			continue
		}
		fmt.Fprintln(&out, line)
	}
	return strings.TrimRight(out.String(), "\n") + "\n" + town.records()
}

// stage keeps what a chat shows, as Telegram would.
type stage struct {
	next     int
	messages map[int][]drawing // message → its drawings, the newest last
	cards    map[string]int
	order    []int          // bot's messages, oldest first
	last     map[string]int // person → their last message
}

type drawing struct {
	text string
	keys chat.Keyboard
}

func newStage() *stage {
	return &stage{messages: map[int][]drawing{}, cards: map[string]int{}, last: map[string]int{}}
}

func (s *stage) number() int { s.next++; return s.next }

// perform does what a reply says and describes it, with the message it is in.
func (s *stage) perform(r chat.Reply, heading string) (int, string) {
	mark, id := "<", 0
	switch r.Verb {
	case chat.Answer:
		if r.Text == "" {
			return 0, ""
		}
		return 0, lines("<!", r.Text)
	case chat.Results:
		var b strings.Builder
		for _, a := range r.Articles {
			fmt.Fprintf(&b, "< «%s» %s\n", a.Title, a.Description)
		}
		return 0, b.String()
	case chat.Show:
		id = r.Message
		if id == 0 {
			id = s.cards[r.Card]
		}
		if id != 0 {
			mark = "<~"
		}
	}
	if id == 0 {
		id = s.number()
		s.order = append(s.order, id)
	}
	if r.Card != "" {
		s.cards[r.Card] = id
	}
	s.messages[id] = append(s.messages[id], drawing{r.Text, r.Keyboard})
	mark += heading
	return id, lines(mark, r.Text) + keys(mark, r.Keyboard)
}

func lines(mark, text string) string {
	var b strings.Builder
	text = strings.NewReplacer(chat.BoldStart, "*", chat.BoldEnd, "*").Replace(text)
	for l := range strings.Lines(text) {
		fmt.Fprintf(&b, "%s %s\n", mark, strings.TrimRight(l, "\n"))
	}
	return b.String()
}

func keys(mark string, k chat.Keyboard) string {
	var b strings.Builder
	for _, row := range k {
		labels := make([]string, len(row))
		for i, button := range row {
			labels[i] = "[" + button.Label + "]"
		}
		fmt.Fprintf(&b, "%s %s\n", mark, strings.Join(labels, " "))
	}
	return b.String()
}

// find looks for a button, newest message first; back counts drawings.
func (s *stage) find(label string, back int) (message int, data string, ok bool) {
	for i := len(s.order) - 1; i >= 0; i-- {
		drawings := s.messages[s.order[i]]
		if len(drawings) <= back {
			continue
		}
		for _, row := range drawings[len(drawings)-1-back].keys {
			for _, b := range row {
				if b.Label == label {
					return s.order[i], b.Data, true
				}
			}
		}
	}
	return 0, "", false
}

func clock(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", strings.TrimSpace(text), shanghai)
	if err != nil {
		panic(err)
	}
	return t
}
