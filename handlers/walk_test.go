package handlers_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"gridmate/chat"
)

// TestWhateverPeopleDoInAnyOrderIsAnswered lets people press any button that
// was ever drawn, repeat any line of the conversations with other numbers, and
// let days go by, in an order that nobody thought of: nothing is a dead letter,
// every press and message has its answer.
func TestWhateverPeopleDoInAnyOrderIsAnswered(t *testing.T) {
	t.Parallel()
	lines := said(t)
	for seed := range uint64(2) {
		t.Run(fmt.Sprint("walk ", seed), func(t *testing.T) {
			t.Parallel()
			w := livedIn(t)
			random := rand.New(rand.NewPCG(seed, 26))
			w.h.Random = func(b []byte) { // invitations must differ
				for i := range b {
					b[i] = byte(random.Uint32())
				}
			}
			w.seen = func(u chat.Update, replies []chat.Reply) { answered(t, u, replies) }
			var path []string
			for range 150 {
				line := w.whatever(random, lines)
				path = append(path, line)
				w.act(line)
				if t.Failed() {
					t.Fatalf("after\n%s", strings.Join(path[max(0, len(path)-5):], "\n"))
				}
				if random.IntN(20) == 0 {
					w.now = w.now.Add(time.Duration(random.IntN(48)) * time.Hour)
				}
			}
		})
	}
}

// whatever is something that somebody may do now.
func (w *town) whatever(random *rand.Rand, lines []string) string {
	who := actors[random.IntN(len(actors)-1)] // but nobody without a name
	if random.IntN(4) == 0 {
		who += "@群"
	}
	buttons := w.room(w.from(who).Chat.ID).buttons()
	if random.IntN(3) > 0 && len(buttons) > 0 {
		return fmt.Sprintf("%s: [%s]~%d", who, buttons[random.IntN(len(buttons))], random.IntN(2))
	}
	for {
		_, what, _ := strings.Cut(lines[random.IntN(len(lines))], ": ")
		if !strings.HasPrefix(what, "[") && !strings.HasPrefix(what, "(broken)") {
			return who + ": " + otherNumbers(random, what)
		}
	}
}

// buttons are the labels that a chat shows anywhere.
func (s *stage) buttons() (labels []string) {
	for _, id := range s.order {
		for _, d := range s.messages[id] {
			for _, b := range slices.Concat(d.keys...) {
				labels = append(labels, b.Label)
			}
		}
	}
	return labels
}

// otherNumbers puts other numbers in the place of some.
func otherNumbers(random *rand.Rand, text string) string {
	var b strings.Builder
	for _, r := range text {
		if r >= '0' && r <= '9' && random.IntN(3) == 0 {
			b.WriteString(strconv.Itoa(random.IntN(10)))
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
