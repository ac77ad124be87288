package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/guides"
)

// LocalKey is the fact that holds what the deployment knows about guides: a
// JSON object of guides.Local by slug.
const LocalKey = "guides.local"

// ParseLocal reads it as it is stored; nothing is nothing known.
func ParseLocal(stored string) (map[string]guides.Local, error) {
	local := map[string]guides.Local{}
	if stored == "" {
		return local, nil
	}
	err := json.Unmarshal([]byte(stored), &local)
	return local, err
}

// keepGuides is the administrator's upkeep of service guides:
//
//	/guides                    what is unverified, stale, blank or said to be wrong
//	/guides 低保               one matter with its blanks
//	/guides 低保 窗口=人民路1号  fills a blank
//	/guides 低保 +吃低保金      adds a name
//	/guides 低保 核实           was checked against the counter today
func keepGuides(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	if len(sc.who.Scopes(community.Manage)) == 0 {
		return nil, community.Refuse(community.Denied, "guides_denied")
	}
	name, change, _ := strings.Cut(sc.words, " ")
	if name == "" {
		return sc.guideReport(ctx)
	}
	g, ok := sc.guideCalled(name)
	if !ok {
		return nil, community.Refuse(community.NotFound, "guide_unknown", "Name", clip(name, 20))
	}
	change = strings.TrimSpace(change)
	if change == "" {
		return sc.guideState(ctx, g)
	}
	return sc.changeGuide(ctx, g, change)
}

// guideCalled finds a matter by slug, or by a name that means it exactly.
func (sc *scene) guideCalled(name string) (guides.Guide, bool) {
	if g, ok := sc.h.Guides().BySlug(name); ok {
		return g, true
	}
	found := sc.h.Guides().Search(name, 1)
	if len(found.Hits) == 0 || found.Ambiguous || found.Hits[0].Match > guides.Partial {
		return guides.Guide{}, false
	}
	return found.Hits[0].Guide, true
}

// changeGuide takes one change; it acts once it is committed.
func (sc *scene) changeGuide(ctx context.Context, g guides.Guide, change string) ([]chat.Reply, error) {
	stored, _, err := sc.store.Meta(ctx, LocalKey)
	if err != nil {
		return nil, err
	}
	local, err := ParseLocal(stored)
	if err != nil {
		return nil, err
	}
	l := local[g.Slug]
	if err := sc.apply(g, &l, change); err != nil {
		return nil, err
	}
	local[g.Slug] = l
	body, err := json.Marshal(local)
	if err != nil {
		return nil, err
	}
	if err := sc.store.SetMeta(ctx, LocalKey, string(body)); err != nil {
		return nil, err
	}
	sc.h.Adopted()
	if alias, ok := strings.CutPrefix(change, "+"); ok {
		if err := sc.forgetQuery(ctx, strings.TrimSpace(alias)); err != nil {
			return nil, err
		}
	}
	return []chat.Reply{sc.send("guides.changed", "Name", g.Name)}, nil
}

// apply changes what is known locally about a matter.
func (sc *scene) apply(g guides.Guide, l *guides.Local, change string) error {
	if alias, ok := strings.CutPrefix(change, "+"); ok {
		return sc.addAlias(g, l, strings.TrimSpace(alias))
	}
	if name, value, ok := strings.Cut(change, "="); ok {
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if !slices.ContainsFunc(g.Blanks(), func(b guides.Blank) bool { return b.Name == name }) && l.Blanks[name] == "" {
			return community.Refuse(community.NotFound, "blank_unknown", "Name", clip(name, 20))
		}
		if n := len([]rune(value)); n == 0 || n > longestBlank {
			return community.Refuse(community.Invalid, "text_long", "Limit", longestBlank)
		}
		if l.Blanks == nil {
			l.Blanks = map[string]string{}
		}
		l.Blanks[name] = value
		return nil
	}
	if change == "核实" || change == "verified" {
		l.Verified = sc.today()
		return nil
	}
	return community.Refuse(community.Invalid, "guides_usage")
}

const longestBlank = 200 // characters

// addAlias gives a matter one more name, unless it is another's.
func (sc *scene) addAlias(g guides.Guide, l *guides.Local, alias string) error {
	if n := len([]rune(alias)); n < 2 || n > 20 {
		return community.Refuse(community.Invalid, "word_length", "Max", 20)
	}
	for _, h := range sc.h.Guides().Search(alias, guideChoices).Hits {
		if h.Match == guides.Exact && h.Guide.Slug != g.Slug {
			return community.Refuse(community.Conflict, "alias_taken", "Alias", alias, "Name", h.Guide.Name)
		}
	}
	if !slices.Contains(l.Aliases, alias) {
		l.Aliases = append(l.Aliases, alias)
	}
	return nil
}

// guideReport says what the guides need.
func (sc *scene) guideReport(ctx context.Context) ([]chat.Reply, error) {
	feedback, err := sc.feedback(ctx)
	if err != nil {
		return nil, err
	}
	list := sc.h.Guides().Guides()
	review := guides.Review(list, sc.today())
	lines := []string{sc.say.Text("guides.report", "N", len(list), "Unverified", len(review.Unverified),
		"Stale", len(review.Stale), "Blank", len(review.Blanks))}
	for _, g := range list {
		if f := feedback.Counts[g.Slug]; f.Wrong+f.Bad > 0 {
			lines = append(lines, sc.say.Text("guides.complaint", "Name", g.Name, "Wrong", f.Wrong, "Bad", f.Bad))
		}
	}
	return []chat.Reply{{Verb: chat.Send, Text: join(append(lines, sc.say.Text("guides.usage")))}}, nil
}

// guideState is one matter with its open blanks and what people said of it.
func (sc *scene) guideState(ctx context.Context, g guides.Guide) ([]chat.Reply, error) {
	feedback, err := sc.feedback(ctx)
	if err != nil {
		return nil, err
	}
	f := feedback.Counts[g.Slug]
	lines := []string{
		chat.Bold(g.Name) + " " + g.Slug, g.Note(sc.today()),
		sc.say.Text("guides.said", "Good", f.Good, "Bad", f.Bad, "Wrong", f.Wrong),
	}
	for _, b := range g.Blanks() {
		lines = append(lines, fmt.Sprintf("· %s = ？", b.Name))
	}
	return []chat.Reply{{Verb: chat.Send, Text: join(append(lines, sc.say.Text("guides.usage")))}}, nil
}
