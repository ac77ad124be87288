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
	return weigh.Train(decisionsOf(headRole(""), headSaid("")), u.examples, options)
}

// decisionsOf are the decisions whose names begin with one of heads.
func decisionsOf(heads ...string) []weigh.Decision {
	return slices.DeleteFunc(decisions(), func(d weigh.Decision) bool { return hasAnyPrefix(d.Head, heads...) == "" })
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
