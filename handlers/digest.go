package handlers

import (
	"context"
	"strings"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/digest"
)

// digestNow is the digest of the running period at any time: of the group's
// unit in a group, of the person's units in private. /digest week, 周报.
func digestNow(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	word, code, _ := strings.Cut(sc.words, " ")
	period := community.Day
	if word != "" {
		var err error
		if period, err = community.ParsePeriod(word); err != nil {
			return nil, community.Refuse(community.Invalid, "digest_usage")
		}
	}
	view, err := sc.view(ctx, strings.TrimSpace(code))
	if err != nil {
		return nil, err
	}
	figures, err := digest.Compute(ctx, sc.store, sc.org(), digest.Ask{
		Period: period, Now: sc.h.Now(), Zone: sc.h.Zone,
	})
	if err != nil {
		return nil, err
	}
	one := figures.Digest(view)
	text, err := sc.withAsked(ctx, digest.Text(one, sc.say), period.Before(one.Span()).From.In(sc.h.Zone))
	if err != nil {
		return nil, err
	}
	return []chat.Reply{{
		Verb: chat.Send, Card: digestCard, Text: text,
		Keyboard: digest.Keys(one, digest.HomeOf(view), !sc.private() || sc.mayUrge(), sc.say),
	}}, nil
}

// view is what of the figures the person sees: a unit they name, else what
// they read here. A task group sees its own type only.
func (sc *scene) view(ctx context.Context, code string) (digest.View, error) {
	units, err := sc.readScope(ctx)
	if err != nil {
		return digest.View{}, err
	}
	v := digest.View{Units: units, Type: sc.who.ReadsOnly(), Group: !sc.private()}
	if code == "" {
		return v, nil
	}
	unit, ok := sc.org().ByCode(code)
	if !ok {
		return v, community.Refuse(community.NotFound, "org_unknown", "Code", clip(code, 20))
	}
	for _, within := range units {
		if sc.org().Within(unit.ID, within) {
			v.Units = []community.UnitID{unit.ID}
			return v, nil
		}
	}
	return v, community.Refuse(community.Denied, "read_denied")
}
