package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/digest"
	"gridmate/locale"
)

// Campaigns are 专项行动.
type Campaigns interface {
	digest.CampaignSource
	// Campaigns lists all campaigns, the earliest first.
	Campaigns(ctx context.Context) ([]community.Campaign, error)
	// SaveCampaign opens a campaign, or changes the one of that name.
	SaveCampaign(ctx context.Context, c community.Campaign) (community.Campaign, error)
}

// campaign opens a campaign, 专项 百日行动 9月1日至12月10日 消防, shows one by its
// name, ends one, 专项 百日行动 结束, or lists them.
func campaign(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	if sc.words == "" {
		return sc.campaignList(ctx)
	}
	span, rest, ok := community.SpanIn(sc.words, sc.today())
	if ok {
		return sc.openCampaign(ctx, span, rest)
	}
	name, what, _ := strings.Cut(sc.words, " ")
	c, ok, err := sc.campaignCalled(ctx, name)
	if err != nil {
		return nil, err
	}
	switch {
	case !ok && sc.up.Command == "":
		return freeText(ctx, sc)
	case !ok:
		return nil, community.Refuse(community.Invalid, "campaign_usage")
	case (what == "结束" || what == "end") && !c.Over(sc.today()):
		c.Days.To = max(sc.today(), c.Days.From)
		return sc.saveCampaign(ctx, c)
	}
	return sc.showCampaign(ctx, c, chat.Send)
}

// campaignCalled finds a campaign by its name among those that concern the
// person here.
func (sc *scene) campaignCalled(ctx context.Context, name string) (community.Campaign, bool, error) {
	list, err := sc.campaignsHere(ctx)
	for _, c := range list {
		if c.Name == name {
			return c, true, err
		}
	}
	return community.Campaign{}, false, err
}

// campaignsHere lists the campaigns whose units and the person's have
// something in common.
func (sc *scene) campaignsHere(ctx context.Context) ([]community.Campaign, error) {
	scope, err := sc.readScope(ctx)
	if err != nil {
		return nil, err
	}
	all, err := sc.store.Campaigns(ctx)
	return slices.DeleteFunc(all, func(c community.Campaign) bool {
		return !slices.ContainsFunc(scope, func(top community.UnitID) bool {
			return sc.org().Within(top, c.Unit) || sc.org().Within(c.Unit, top)
		})
	}), err
}

func (sc *scene) openCampaign(ctx context.Context, span community.Span, rest string) ([]chat.Reply, error) {
	if len(sc.who.Scopes(community.Plan)) == 0 {
		return nil, community.Refuse(community.Denied, "campaign_denied")
	}
	words := strings.Fields(rest)
	if len(words) == 0 {
		return nil, community.Refuse(community.Invalid, "campaign_usage")
	}
	home, err := sc.taskHome(ctx)
	if err != nil {
		return nil, err
	}
	c := community.Campaign{Name: words[0], Unit: home.ID, Days: span, At: sc.h.Now()}
	all, err := sc.store.Campaigns(ctx)
	if err != nil {
		return nil, err
	}
	for _, old := range all {
		if old.Name != c.Name {
			continue
		}
		if !sc.who.May(community.Plan, old.Unit, sc.org()) {
			return nil, community.Refuse(community.Conflict, "campaign_taken", "Name", c.Name)
		}
		c.Unit = old.Unit // said again it changes; it does not move by itself
	}
	for _, word := range words[1:] {
		if !sc.scopeWord(&c, word) {
			return nil, community.Refuse(community.Invalid, "campaign_word", "Word", clip(word, 20))
		}
	}
	return sc.saveCampaign(ctx, c)
}

// scopeWord takes a word for what a campaign is about: a unit, a type of
// community, a category.
func (sc *scene) scopeWord(c *community.Campaign, word string) bool {
	if u, n := sc.org().Called(word, c.Unit); n == 1 {
		c.Unit = u.ID
		return true
	}
	chinese := *sc // people write Chinese in whatever language they are answered
	chinese.say = sc.h.Texts.For(locale.Chinese)
	return sc.aboutWord(c, word) || chinese.aboutWord(c, word)
}

func (sc *scene) aboutWord(c *community.Campaign, word string) bool {
	for _, t := range community.Types() {
		if name := sc.say.Text("type." + string(t)); word == name || word+"型" == name {
			c.Type = t
			return true
		}
	}
	found := false
	for _, kind := range community.Kinds() {
		for _, category := range community.Categories(kind) {
			if sc.categoryName(kind, category) == word && !slices.Contains(c.Categories, category) {
				c.Categories, found = append(c.Categories, category), true
			}
		}
	}
	return found
}

func (sc *scene) saveCampaign(ctx context.Context, c community.Campaign) ([]chat.Reply, error) {
	c, err := community.NewCampaign(c, sc.who, sc.org())
	if err != nil {
		return nil, err
	}
	if c, err = sc.store.SaveCampaign(ctx, c); err != nil {
		return nil, err
	}
	return sc.showCampaign(ctx, c, chat.Send)
}

// campaignButton shows a campaign with its communities: c:<id>.
func campaignButton(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	list, err := sc.campaignsHere(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range list {
		if "c:"+strconv.FormatInt(c.ID, 10) == sc.up.Button.Data {
			return sc.showCampaign(ctx, c, chat.Send)
		}
	}
	return deadButton(ctx, sc)
}

// showCampaign shows what a campaign comes to, what it is about, and the
// communities.
func (sc *scene) showCampaign(ctx context.Context, c community.Campaign, verb chat.Verb) ([]chat.Reply, error) {
	text, err := sc.campaignText(ctx, c, true)
	if err != nil {
		return nil, err
	}
	return []chat.Reply{{Verb: verb, Text: text}}, nil
}

func (sc *scene) campaignText(ctx context.Context, c community.Campaign, wide bool) (string, error) {
	scope, err := sc.readScope(ctx)
	if err != nil {
		return "", err
	}
	sum, err := digest.CountCampaign(ctx, sc.store, sc.org(), c, scope, sc.h.Now().In(sc.h.Zone))
	if err != nil {
		return "", err
	}
	text := digest.CampaignText(sum, sc.campaignUnit(sum), wide, sc.say)
	if about := sc.campaignAbout(c); wide && about != "" {
		text += "\n" + about
	}
	return text, nil
}

// campaignUnit names the campaign's unit, and which part of it is counted here.
func (sc *scene) campaignUnit(c digest.Campaign) string {
	name := sc.unitName(c.Campaign.Unit)
	if slices.Contains(c.Units, c.Campaign.Unit) {
		return name
	}
	parts := make([]string, len(c.Units))
	for i, u := range c.Units {
		parts[i] = sc.unitName(u)
	}
	return sc.say.Text("campaign.part", "Unit", name, "List", joinWith(parts, "、"))
}

// campaignAbout says what a campaign counts, where that is not everything.
func (sc *scene) campaignAbout(c community.Campaign) string {
	var parts []string
	if c.Type != community.NoType {
		parts = append(parts, sc.say.Text("type."+string(c.Type)))
	}
	for _, category := range c.Categories {
		for _, kind := range community.Kinds() {
			if kind.Has(category) {
				parts = append(parts, sc.categoryName(kind, category))
				break
			}
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return sc.say.Text("campaign.about", "List", joinWith(parts, "、"), "Name", c.Name)
}

const (
	campaignsShown = 5
	campaignsKept  = 60 // days after its end that a campaign is listed
)

func (sc *scene) campaignList(ctx context.Context) ([]chat.Reply, error) {
	list, err := sc.campaignsHere(ctx)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(c community.Campaign) bool { return c.Days.To < sc.today()-campaignsKept })
	if len(list) == 0 {
		return []chat.Reply{sc.send("campaign.none")}, nil
	}
	slices.Reverse(list)
	var parts []string
	var row []chat.Button
	for _, c := range list[:min(len(list), campaignsShown)] {
		text, err := sc.campaignText(ctx, c, false)
		if err != nil {
			return nil, err
		}
		parts = append(parts, text)
		row = append(row, chat.Button{Label: clip(c.Name, 8), Data: "c:" + strconv.FormatInt(c.ID, 10)})
	}
	return []chat.Reply{{Verb: chat.Send, Text: joinWith(parts, "\n\n"), Keyboard: chat.Keyboard{row}}}, nil
}
