package handlers

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/guides"
)

// What people may say of a guide, as the buttons carry it.
const (
	guideGood  = "!good"
	guideBad   = "!bad"
	guideWrong = "!wrong"
)

// opinion is what people said of one guide.
type opinion struct{ Good, Bad, Wrong int }

// opinions are all of them. Seen keeps who has said what today, so that one
// person counts once a day; it is forgotten with the day.
type opinions struct {
	Counts map[string]opinion
	Day    community.Date
	Seen   map[string]bool
}

const feedbackKey = "guides.feedback"

func (sc *scene) feedback(ctx context.Context) (opinions, error) {
	all := opinions{Counts: map[string]opinion{}}
	stored, found, err := sc.store.Meta(ctx, feedbackKey)
	if err != nil || !found {
		return all, err
	}
	return all, json.Unmarshal([]byte(stored), &all)
}

// judge counts what somebody says of a guide, once a person, guide and day.
func (sc *scene) judge(ctx context.Context, g guides.Guide, what string) ([]chat.Reply, error) {
	all, err := sc.feedback(ctx)
	if err != nil {
		return nil, err
	}
	if all.Day != sc.today() {
		all.Day, all.Seen = sc.today(), map[string]bool{}
	}
	once := fmt.Sprintf("%d %s", sc.up.From.ID, g.Slug)
	if all.Seen[once] {
		return []chat.Reply{sc.toast("guide.said_already")}, nil
	}
	all.Seen[once] = true
	o := all.Counts[g.Slug]
	switch what {
	case guideGood:
		o.Good++
	case guideBad:
		o.Bad++
	default:
		o.Wrong++
	}
	all.Counts[g.Slug] = o
	body, err := json.Marshal(all)
	if err != nil {
		return nil, err
	}
	return []chat.Reply{sc.toast("guide.thanks")}, sc.store.SetMeta(ctx, feedbackKey, string(body))
}

// Queries that no guide answers are kept by month, masked, without who asked.
const (
	unansweredKey   = "guides.unanswered."
	unansweredMost  = 300 // different ones a month; rare ones give way
	unansweredShown = 20
	queryLength     = 30 // characters
)

func (sc *scene) monthKey() string { return unansweredKey + sc.now.Format("2006-01") }

func (sc *scene) unansweredNow(ctx context.Context) (map[string]int, error) {
	counts := map[string]int{}
	stored, found, err := sc.store.Meta(ctx, sc.monthKey())
	if err != nil || !found {
		return counts, err
	}
	return counts, json.Unmarshal([]byte(stored), &counts)
}

func (sc *scene) keepUnanswered(ctx context.Context, counts map[string]int) error {
	body, err := json.Marshal(counts)
	if err != nil {
		return err
	}
	return sc.store.SetMeta(ctx, sc.monthKey(), string(body))
}

// noteQuery counts a look-up that found nothing.
func (sc *scene) noteQuery(ctx context.Context, query string) error {
	counts, err := sc.unansweredNow(ctx)
	if err != nil {
		return err
	}
	query = clip(query, queryLength)
	if _, known := counts[query]; !known && len(counts) >= unansweredMost {
		return nil
	}
	counts[query]++
	return sc.keepUnanswered(ctx, counts)
}

// forgetQuery takes a query off the list: a guide answers it now.
func (sc *scene) forgetQuery(ctx context.Context, query string) error {
	counts, err := sc.unansweredNow(ctx)
	if err != nil || counts[query] == 0 {
		return err
	}
	delete(counts, query)
	return sc.keepUnanswered(ctx, counts)
}

// unanswered lists what residents asked this month and nobody could look up,
// for leads and administrators: 群众问得到、我们答不上.
func unanswered(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	if len(sc.who.Scopes(community.Invite)) == 0 {
		return nil, community.Refuse(community.Denied, "unanswered_denied")
	}
	counts, err := sc.unansweredNow(ctx)
	if err != nil {
		return nil, err
	}
	queries := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return cmp.Compare(a, b)
	})
	lines := []string{sc.say.Text("unanswered.head", "N", len(queries))}
	for _, q := range queries[:min(len(queries), unansweredShown)] {
		lines = append(lines, sc.say.Text("unanswered.line", "Query", q, "N", counts[q]))
	}
	if len(sc.who.Scopes(community.Manage)) > 0 && len(queries) > 0 {
		lines = append(lines, sc.say.Text("unanswered.usage"))
	}
	return []chat.Reply{{Verb: chat.Send, Text: join(lines)}}, nil
}
