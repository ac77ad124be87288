package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"gridmate/chat"
	"gridmate/community"
)

// scoreIndicator scores an indicator of a community: /score 3 8.5 缺台账, 评分 BH
// 核查 3 8.5 缺台账. Without a stage it is the first that the person may score in.
func scoreIndicator(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	u, words, err := sc.assessedIn(ctx, "score_usage")
	if err != nil {
		return nil, err
	}
	stage, may := sc.who.StageOf(u.ID, sc.org())
	for _, s := range community.CheckStages() {
		if len(words) > 0 && (words[0] == string(s) || words[0] == sc.say.Text("indicator.stage."+string(s))) {
			stage, may, words = s, sc.who.May(s.Right(), u.ID, sc.org()), words[1:]
		}
	}
	switch {
	case !may:
		return nil, community.Refuse(community.Denied, "score_denied", "Unit", u.Name)
	case len(words) < 2:
		return nil, community.Refuse(community.Invalid, "score_usage")
	}
	of, err := sc.indicatorCalled(ctx, words[0])
	if err != nil {
		return nil, err
	}
	points, ok := community.ParsePoints(words[1])
	if !ok {
		return nil, community.Refuse(community.Invalid, "score_range", "Max", of.Max.String())
	}
	err = sc.addScore(ctx, of, community.Score{Unit: u.ID, Stage: stage, Points: points, Reason: strings.Join(words[2:], " ")})
	if err != nil {
		return nil, err
	}
	page, err := sc.indicatorAgain(ctx, u, of.ID)
	return []chat.Reply{page}, err
}

// addScore checks a score and stores it.
func (sc *scene) addScore(ctx context.Context, of community.Indicator, s community.Score) error {
	s.Year, _, _ = sc.today().Civil()
	s.At = sc.now
	s, err := community.NewScore(s, of, sc.who, sc.org())
	if err != nil {
		return err
	}
	return sc.store.AddScore(ctx, s)
}

// nameEvidence ties records to an indicator, or unties them: /evidence 3 12 15,
// 佐证 3 -12.
func nameEvidence(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	u, words, err := sc.assessedIn(ctx, "evidence_usage")
	if err != nil {
		return nil, err
	}
	switch {
	case !sc.who.May(community.ScoreSelf, u.ID, sc.org()):
		return nil, community.Refuse(community.Denied, "score_denied", "Unit", u.Name)
	case len(words) < 2:
		return nil, community.Refuse(community.Invalid, "evidence_usage")
	}
	of, err := sc.indicatorCalled(ctx, words[0])
	if err != nil {
		return nil, err
	}
	for _, word := range words[1:] {
		if err := sc.tie(ctx, u, of, word); err != nil {
			return nil, err
		}
	}
	page, err := sc.indicatorAgain(ctx, u, of.ID)
	return []chat.Reply{page}, err
}

// tie ties a record of the community to an indicator, with a minus in front it
// unties it.
func (sc *scene) tie(ctx context.Context, u community.Unit, of community.Indicator, word string) error {
	number, untie := strings.CutPrefix(word, "-")
	n, err := strconv.ParseInt(strings.TrimPrefix(number, "#"), 10, 64)
	if err != nil {
		return community.Refuse(community.Invalid, "evidence_usage")
	}
	p := sc.proof(u.ID, of.ID, community.Number(n), false)
	if untie {
		_, err := sc.store.DropProof(ctx, p)
		return err
	}
	r, err := sc.store.Record(ctx, p.Record)
	if err != nil {
		return err
	}
	if !sc.org().Within(r.Unit, u.ID) || !r.Withdrawn.IsZero() || r.Kind == community.KindTask {
		return community.Refuse(community.Invalid, "evidence_elsewhere", "Number", n, "Unit", u.Name)
	}
	return sc.store.AddProof(ctx, p)
}

// assessedIn is the community that a command is about, the one named or the
// only one that the person may score, and the words behind it.
func (sc *scene) assessedIn(ctx context.Context, usage string) (community.Unit, []string, error) {
	villages, err := sc.assessed(ctx)
	if err != nil {
		return community.Unit{}, nil, err
	}
	words := strings.Fields(sc.words)
	if len(words) == 0 {
		return community.Unit{}, nil, community.Refuse(community.Invalid, usage)
	}
	if u, ok := sc.org().ByCode(words[0]); ok {
		if !slices.ContainsFunc(villages, func(v community.Unit) bool { return v.ID == u.ID }) {
			return u, nil, community.Refuse(community.Denied, "score_denied", "Unit", u.Name)
		}
		return u, words[1:], nil
	}
	own := slices.DeleteFunc(slices.Clone(villages), func(v community.Unit) bool {
		_, may := sc.who.StageOf(v.ID, sc.org())
		return !may
	})
	if len(own) == 0 {
		own = villages // to be refused by name
	}
	if len(own) > 1 {
		return community.Unit{}, nil, community.Refuse(community.Invalid, "indicator_where", "Code", own[0].Code)
	}
	return own[0], words, nil
}

// indicatorCalled is the indicator of a number.
func (sc *scene) indicatorCalled(ctx context.Context, word string) (community.Indicator, error) {
	list, err := sc.store.Indicators(ctx)
	if err != nil {
		return community.Indicator{}, err
	}
	i := slices.IndexFunc(list, func(i community.Indicator) bool {
		return strconv.FormatInt(i.ID, 10) == strings.TrimPrefix(word, "#") && (sc.who.ReadsOnly() == community.NoType || i.Type == sc.who.ReadsOnly())
	})
	if i < 0 {
		return community.Indicator{}, community.Refuse(community.NotFound, "indicator_unknown", "Text", clip(word, 20))
	}
	return list[i], nil
}
