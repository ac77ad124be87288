package reading

import (
	_ "embed" // the weights
	"slices"
	"sync"

	"gridmate/community"
	"gridmate/reading/weigh"
)

//go:embed weights.bin
var packedWeights []byte

// builtinWeights are what the labelled lines of testdata taught; see
// testdata/README.md for how to teach them anew. The files of weights are what
// people read of them, and what is kept here is made of those.
var builtinWeights = sync.OnceValues(func() (*weigh.Model, error) { return weigh.Unpack(packedWeights) })

// Decisions that the weights know. Each is made from what the text shows and
// from what the rules say; how far the rules are to be trusted is learnt too.
const (
	headKind      = "kind"
	headAgreement = "agreement"
	nothing       = "-" // the class for what is not said
)

// sharing is the kind whose categories a kind has.
func sharing(k community.Kind) string {
	if k == community.KindIssue {
		k = community.KindPatrol
	}
	return string(k)
}

func headCategory(k community.Kind) string { return "category-" + sharing(k) }
func headOutcome(k community.Kind) string  { return "outcome-" + string(k) }
func headRole(k community.Kind) string     { return "role-" + sharing(k) }

// headSaid is whether the text says something without a number: that all is
// well, that something is wrong, that all was put right, that it was reported.
func headSaid(what string) string { return "said-" + what }

// verdict is what the weights make of a decision: its classes, the likeliest
// first, and how far each is behind the first, in weigh.Scale.
type verdict []option

type option struct {
	class string
	loss  int
}

func (v verdict) best() string { return v[0].class }

// without is the verdict when a class is out of the question.
func (v verdict) without(class string) verdict {
	v = slices.DeleteFunc(v, func(o option) bool { return o.class == class })
	for i, least := 0, v[0].loss; i < len(v); i++ {
		v[i].loss -= least
	}
	return v
}

// rivals are the classes that come closer to the best than doubt, at most two.
func (v verdict) rivals(doubt int) []string {
	var list []string
	for _, o := range v[1:] {
		if o.loss < doubt && o.class != nothing && len(list) < 2 {
			list = append(list, o.class)
		}
	}
	return list
}

// How close a rival must come for a field to be shown as a guess. Measured on
// lines of people who had not seen the program: kinds further ahead than this
// are right in 97 of 100 lines, categories in 98, outcomes of disputes in 93.
const (
	unsureKind     = weigh.Scale
	unsureCategory = weigh.Scale / 2
	unsureOutcome  = weigh.Scale
)

// rule is the feature that the rules decide so.
func (s *sink) rule(head, value string) uint64 {
	if value == "" {
		value = nothing
	}
	return s.tag("rule-", head, "=", value)
}

// decide weighs what was shown together with what the rules say. Without weights
// for the decision the rules have their way.
func (d *doc) decide(head string, shown []int32, rule string, more ...uint64) verdict {
	h := d.weights.Head(head)
	if len(h.Names) == 0 {
		return verdict{{class: rule}}
	}
	d.own = d.weights.AppendOf(d.own[:0], h, shown, append(more, d.scratch.rule(head, rule))...)
	v := make(verdict, len(d.own))
	for i, s := range d.own {
		v[i] = option{h.Names[i], int(s)}
	}
	slices.SortStableFunc(v, func(a, b option) int { return b.loss - a.loss })
	top := v[0].loss
	for i := range v {
		v[i].loss = top - v[i].loss
	}
	return v
}

// evident is how far a class must be ahead of "nothing is said" to be believed
// when the rules see no words for it: better nothing than something invented.
const evident = weigh.Scale * 3 / 2

// careful is the likeliest class, or nothing when neither rules nor weights are
// sure that anything is said.
func (v verdict) careful(rule string) string {
	if rule != "" {
		return said(v.best())
	}
	for _, o := range v {
		if o.class == nothing && o.loss < evident {
			return ""
		}
	}
	return said(v.best())
}

// decideKind weighs what a group of clauses reports, names the words that the
// rules saw for it and what else it may be.
func (d *doc) decideKind(group []*clause) (community.Kind, *hit, []string) {
	rule, why := d.kindOf(group)
	v := d.decide(headKind, d.look(group), string(rule))
	kind := community.Kind(v.best())
	rivals := slices.DeleteFunc(v.rivals(unsureKind), func(k string) bool { return k == string(community.KindNone) })
	if kind == rule {
		return rule, why, rivals
	}
	if kind != community.KindNone && rule == community.KindNone {
		d.revive(group)
	}
	return kind, d.weigh(group).first[max(kindIndex(v.best()), 0)], rivals
}

// look returns the scores of what a group of clauses shows; they are kept for
// who asks again.
func (d *doc) look(group []*clause) []int32 {
	if len(group) == 0 || d.seen.first != group[0] || d.seen.n != len(group) {
		d.scratch.keys = d.scratch.keys[:0]
		d.seen = sight{group0(group), len(group), d.weights.AppendScores(nil, d.features(&d.scratch, group))}
	}
	return d.seen.scores
}

// scores are what features say, until others are asked about.
func (d *doc) scores(features []uint64) []int32 {
	d.said = d.weights.AppendScores(d.said[:0], features)
	return d.said
}

// sight is what a group of clauses shows.
type sight struct {
	first  *clause
	n      int
	scores []int32
}

func group0(group []*clause) *clause {
	if len(group) == 0 {
		return nil
	}
	return group[0]
}
