package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/guides"
)

// What the buttons of the upkeep do: u:<do>:<slug or list>[:<more>].
const (
	upkeepReport = "r"
	upkeepList   = "l" // u:l:<need>:<offset>
	upkeepState  = "m"
	upkeepVerify = "v"
	upkeepBlanks = "b" // u:b:<slug>[:<blank>]
	upkeepAlias  = "a"
	upkeepSeen   = "s"
)

func upkeepData(do, about string) string { return "u:" + do + ":" + about }

// upkeepButton is a press below the report or a matter of the upkeep.
func upkeepButton(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	if err := sc.mayKeepGuides(); err != nil {
		return nil, err
	}
	parts := append(strings.SplitN(sc.up.Button.Data, ":", 4), "", "", "")
	do, about, more := parts[1], parts[2], parts[3]
	switch do {
	case upkeepReport:
		return sc.guideReport(ctx, sc.up.Message)
	case upkeepList:
		return sc.needList(ctx, about, more)
	}
	g, ok := sc.guideBy(about)
	if !ok {
		return deadButton(ctx, sc)
	}
	switch do {
	case upkeepState:
		return sc.guideState(ctx, g, sc.up.Message)
	case upkeepVerify:
		return sc.verify(ctx, g)
	case upkeepBlanks:
		return sc.blanks(ctx, g, more)
	case upkeepAlias:
		return sc.askWordsFor(ctx, asking{What: askedAlias, About: g.Slug}, sc.say.Text("guides.ask_alias", "Name", g.Name))
	case upkeepSeen:
		return sc.complaintsSeen(ctx, g)
	}
	return deadButton(ctx, sc)
}

// sheet is a list that a command sends anew and its buttons turn in place.
func sheet(card string, message int, lines []string, k chat.Keyboard) chat.Reply {
	r := chat.Reply{Verb: chat.Send, Card: card, Text: join(lines), Keyboard: k}
	if message != 0 {
		r.Verb, r.Message = chat.Show, message
	}
	return r
}

// The needs that the report counts, in its order.
var needs = []string{"unverified", "stale", "blank", "said"}

// inNeed lists the matters that need something, by need.
func (sc *scene) inNeed(ctx context.Context) (map[string][]guides.Guide, error) {
	said, err := readOpinions(ctx, sc.store)
	if err != nil {
		return nil, err
	}
	list := sc.h.Guides().Guides()
	review := guides.Review(list, sc.today())
	need := map[string][]guides.Guide{"unverified": review.Unverified, "stale": review.Stale}
	for _, b := range review.Blanks {
		need["blank"] = append(need["blank"], b.Guide)
	}
	for _, g := range list {
		if o := said.Counts[g.Slug]; o.Bad+o.Wrong > 0 {
			need["said"] = append(need["said"], g)
		}
	}
	return need, nil
}

// guideReport says what the guides need, with a button for each need.
func (sc *scene) guideReport(ctx context.Context, message int) ([]chat.Reply, error) {
	need, err := sc.inNeed(ctx)
	if err != nil {
		return nil, err
	}
	lines := []string{
		sc.say.Text("guides.report", "N", len(sc.h.Guides().Guides()), "Unverified", len(need["unverified"]),
			"Stale", len(need["stale"]), "Blank", len(need["blank"]), "Said", len(need["said"])),
		sc.say.Text("guides.usage"),
	}
	var list []choice
	for _, n := range needs {
		if len(need[n]) > 0 {
			list = append(list, choice{value: n + ":0", label: sc.say.Text("guides.need." + n)})
		}
	}
	k := layout(list, func(v string) string { return upkeepData(upkeepList, v) })
	return []chat.Reply{sheet("guides", message, lines, k)}, nil
}

// needList shows the matters with one need, a page at a time.
func (sc *scene) needList(ctx context.Context, what, from string) ([]chat.Reply, error) {
	offset, err := strconv.Atoi(from)
	if err != nil || offset < 0 || !slices.Contains(needs, what) {
		return deadButton(ctx, sc)
	}
	need, err := sc.inNeed(ctx)
	if err != nil {
		return nil, err
	}
	list := need[what]
	if offset >= len(list) {
		return sc.guideReport(ctx, sc.up.Message)
	}
	var k chat.Keyboard
	for _, g := range list[offset:min(len(list), offset+shelfPage)] {
		k = append(k, chat.Row(chat.Button{Label: clip(g.Name, buttonName), Data: upkeepData(upkeepState, shortKey(g.Slug))}))
	}
	back := chat.Row(chat.Button{Label: sc.say.Text("button.back"), Data: upkeepData(upkeepReport, "")})
	k = append(k, append(back, turnRow(sc, "u:l:"+what+":", offset, shelfPage, len(list))...))
	title := sc.say.Text("guide.shelf", "Name", sc.say.Text("guides.need."+what), "N", len(list))
	return []chat.Reply{{Verb: chat.Show, Card: "guides", Message: sc.up.Message, Text: title, Keyboard: k}}, nil
}

// asKnown is a matter as it will be shown once this transaction is committed.
func (sc *scene) asKnown(ctx context.Context, g guides.Guide) (guides.Guide, guides.Local, error) {
	local, err := sc.locals(ctx)
	if err != nil {
		return g, guides.Local{}, err
	}
	return guides.Localise([]guides.Guide{g}, local)[0], local[g.Slug], nil
}

// guideState is one matter: how far it can be relied on, what is filled in and
// what is not, and what people said of it.
func (sc *scene) guideState(ctx context.Context, g guides.Guide, message int) ([]chat.Reply, error) {
	g, l, err := sc.asKnown(ctx, g)
	if err != nil {
		return nil, err
	}
	said, err := readOpinions(ctx, sc.store)
	if err != nil {
		return nil, err
	}
	o := said.Counts[g.Slug]
	lines := []string{
		chat.Bold(g.Name) + " " + g.Slug, g.Note(sc.today()),
		sc.say.Text("guides.said", "Good", o.Good, "Bad", o.Bad, "Wrong", o.Wrong),
	}
	if len(l.Aliases) > 0 {
		lines = append(lines, sc.say.Text("guides.names", "Names", strings.Join(l.Aliases, "、")))
	}
	for _, name := range sortedNames(l.Blanks) {
		lines = append(lines, "· "+name+"："+clip(l.Blanks[name], 40))
	}
	for _, b := range g.Blanks() {
		lines = append(lines, "· "+b.Name+" = ？")
	}
	lines = append(lines, said.remarksOn(g.Slug)...)
	return []chat.Reply{sheet("guides", message, lines, sc.stateKeys(g, o))}, nil
}

const remarksShown = 5

func (o opinions) remarksOn(slug string) []string {
	var lines []string
	for _, r := range slices.Backward(o.Remarks) {
		if r.Slug == slug && len(lines) < remarksShown {
			lines = append(lines, "“"+clip(r.Text, 100)+"”")
		}
	}
	return lines
}

func sortedNames(values map[string]string) []string {
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (sc *scene) stateKeys(g guides.Guide, o opinion) chat.Keyboard {
	key := func(label, do string) chat.Button {
		return chat.Button{Label: sc.say.Text(label), Data: upkeepData(do, shortKey(g.Slug))}
	}
	k := chat.Keyboard{chat.Row(key("guides.verify", upkeepVerify), key("guides.fill", upkeepBlanks), key("guides.alias", upkeepAlias))}
	last := chat.Row(chat.Button{Label: sc.say.Text("button.back"), Data: upkeepData(upkeepReport, "")})
	if o.Bad+o.Wrong > 0 {
		last = append(last, key("guides.seen", upkeepSeen))
	}
	return append(k, last)
}

func (sc *scene) verify(ctx context.Context, g guides.Guide) ([]chat.Reply, error) {
	err := sc.changeLocal(ctx, g, func(l *guides.Local) error { l.Verified = sc.today(); return nil })
	if err != nil {
		return nil, err
	}
	return sc.guideState(ctx, g, sc.up.Message)
}

// blanks lists what can be filled in, or asks for the value of one.
func (sc *scene) blanks(ctx context.Context, g guides.Guide, which string) ([]chat.Reply, error) {
	g, l, err := sc.asKnown(ctx, g)
	if err != nil {
		return nil, err
	}
	names := sortedNames(l.Blanks)
	for _, b := range g.Blanks() {
		names = append(names, b.Name)
	}
	if which == "" {
		list := make([]choice, len(names))
		for i, name := range names {
			list[i] = choice{value: shortKey(g.Slug) + ":" + digestOf(name), label: clip(name, buttonName)}
		}
		k := layout(list, func(v string) string { return upkeepData(upkeepBlanks, v) })
		k = append(k, chat.Row(chat.Button{Label: sc.say.Text("button.back"), Data: upkeepData(upkeepState, shortKey(g.Slug))}))
		return []chat.Reply{{
			Verb: chat.Show, Card: "guides", Message: sc.up.Message, Text: sc.say.Text("guides.which_blank", "Name", g.Name), Keyboard: k,
		}}, nil
	}
	i := slices.IndexFunc(names, func(name string) bool { return digestOf(name) == which })
	if i < 0 {
		return deadButton(ctx, sc)
	}
	return sc.askWordsFor(ctx, asking{What: askedBlank, About: g.Slug, Blank: names[i]},
		sc.say.Text("guides.ask_blank", "Blank", names[i], "Name", g.Name))
}

// complaintsSeen takes what people said of a matter off the list.
func (sc *scene) complaintsSeen(ctx context.Context, g guides.Guide) ([]chat.Reply, error) {
	said, err := readOpinions(ctx, sc.store)
	if err != nil {
		return nil, err
	}
	said.seen(g.Slug)
	if err := said.save(ctx, sc.store); err != nil {
		return nil, err
	}
	return sc.guideState(ctx, g, sc.up.Message)
}

// blankTold fills the blank that was asked for.
func (sc *scene) blankTold(ctx context.Context, a asking) ([]chat.Reply, error) {
	return sc.told(ctx, a, func(g guides.Guide, l *guides.Local) error {
		return sc.fillBlank(g, l, a.Blank, strings.TrimSpace(sc.up.Text))
	})
}

// aliasTold adds the name that was asked for; -name takes one away.
func (sc *scene) aliasTold(ctx context.Context, a asking) ([]chat.Reply, error) {
	return sc.told(ctx, a, func(g guides.Guide, l *guides.Local) error {
		if gone, ok := strings.CutPrefix(sc.up.Text, "-"); ok {
			return dropAlias(l, strings.TrimSpace(gone))
		}
		return sc.addAlias(g, l, strings.TrimSpace(sc.up.Text))
	})
}

func (sc *scene) told(ctx context.Context, a asking, change func(guides.Guide, *guides.Local) error) ([]chat.Reply, error) {
	if err := sc.mayKeepGuides(); err != nil {
		return nil, err
	}
	g, ok := sc.h.Guides().BySlug(a.About)
	if !ok {
		return nil, community.Refuse(community.NotFound, "guide_unknown", "Name", clip(a.About, 20))
	}
	if err := sc.changeLocal(ctx, g, func(l *guides.Local) error { return change(g, l) }); err != nil {
		return nil, err
	}
	state, err := sc.guideState(ctx, g, 0)
	return append([]chat.Reply{sc.send("guides.changed", "Name", g.Name)}, state...), err
}
