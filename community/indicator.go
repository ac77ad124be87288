package community

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Indicator is one clause of an assessment: 指标体系 are imported, none comes
// with the program but a sample.
type Indicator struct {
	ID       int64 // what people call it by; never used again
	Type     CommunityType
	Item     string // 项
	Clause   string // 条, unique within its item
	Text     string
	Max      Points
	Evidence []Evidence // all of them have to be reached; none where records show nothing
}

// Points are hundredths of a point: 8.5 is 850.
type Points int

// maxPoints is more than any clause is worth.
const maxPoints Points = 1000_00

// ParsePoints reads points with two decimals at most.
func ParsePoints(text string) (Points, bool) {
	whole, part, _ := strings.Cut(strings.TrimSuffix(strings.TrimSpace(text), "分"), ".")
	part = strings.TrimRight(part, "0")
	if whole == "" || len(whole) > 4 || len(part) > 2 {
		return 0, false
	}
	n, err := strconv.ParseUint(whole+(part + "00")[:2], 10, 32)
	return Points(n), err == nil && Points(n) <= maxPoints
}

// String is the points as people write them.
func (p Points) String() string {
	text := fmt.Sprintf("%d.%02d", int(p)/100, int(p)%100)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// CheckStage is who scores: the community itself, those who check it, those who
// assess it in the end.
type CheckStage string

// The stages, in their order.
const (
	SelfCheck CheckStage = "self"   // 自查
	Verify    CheckStage = "verify" // 核查
	Appraise  CheckStage = "assess" // 考核
)

// CheckStages lists the stages in their order.
func CheckStages() []CheckStage { return []CheckStage{SelfCheck, Verify, Appraise} }

// Right is what scoring in the stage needs.
func (s CheckStage) Right() Action {
	return map[CheckStage]Action{SelfCheck: ScoreSelf, Verify: ScoreVerify, Appraise: ScoreAssess}[s]
}

// StageOf is the stage in which somebody scores a unit unless they say which:
// the first that they may.
func (p Person) StageOf(unit UnitID, org *Org) (CheckStage, bool) {
	for _, s := range CheckStages() {
		if p.May(s.Right(), unit, org) {
			return s, true
		}
	}
	return "", false
}

// Score is what a community got for an indicator. It belongs to a place and
// never to a person.
type Score struct {
	Indicator int64
	Unit      UnitID
	Year      int
	Stage     CheckStage
	Points    Points
	Reason    string // masked
	By        PersonID
	At        time.Time
}

const maxReason = 200 // characters

// NewScore checks a score that somebody gives.
func NewScore(s Score, of Indicator, by Person, org *Org) (Score, error) {
	u, _ := org.Unit(s.Unit)
	switch {
	case u.Level != Village:
		return s, Refuse(Invalid, "score_unit")
	case !slices.Contains(CheckStages(), s.Stage) || !by.May(s.Stage.Right(), s.Unit, org):
		return s, Refuse(Denied, "score_denied", "Unit", u.Name)
	case s.Points < 0 || s.Points > of.Max:
		return s, Refuse(Invalid, "score_range", "Max", of.Max.String())
	case s.Reason == "" && s.Points < of.Max:
		return s, Refuse(Invalid, "score_reason")
	case utf8.RuneCountInString(s.Reason) > maxReason:
		return s, Refuse(Invalid, "text_long", "Limit", maxReason)
	}
	s.Indicator, s.By = of.ID, by.ID
	return s, nil
}

// Proof ties a record to an indicator: as evidence that somebody named, or as
// the issue that a gap became.
type Proof struct {
	Indicator int64
	Unit      UnitID
	Year      int
	Record    Number
	Issue     bool
	By        PersonID
	At        time.Time
}

// GapIssue is the issue that an indicator's gap becomes in a community's ledger.
func GapIssue(unit UnitID, text string, today Date) Record {
	return Record{
		Kind: KindIssue, Unit: unit, Date: today, Category: General, Outcome: OutcomeOpen, Source: "indicator",
		Via: ViaForm, Text: text,
	}
}

// IndicatorRow is one row of a file of indicators, as typed.
type IndicatorRow struct {
	Line                          int
	Type, Item, Clause, Text, Max string
	Evidence                      string // optional
}

var typeWords = map[string]CommunityType{
	"平安": Safe, "平安型": Safe, "便利": Convenient, "便利型": Convenient,
	"美丽": Beautiful, "美丽型": Beautiful, "幸福": Happy, "幸福型": Happy,
}

// ParseType reads a type by its code or its name.
func ParseType(text string) (CommunityType, bool) {
	text = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(text)), "社区")
	if t, ok := typeWords[text]; ok {
		return t, true
	}
	return CommunityType(text), slices.Contains(Types(), CommunityType(text))
}

// Limits on what a file of indicators may say, in characters.
const (
	maxItem       = 60
	maxClauseText = 500
	maxIndicators = 2000
)

// PlanIndicators checks a file of indicators. called finds a category by what
// people call it. With any error nothing is planned.
func PlanIndicators(rows []IndicatorRow, called func(Kind, string) (Category, bool)) ([]Indicator, []RowError) {
	var (
		plan  []Indicator
		bad   []RowError
		lines = map[string]int{}
	)
	if len(rows) > maxIndicators {
		return nil, []RowError{{rows[maxIndicators].Line, "clause", fmt.Sprintf("more than %d indicators", maxIndicators)}}
	}
	for _, row := range rows {
		i, errs := readIndicator(row, called)
		key := string(i.Type) + "\n" + i.Item + "\n" + i.Clause
		if first, twice := lines[key]; twice {
			errs = append(errs, RowError{row.Line, "clause", fmt.Sprintf("%q of this item stands in line %d already", row.Clause, first)})
		}
		lines[key] = row.Line
		plan, bad = append(plan, i), append(bad, errs...)
	}
	if len(bad) > 0 {
		return nil, sorted(bad)
	}
	return plan, nil
}

func readIndicator(row IndicatorRow, called func(Kind, string) (Category, bool)) (i Indicator, bad []RowError) {
	say := func(column, reason string, args ...any) {
		bad = append(bad, RowError{row.Line, column, fmt.Sprintf(reason, args...)})
	}
	i = Indicator{Item: row.Item, Clause: row.Clause, Text: row.Text}
	var ok bool
	if i.Type, ok = ParseType(row.Type); !ok {
		say("type", "unknown type %q: use %s", row.Type, join(Types()))
	}
	for _, c := range []struct {
		column, text string
		most         int
	}{{"item", row.Item, maxItem}, {"clause", row.Clause, maxItem}, {"text", row.Text, maxClauseText}} {
		switch n := utf8.RuneCountInString(c.text); {
		case n == 0:
			say(c.column, "is empty")
		case n > c.most:
			say(c.column, "is longer than %d characters", c.most)
		}
	}
	if i.Max, ok = ParsePoints(row.Max); !ok || i.Max == 0 {
		say("max_score", "%q is no number of points above 0 with two decimals at most", row.Max)
	}
	var reason string
	if i.Evidence, reason = ParseEvidence(row.Evidence, called); reason != "" {
		say("evidence", "%s", reason)
	}
	return i, bad
}
