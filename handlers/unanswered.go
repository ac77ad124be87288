package handlers

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"gridmate/hanzi"
)

// What residents ask and no guide answers (群众问得到、我们答不上) is counted by
// month: masked, folded, without who asked.

// question is one of them.
type question struct {
	Text    string // as it was asked first
	N       int
	Last    time.Time
	Typing  bool `json:",omitempty"` // an inline query, which may not have been at its end
	Settled bool `json:",omitempty"` // a guide answers it now, or it is to be ignored
}

// questions are the questions of a month, 2026-11, by what they are folded to.
type questions map[string]map[string]*question

// Limits of what is kept.
const (
	questionsKey   = "guides.questions"
	questionsMost  = 300 // different ones a month; the rarest give way
	questionLength = 30  // characters
	stillTyping    = time.Minute
	shortest       = 2 // characters of a question
	shortestTyped  = 4 // of an inline query, which is sent letter by letter
)

func (sc *scene) month() string { return sc.now.Format("2006-01") }

func (sc *scene) questions(ctx context.Context) (questions, error) {
	return readQuestions(ctx, sc.store)
}

func readQuestions(ctx context.Context, f Facts) (questions, error) {
	all := questions{}
	stored, _, err := f.Meta(ctx, questionsKey)
	if err != nil || stored == "" {
		return all, err
	}
	return all, json.Unmarshal([]byte(stored), &all)
}

func (q questions) save(ctx context.Context, f Facts) error {
	body, err := json.Marshal(q)
	if err != nil {
		return err
	}
	return f.SetMeta(ctx, questionsKey, string(body))
}

// foldQuestion is what makes two questions the same: their letters, digits and
// characters, simplified.
func foldQuestion(text string) string {
	folded := []rune(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, hanzi.Fold(text)))
	return string(folded[:min(len(folded), questionLength)])
}

// note counts a look-up that found nothing.
func (sc *scene) note(ctx context.Context, text string) error {
	return sc.count(ctx, question{Text: text}, shortest)
}

// noteTyped counts an inline query that found nothing. It comes once for each
// letter, so what grew or shrank within a minute is one question: the longest.
func (sc *scene) noteTyped(ctx context.Context, text string) error {
	return sc.count(ctx, question{Text: text, Typing: true}, shortestTyped)
}

func (sc *scene) count(ctx context.Context, asked question, least int) error {
	folded := foldQuestion(asked.Text)
	if len([]rune(folded)) < least {
		return nil
	}
	all, err := sc.questions(ctx)
	if err != nil {
		return err
	}
	asked.Text, asked.N, asked.Last = clip(asked.Text, questionLength), 1, sc.now
	if !all.add(sc.month(), folded, asked) {
		return nil
	}
	return all.save(ctx, sc.store)
}

// add counts a question; false if it changes nothing.
func (q questions) add(month, folded string, asked question) bool {
	if q[month] == nil {
		q[month] = map[string]*question{}
	}
	if asked.Typing && q.typed(month, folded, asked.Last) {
		return false
	}
	if old, known := q[month][folded]; known {
		old.N, old.Last, old.Typing = old.N+1, asked.Last, asked.Typing
		return true
	}
	if len(q[month]) >= questionsMost && !q.giveWay(month) {
		return false
	}
	asked.Settled = q.settled(folded)
	q[month][folded] = &asked
	return true
}

// typed takes back what was counted of the same query while it was shorter,
// and reports whether a longer one has been counted already.
func (q questions) typed(month, folded string, now time.Time) bool {
	for key, old := range q[month] {
		if !old.Typing || now.Sub(old.Last) > stillTyping {
			continue
		}
		if strings.HasPrefix(key, folded) {
			return true
		}
		if strings.HasPrefix(folded, key) {
			if old.N--; old.N == 0 {
				delete(q[month], key)
			}
		}
	}
	return false
}

// giveWay drops the rarest question, of those the oldest.
func (q questions) giveWay(month string) bool {
	key, found := "", false
	for k, old := range q[month] {
		if !old.Settled && (!found || old.before(q[month][key])) {
			key, found = k, true
		}
	}
	delete(q[month], key)
	return found
}

func (q *question) before(o *question) bool {
	return q.N < o.N || q.N == o.N && q.Last.Before(o.Last)
}

func (q questions) settled(folded string) bool {
	for _, list := range q {
		if old, known := list[folded]; known && old.Settled {
			return true
		}
	}
	return false
}

// settle takes a question off the lists of all months.
func (q questions) settle(folded string) (changed bool) {
	for _, list := range q {
		if old, known := list[folded]; known && !old.Settled {
			old.Settled, changed = true, true
		}
	}
	return changed
}

// open lists a month's questions that nobody has settled, the most frequent
// first.
func (q questions) open(month string) []string {
	list := q[month]
	keys := slices.DeleteFunc(slices.Collect(maps.Keys(list)), func(k string) bool { return list[k].Settled })
	slices.SortFunc(keys, func(a, b string) int {
		return cmp.Or(list[b].N-list[a].N, list[b].Last.Compare(list[a].Last), cmp.Compare(a, b))
	})
	return keys
}

// prune forgets questions that were last asked before a time.
func (q questions) prune(before time.Time) (n int) {
	for month, list := range q {
		maps.DeleteFunc(list, func(_ string, old *question) bool {
			if gone := old.Last.Before(before); gone {
				n++
				return true
			}
			return false
		})
		if len(list) == 0 {
			delete(q, month)
		}
	}
	return n
}
