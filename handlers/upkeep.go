package handlers

import (
	"context"
	"encoding/json"
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

// keepGuides is the administrator's upkeep of service guides, by buttons or
// typed out:
//
//	/guides                    what is unverified, stale, blank or said to be wrong
//	/guides 低保               one matter with its blanks
//	/guides 低保 窗口=人民路1号  fills a blank
//	/guides 低保 +吃低保金      adds a name, - takes one away
//	/guides 低保 核实           was checked against the counter today
func keepGuides(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	if err := sc.mayKeepGuides(); err != nil {
		return nil, err
	}
	name, change, _ := strings.Cut(sc.words, " ")
	if name == "" {
		return sc.guideReport(ctx, 0)
	}
	g, ok := sc.guideCalled(name)
	if !ok {
		return nil, community.Refuse(community.NotFound, "guide_unknown", "Name", clip(name, 20))
	}
	change = strings.TrimSpace(change)
	if change == "" {
		return sc.guideState(ctx, g, 0)
	}
	err := sc.changeLocal(ctx, g, func(l *guides.Local) error { return sc.apply(g, l, change) })
	if err != nil {
		return nil, err
	}
	return []chat.Reply{sc.send("guides.changed", "Name", g.Name)}, nil
}

func (sc *scene) mayKeepGuides() error {
	if len(sc.who.Scopes(community.Manage)) == 0 {
		return community.Refuse(community.Denied, "guides_denied")
	}
	return nil
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

func (sc *scene) locals(ctx context.Context) (map[string]guides.Local, error) {
	stored, _, err := sc.store.Meta(ctx, LocalKey)
	if err != nil {
		return nil, err
	}
	return ParseLocal(stored)
}

// changeLocal takes one change of what is known locally about a matter; it
// acts once it is committed.
func (sc *scene) changeLocal(ctx context.Context, g guides.Guide, change func(*guides.Local) error) error {
	local, err := sc.locals(ctx)
	if err != nil {
		return err
	}
	l := local[g.Slug]
	if err := change(&l); err != nil {
		return err
	}
	local[g.Slug] = l
	body, err := json.Marshal(local)
	if err != nil {
		return err
	}
	if err := sc.store.SetMeta(ctx, LocalKey, string(body)); err != nil {
		return err
	}
	sc.h.Adopted()
	return sc.settleNames(ctx, l.Aliases)
}

// settleNames takes questions off the list that a guide answers now.
func (sc *scene) settleNames(ctx context.Context, names []string) error {
	all, err := sc.questions(ctx)
	if err != nil {
		return err
	}
	changed := false
	for _, name := range names {
		changed = all.settle(foldQuestion(name)) || changed
	}
	if !changed {
		return nil
	}
	return all.save(ctx, sc.store)
}

// apply is a change that was typed out.
func (sc *scene) apply(g guides.Guide, l *guides.Local, change string) error {
	if name, value, ok := strings.Cut(change, "="); ok {
		return sc.fillBlank(g, l, strings.TrimSpace(name), strings.TrimSpace(value))
	}
	switch change[0] {
	case '+':
		return sc.addAlias(g, l, strings.TrimSpace(change[1:]))
	case '-':
		return dropAlias(l, strings.TrimSpace(change[1:]))
	}
	if change == "核实" || change == "verified" {
		l.Verified = sc.today()
		return nil
	}
	return community.Refuse(community.Invalid, "guides_usage")
}

const longestBlank = 200 // characters

// fillBlank says what holds here. What the mask took something from is
// refused: residents would read the mask.
func (sc *scene) fillBlank(g guides.Guide, l *guides.Local, name, value string) error {
	if !slices.ContainsFunc(g.Blanks(), func(b guides.Blank) bool { return b.Name == name }) && l.Blanks[name] == "" {
		return community.Refuse(community.NotFound, "blank_unknown", "Name", clip(name, 20))
	}
	if len(sc.found) > 0 {
		return community.Refuse(community.Invalid, "blank_masked", "Name", clip(name, 20))
	}
	if n := len([]rune(value)); n == 0 || n > longestBlank {
		return community.Refuse(community.Invalid, "blank_length", "Max", longestBlank)
	}
	if strings.Contains(value, "{{") {
		return community.Refuse(community.Invalid, "blank_length", "Max", longestBlank)
	}
	if l.Blanks == nil {
		l.Blanks = map[string]string{}
	}
	l.Blanks[name] = value
	return nil
}

// addAlias gives a matter one more name, unless it is another's.
func (sc *scene) addAlias(g guides.Guide, l *guides.Local, alias string) error {
	if n := len([]rune(alias)); n < shortest || n > questionLength {
		return community.Refuse(community.Invalid, "word_length", "Max", questionLength)
	}
	if len(sc.found) > 0 {
		return community.Refuse(community.Invalid, "alias_masked")
	}
	for _, o := range sc.h.Guides().Guides() {
		if o.Slug == g.Slug {
			continue
		}
		for _, name := range append([]string{o.Name}, o.Aliases...) {
			if foldQuestion(name) == foldQuestion(alias) {
				return community.Refuse(community.Conflict, "alias_taken", "Alias", alias, "Name", o.Name)
			}
		}
	}
	if len(l.Aliases) >= mostAliases {
		return community.Refuse(community.Conflict, "alias_many", "Max", mostAliases)
	}
	if !slices.Contains(l.Aliases, alias) {
		l.Aliases = append(l.Aliases, alias)
	}
	return nil
}

const mostAliases = 20 // names that a deployment gives one matter

// dropAlias takes away a name that was given here.
func dropAlias(l *guides.Local, alias string) error {
	i := slices.Index(l.Aliases, alias)
	if i < 0 {
		return community.Refuse(community.NotFound, "alias_unknown", "Alias", clip(alias, 20))
	}
	l.Aliases = slices.Delete(l.Aliases, i, i+1)
	return nil
}
