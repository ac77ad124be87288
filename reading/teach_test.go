package reading

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"gridmate/community"
	"gridmate/reading/weigh"
)

var update = flag.Bool("update", false, "write the weights anew")

// lesson is a file of labelled lines that teaches the weights. Fresh lines were
// written by people who had not seen the program and were not looked at when
// the rules were made: only they can say how far the rules are to be trusted.
type lesson struct {
	file  string
	fresh bool
}

var lessons = []lesson{{"work", false}, {"authors", false}, {"plain", false}, {"fresh", true}}

// labelled is a line with the fields that are learnt.
type labelled struct {
	Text      string           `json:"text"`
	Kind      community.Kind   `json:"kind"`
	KindOK    []string         `json:"kind_ok"`
	Category  string           `json:"category"`
	Date      string           `json:"date"`
	DateEnd   string           `json:"date_end"`
	Deadline  string           `json:"deadline"`
	Outcome   string           `json:"outcome"`
	Agreement string           `json:"agreement"`
	Found     *int             `json:"found"`
	Fixed     *int             `json:"fixed"`
	Visited   *int             `json:"visited"`
	People    *int             `json:"participants"`
	Prints    *int             `json:"handbooks"`
	Cases     *int             `json:"cases"`
	Resolved  *int             `json:"resolved"`
	Amount    *int             `json:"amount"`
	Alt       map[string][]any `json:"alt"`
	fresh     bool
}

var lessonDay = time.Date(2026, 11, 23, 10, 0, 0, 0, time.FixedZone("CST", 8*3600))

// TestWeightsAreWhatTheLessonsTeach trains on the lessons and compares with the
// files of weights and with what the program reads, so that nobody edits one
// without the others.
func TestWeightsAreWhatTheLessonsTeach(t *testing.T) {
	t.Parallel()
	if detectsRaces {
		t.Skip("teaching takes minutes under the race detector; .ci/run does it without")
	}
	taught := teach(t, lessons)
	if there, err := os.ReadDir("weights"); !*update && (err != nil || len(there) != len(taught)) {
		t.Errorf("%d files of weights for %d decisions (%v): remove what nobody decides any more", len(there), len(taught), err)
	}
	written := map[string][]byte{"weights.bin": model(t, taught).Pack()}
	for name, got := range taught {
		written["weights/"+name+".txt"] = got
	}
	for path, got := range written {
		if *update {
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if want, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what the lessons teach (%v): run go test ./reading -run TestWeights -update", path, err)
		}
	}
}

// teach goes through the lessons twice: what each number counts is not labelled,
// and where several ways to take them give a line's figures, the first round
// says which is the likeliest.
func teach(t *testing.T, from []lesson) map[string][]byte {
	t.Helper()
	var lines []labelled
	for _, l := range from {
		lines = append(lines, readLesson(t, l)...)
	}
	lexicon, err := loadLexicon(embedded, "lexicon") // by itself: the weights may be broken
	if err != nil {
		t.Fatal(err)
	}
	first := newTeacher(&Reader{lexicon: lexicon}, lines)
	u := newTeacher(&Reader{lexicon: lexicon, weights: model(t, first.figuresOnly())}, lines)
	u.ways(t, lines)
	t.Logf("%d lines, %d examples, %d lines whose figures cannot be explained", len(lines), len(u.examples), u.unexplained)
	return weigh.Train(decisions(), u.examples, options)
}

var options = weigh.Options{Epochs: 12, Rate: 0.1, Decay: 0.5, Least: 2}

// figuresOnly teaches what numbers count and what is said without one.
func (u *teacher) figuresOnly() map[string][]byte {
	heads := slices.DeleteFunc(decisions(), func(d weigh.Decision) bool {
		return !strings.HasPrefix(d.Head, headRole("")) && !strings.HasPrefix(d.Head, headSaid(""))
	})
	return weigh.Train(heads, u.examples, options)
}

// model loads what was taught.
func model(t *testing.T, files map[string][]byte) *weigh.Model {
	t.Helper()
	dir := fstest.MapFS{}
	for name, data := range files {
		dir["weights/"+name+".txt"] = &fstest.MapFile{Data: data}
	}
	m, err := weigh.Load(dir, "weights")
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func newTeacher(r *Reader, lines []labelled) *teacher {
	u := &teacher{reader: r}
	for _, l := range lines {
		u.line(l)
		u.ends = append(u.ends, len(u.examples))
	}
	return u
}

func readLesson(t *testing.T, l lesson) []labelled {
	t.Helper()
	path := l.file
	if !strings.Contains(path, "/") {
		path = "testdata/" + path + ".jsonl"
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var list []labelled
	s := bufio.NewScanner(f)
	for s.Scan() {
		line := labelled{fresh: l.fresh}
		if err := json.Unmarshal(s.Bytes(), &line); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		list = append(list, line)
	}
	return list
}

// decisions are what is learnt. The last figure says how few weights each may
// have: the fewer lines speak of a decision, the fewer.
func decisions() []weigh.Decision {
	var list []weigh.Decision
	add := func(head string, sparse float64, classes ...string) {
		list = append(list, weigh.Decision{Head: head, Classes: classes, Sparse: sparse})
	}
	add(headKind, 0.7, "patrol", "dispute", "event", "issue", "none")
	add(headDate, 4, dateReport, dateLimit, dateOther)
	add(headAgreement, 8, nothing, "written", "oral")
	for _, k := range []community.Kind{community.KindPatrol, community.KindDispute, community.KindEvent} {
		var names []string
		for _, c := range community.Categories(k) {
			names = append(names, string(c))
		}
		add(headCategory(k), 2, names...)
		add(headRole(k), 4, rolesOf[k]...)
	}
	add(headOutcome(community.KindPatrol), 4, nothing, "clear", "fixed", "partial", "open", "reported")
	add(headOutcome(community.KindIssue), 4, nothing, "clear", "fixed", "partial", "open", "reported")
	add(headOutcome(community.KindDispute), 4, nothing, "success", "partial", "ongoing", "fail", "transferred")
	for _, what := range []string{saidClear, saidFinding, saidFixed} {
		add(headSaid(what), 6, "no", "yes")
	}
	add(headWay, 4, "no", "yes")
	return list
}

var rolesOf = map[community.Kind][]string{
	community.KindPatrol:  {nothing, "found", "fixed", "both", "open", "reported", "visited", "visited+", "people", "people+", "print"},
	community.KindDispute: {nothing, "cases", "resolved", "money", "persons"},
	community.KindEvent:   {nothing, "people", "people+", "visited", "visited+", "print"},
}

// teacher turns labelled lines into examples.
type teacher struct {
	reader      *Reader
	examples    []weigh.Example
	ends        []int // of the examples of each line
	unexplained int
}

// example adds what a decision should have been, given what was shown.
func (u *teacher) example(l labelled, shown *sink, head, rule string, right map[string]float64, more ...string) {
	features := make([]string, 0, len(shown.keys)+1)
	for _, k := range shown.keys {
		features = append(features, shown.names[k])
	}
	if l.fresh {
		features = append(append(features, ruleName(head, rule)), more...)
	}
	u.examples = append(u.examples, weigh.Example{Features: features, Answers: map[string]map[string]float64{head: right}})
}

func ruleName(head, rule string) string {
	s := sink{names: map[uint64]string{}}
	return s.names[s.rule(head, rule)]
}

// shares gives the label most of the weight and the rest to what is also right.
func shares(label string, also []string) map[string]float64 {
	if label == "" {
		label = nothing
	}
	also = slices.DeleteFunc(slices.Clone(also), func(s string) bool { return s == label })
	if len(also) == 0 {
		return map[string]float64{label: 1}
	}
	right := map[string]float64{label: 0.7}
	for _, a := range also {
		right[a] += 0.3 / float64(len(also))
	}
	return right
}

func (l labelled) also(field string) []string {
	var list []string
	for _, v := range l.Alt[field] {
		switch v := v.(type) {
		case string:
			list = append(list, v)
		case nil:
			list = append(list, nothing)
		}
	}
	return list
}

// recognise returns the part of a line that the labels are about.
func (u *teacher) recognise(l labelled) (*doc, []*clause) {
	masked, _ := Mask(l.Text)
	d := u.reader.recognise(normalise(masked), lessonDay)
	for _, g := range d.group() {
		if k, _ := d.kindOf(g); l.Kind != community.KindNone && slices.Contains(l.KindOK, string(k)) {
			return d, g
		}
	}
	return d, d.all()
}

func (u *teacher) line(l labelled) {
	d, group := u.recognise(l)
	rule, _ := d.kindOf(group)
	shown := &sink{names: map[uint64]string{}}
	shown.keys = slices.Clone(d.features(shown, group))
	u.example(l, shown, headKind, string(rule), shares(string(l.Kind), l.KindOK))
	if l.Kind == community.KindNone {
		return
	}
	if rule == community.KindNone {
		d.revive(group)
	}
	shown = &sink{names: map[uint64]string{}}
	shown.keys = slices.Clone(d.features(shown, group))
	u.dates(l, d, group)
	byRules := d.outcomeByRules(l.Kind, group, d.byRules(l.Kind, group))
	f := u.figures(l, d, group, shown)
	best, second := d.categoryOf(l.Kind, group, f)
	sure := &sink{names: map[uint64]string{}}
	u.example(l, shown, headCategory(l.Kind), string(best.category), shares(l.Category, l.also("category")), sure.names[sure.clearly(headCategory(l.Kind), best, second)])
	switch l.Kind {
	case community.KindDispute:
		rule, _ := d.disputeOutcome(group, f)
		u.example(l, shown, headOutcome(l.Kind), string(rule), shares(l.Outcome, l.also("outcome")))
		form := d.agreementOf(group)
		u.example(l, shown, headAgreement, string(form), shares(l.Agreement, l.also("agreement")))
	case community.KindPatrol, community.KindIssue:
		u.example(l, shown, headOutcome(l.Kind), string(byRules), shares(l.Outcome, l.also("outcome")))
	}
}

// figures finds the roles of the quantities, and what is said without a number,
// that explain the line's figures with the fewest changes to what the rules
// say. It teaches them and returns the facts.
func (u *teacher) figures(l labelled, d *doc, group []*clause, shown *sink) *facts {
	ruleFacts := d.byRules(l.Kind, group)
	var quants []*quantity
	for _, c := range group {
		for k := range c.quants {
			if c.dead == "" {
				quants = append(quants, &c.quants[k])
			}
		}
	}
	rules := make([]string, len(quants))
	for i, q := range quants {
		rules[i] = q.role
	}
	x := &explanation{l: l, d: d, group: group, quants: quants, rules: rules, roles: rolesOf[community.Kind(sharing(l.Kind))]}
	for i, s := range ruleFacts.unnumbered() {
		x.said[i] = *s.hit != nil
		x.ruleSaid[i] = x.said[i]
	}
	x.shown = shown.keys
	if !x.search() {
		u.unexplained++
		for i, q := range quants {
			q.role = rules[i]
		}
		return d.sum(l.Kind, group)
	}
	u.roles(l, d, group, rules)
	f := d.sum(l.Kind, group)
	if sharing(l.Kind) == "patrol" {
		for i, s := range f.unnumbered() {
			u.example(l, shown, headSaid(s.what), yes(x.ruleSaid[i]), map[string]float64{yes(x.said[i]): 1})
			s.set(x.said[i], group)
		}
	}
	return f
}

// roles teaches the roles that the quantities have now.
func (u *teacher) roles(l labelled, d *doc, group []*clause, rules []string) {
	n := 0
	d.eachQuantity(group, func(w window) string {
		shown := &sink{names: map[uint64]string{}}
		w.features(shown)
		shown.each()
		rule := rules[n]
		if rule == "none" {
			rule = ""
		}
		role := w.q.role
		if role == "none" {
			role = ""
		}
		u.example(l, shown, headRole(l.Kind), rule, shares(role, nil))
		n++
		return w.q.role
	})
}

// explanation looks for roles that give a line's figures.
type explanation struct {
	l        labelled
	d        *doc
	group    []*clause
	quants   []*quantity
	rules    []string
	roles    []string
	said     [3]bool
	ruleSaid [3]bool
	shown    []uint64 // what the group shows
}

// search tries the rules' roles, then every change of one and of two things,
// and keeps what explains the figures with the least cost.
func (x *explanation) search() bool {
	best, bestRoles, bestSaid := -1, []string(nil), x.said
	try := func(changes int) {
		if c := x.cost(changes); c >= 0 && (best < 0 || c < best) {
			best, bestRoles, bestSaid = c, x.current(), x.said
		}
	}
	try(0)
	if best != 0 {
		x.each(func(from int) {
			try(1)
			x.eachFrom(from+1, func(int) { try(2) })
		})
	}
	if best < 0 {
		return false
	}
	for i, q := range x.quants {
		q.role = bestRoles[i]
	}
	x.said = bestSaid
	return true
}

func (x *explanation) current() []string {
	list := make([]string, len(x.quants))
	for i, q := range x.quants {
		list[i] = q.role
	}
	return list
}

func (x *explanation) each(visit func(at int)) { x.eachFrom(0, visit) }

// eachFrom changes one thing after another, from the quantity or saying at.
func (x *explanation) eachFrom(from int, visit func(at int)) {
	for i := from; i < len(x.quants); i++ {
		for _, role := range x.roles {
			if role == nothing {
				role = ""
			}
			if role != x.rules[i] {
				x.quants[i].role = role
				visit(i)
			}
		}
		x.quants[i].role = x.rules[i]
	}
	if sharing(x.l.Kind) != "patrol" {
		return
	}
	for i := max(from-len(x.quants), 0); i < len(x.said); i++ {
		x.said[i] = !x.said[i]
		visit(len(x.quants) + i)
		x.said[i] = !x.said[i]
	}
}

// cost is -1 if a figure is wrong. In the first round it counts the changes to
// what the rules say, in the second how unlikely the first finds it all; and in
// both how many figures are only also right.
func (x *explanation) cost(changes int) int {
	also := x.misfit()
	switch {
	case also < 0:
		return -1
	case x.d.weights == nil:
		return also + 10*changes
	}
	return also*weigh.Scale + x.loss()
}

// loss is how far the roles and what is said are behind the likeliest.
func (x *explanation) loss() int {
	sum, n := 0, 0
	x.d.eachQuantity(x.group, func(w window) string {
		role := w.q.role
		sum += x.d.weighRole(x.l.Kind, w).lossOf(role)
		n++
		return role
	})
	if sharing(x.l.Kind) == "patrol" {
		shown := x.d.weights.AppendScores(nil, x.shown)
		for i, what := range []string{saidClear, saidFinding, saidFixed} {
			sum += x.d.decide(headSaid(what), shown, yes(x.ruleSaid[i])).lossOf(yes(x.said[i]))
		}
	}
	return sum
}

// lossOf is how far a class is behind the likeliest.
func (v verdict) lossOf(class string) int {
	if class == "" || class == "none" {
		class = nothing
	}
	for _, o := range v {
		if o.class == class {
			return o.loss
		}
	}
	return doubt
}

// misfit is how many figures are only also right, -1 if one is wrong.
func (x *explanation) misfit() int {
	f := x.d.sum(x.l.Kind, x.group)
	for i, s := range f.unnumbered() {
		s.set(x.said[i], x.group)
	}
	b := &builder{doc: x.d, group: x.group, facts: f, draft: Draft{Kind: x.l.Kind, Spans: map[string][]Span{}}}
	b.counts(x.l.Kind)
	b.materials()
	if x.l.Outcome == "success" {
		b.draft.Outcome = community.OutcomeSuccess
	}
	b.resolve()
	sum := 0
	for _, c := range []struct {
		field     string
		want, got *int
	}{
		{"found", x.l.Found, b.draft.Found}, {"fixed", x.l.Fixed, b.draft.Fixed}, {"visited", x.l.Visited, b.draft.Visited},
		{"participants", x.l.People, b.draft.Participants}, {"handbooks", x.l.Prints, b.draft.Handbooks},
		{"cases", x.l.Cases, b.draft.Cases}, {"resolved", x.l.Resolved, b.draft.Resolved}, {"amount", x.l.Amount, b.draft.Amount},
	} {
		switch {
		case equal(c.want, c.got):
		case x.l.allows(c.field, c.got):
			sum++
		case c.field == "fixed" && x.l.Found != nil && *x.l.Found == 0 && (c.got == nil || *c.got == 0):
		default:
			return -1
		}
	}
	return sum
}

func equal(a, b *int) bool { return a == b || a != nil && b != nil && *a == *b }

func (l labelled) allows(field string, got *int) bool {
	return slices.ContainsFunc(l.Alt[field], func(v any) bool {
		n, isNumber := v.(float64)
		return got == nil && v == nil || got != nil && isNumber && int(n) == *got
	})
}

// dates teaches which dates are the report's and which set a limit. A date that
// may be either and the day that is taken when none is stated teach nothing.
func (u *teacher) dates(l labelled, d *doc, group []*clause) {
	for _, c := range group {
		for k := range c.dates {
			e := &c.dates[k]
			right := l.dateIs(d, e)
			if right == "" {
				continue
			}
			shown := &sink{names: map[uint64]string{}}
			d.dateFeatures(shown, l.Kind, c, e)
			shown.each()
			u.example(l, shown, headDate, d.dateByRules(l.Kind, c, e), map[string]float64{right: 1})
		}
	}
}

func (l labelled) dateIs(d *doc, e *dateExpr) string {
	probe := builder{doc: d, draft: Draft{Spans: map[string][]Span{}}}
	probe.takeDate(e)
	day, end := probe.draft.Date.String(), probe.draft.DateEnd.String()
	report := l.Date == day && l.DateEnd == end
	limit := l.Deadline != "" && l.Deadline == e.forward.String()
	switch {
	case report && limit:
		return ""
	case report:
		return dateReport
	case limit:
		return dateLimit
	case slices.Contains(l.also("date"), day), l.Date == "" && day == community.DateOf(lessonDay).String(), slices.Contains(l.also("deadline"), e.forward.String()):
		return ""
	}
	return dateOther
}
