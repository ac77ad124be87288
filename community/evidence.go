package community

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Evidence is a rule that counts records: so many of a kind in a period back an
// indicator.
type Evidence struct {
	Kind     Kind
	Category Category // "" for all
	Campaign string   // its name; "" for none
	Period   Lookback // the running one; with a campaign its days, unless Period is set
	Count    Tallied
	AtLeast  int
}

// Lookback is how far back evidence counts, up to today.
type Lookback string

// The terms.
const (
	ThisYear    Lookback = "year"
	ThisQuarter Lookback = "quarter"
	ThisMonth   Lookback = "month"
)

// Tallied is what evidence counts of records.
type Tallied string

// What can be counted.
const (
	TallyRecords      Tallied = "records"
	TallyFound        Tallied = "found"
	TallyFixed        Tallied = "fixed"
	TallyVisited      Tallied = "visited"
	TallyCases        Tallied = "cases"
	TallySuccess      Tallied = "success"
	TallyParticipants Tallied = "participants"
	TallyHandbooks    Tallied = "handbooks"
)

var evidenceWords = struct {
	kinds map[string]Kind
	terms map[string]Lookback
	count map[string]Tallied
}{
	kinds: map[string]Kind{
		"patrol": KindPatrol, "巡查": KindPatrol, "dispute": KindDispute, "纠纷": KindDispute, "矛盾纠纷": KindDispute,
		"event": KindEvent, "活动": KindEvent, "issue": KindIssue, "问题": KindIssue, "隐患": KindIssue,
	},
	terms: map[string]Lookback{
		"year": ThisYear, "本年": ThisYear, "全年": ThisYear, "每年": ThisYear,
		"quarter": ThisQuarter, "本季": ThisQuarter, "本季度": ThisQuarter, "每季": ThisQuarter, "每季度": ThisQuarter,
		"month": ThisMonth, "本月": ThisMonth, "每月": ThisMonth,
	},
	count: map[string]Tallied{
		"records": TallyRecords, "记录": TallyRecords, "found": TallyFound, "发现": TallyFound, "fixed": TallyFixed, "整改": TallyFixed,
		"visited": TallyVisited, "走访户": TallyVisited, "cases": TallyCases, "件数": TallyCases, "success": TallySuccess, "成功": TallySuccess,
		"participants": TallyParticipants, "人次": TallyParticipants, "handbooks": TallyHandbooks, "资料": TallyHandbooks,
	},
}

// counted is what each kind of record has to be counted.
var counted = map[Kind][]Tallied{
	KindPatrol: {TallyRecords, TallyFound, TallyFixed, TallyVisited}, KindIssue: {TallyRecords, TallyFound, TallyFixed},
	KindDispute: {TallyRecords, TallyCases, TallySuccess}, KindEvent: {TallyRecords, TallyParticipants, TallyHandbooks},
}

const maxEvidence = 4 // rules of one indicator

// ParseEvidence reads rules, ； between them: a kind, then in any order a
// category, a term, what is counted, a campaign in 「」 and how many it takes,
// as in 巡查 消防 本年 ≥12 or event publicity quarter participants >=200. The reason
// says what is wrong, for the one who made the file.
func ParseEvidence(text string, called func(Kind, string) (Category, bool)) (rules []Evidence, reason string) {
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ';' || r == '；' || r == '\n' }) {
		words := strings.Fields(part)
		if len(words) == 0 {
			continue
		}
		e := Evidence{Kind: evidenceWords.kinds[words[0]], Count: TallyRecords, AtLeast: 1}
		if e.Kind == "" {
			return nil, fmt.Sprintf("%q is no kind of record: begin with 巡查, 纠纷, 活动 or 问题", words[0])
		}
		for _, word := range words[1:] {
			if !e.take(word, called) {
				return nil, fmt.Sprintf("%q is not understood: use a category of %s, 本年/本季/本月, 「a campaign」 or ≥ and a number", word, e.Kind)
			}
		}
		if e.Period == "" && e.Campaign == "" {
			e.Period = ThisYear
		}
		if !slices.Contains(counted[e.Kind], e.Count) {
			return nil, fmt.Sprintf("records of %s have no %s", e.Kind, e.Count)
		}
		rules = append(rules, e)
	}
	if len(rules) > maxEvidence {
		return nil, fmt.Sprintf("more than %d rules", maxEvidence)
	}
	return rules, ""
}

var atLeast = regexp.MustCompile(`^(?:>=|≥|不少于|至少)?([1-9][0-9]{0,6})(?:次|处|件|场|人次|份|户|条|起)?$`)

func (e *Evidence) take(word string, called func(Kind, string) (Category, bool)) bool {
	if n := atLeast.FindStringSubmatch(word); n != nil {
		e.AtLeast, _ = strconv.Atoi(n[1])
		return true
	}
	if name, ok := strings.CutPrefix(word, "「"); ok {
		e.Campaign = strings.TrimSuffix(name, "」")
		return e.Campaign != ""
	}
	if t, ok := evidenceWords.terms[word]; ok {
		e.Period = t
		return true
	}
	if c, ok := called(e.Kind, word); ok { // 成功 is no category, 走访 is one
		e.Category = c
		return true
	}
	c, ok := evidenceWords.count[word]
	e.Count = c
	return ok
}

// String is the rule as a file says it, by codes.
func (e Evidence) String() string {
	words := []string{string(e.Kind)}
	for _, w := range []string{string(e.Category), string(e.Period)} {
		if w != "" {
			words = append(words, w)
		}
	}
	if e.Campaign != "" {
		words = append(words, "「"+e.Campaign+"」")
	}
	if e.Count != TallyRecords {
		words = append(words, string(e.Count))
	}
	return strings.Join(append(words, fmt.Sprintf(">=%d", e.AtLeast)), " ")
}

// Days are the days that count, seen on a day: of the campaign where the rule
// names one and no term.
func (e Evidence) Days(today Date, campaign Campaign) Span {
	year, month, _ := today.Civil()
	s := Span{To: today}
	switch e.Period {
	case ThisYear:
		s.From = NewDate(year, 1, 1)
	case ThisQuarter:
		s.From = NewDate(year, month-(month-1)%3, 1)
	case ThisMonth:
		s.From = NewDate(year, month, 1)
	default:
		s = Span{From: campaign.Days.From, To: min(today, campaign.Days.To)}
	}
	return s
}

// Of is what the rule counts of a record of its days: its kind and category
// have to be right.
func (e Evidence) Of(c Counts) int {
	if c.Kind != e.Kind || e.Category != "" && c.Category != e.Category {
		return 0
	}
	switch e.Count {
	case TallyFound:
		return c.Found
	case TallyFixed:
		return c.Fixed
	case TallyVisited:
		return c.Visited
	case TallyCases:
		return c.Cases
	case TallySuccess:
		return c.Success
	case TallyParticipants:
		return c.Participants
	case TallyHandbooks:
		return c.Handbooks
	}
	return 1
}

// EvidenceText is rules as ParseEvidence reads them, by codes.
func EvidenceText(rules []Evidence) string {
	parts := make([]string, len(rules))
	for i, e := range rules {
		parts[i] = e.String()
	}
	return strings.Join(parts, "; ")
}

// CategoryByCode finds a category of a kind by its code.
func CategoryByCode(k Kind, code string) (Category, bool) {
	c := Category(strings.ToLower(code))
	return c, k.Has(c)
}
