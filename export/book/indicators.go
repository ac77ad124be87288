package book

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"gridmate/assess"
	"gridmate/community"
	"gridmate/export"
	"gridmate/locale"
)

// indicatorColumns are those of 指标自查表. The first is what a score is given
// by when the table comes back.
var indicatorColumns = []column{
	{"indicator", 7, lookNumber}, {"indicator_type", 9, lookCentre}, {"item", 16, lookText}, {"clause", 12, lookText},
	{"clause_text", 42, lookText}, {"max_score", 8, lookPoints},
	{"self_score", 9, lookPoints}, {"self_reason", 20, lookText}, {"verify_score", 9, lookPoints}, {"verify_reason", 20, lookText},
	{"assess_score", 9, lookPoints}, {"assess_reason", 20, lookText},
	{"evidence", 26, lookText}, {"backed", 9, lookCentre}, {"evidence_records", 16, lookText}, {"gap_issue", 10, lookCentre},
}

// scoreColumns are where the scores of the stages stand, counted from 1; the
// reason of each is right of it.
var scoreColumns = map[community.CheckStage]int{community.SelfCheck: 7, community.Verify: 9, community.Appraise: 11}

const maxColumn = 6 // where the highest score stands, counted from 1

// Indicators writes 指标自查表 of communities, a sheet each: where they stand
// with every indicator, what backs it and what does not. Scores can be filled
// in and are held to their maximum.
func Indicators(out io.Writer, boards []assess.Board, f export.Frame, p locale.Printer) (err error) {
	file := excelize.NewFile()
	defer func() { err = errors.Join(err, file.Close()) }()
	b := &book{file: file, frame: f, texts: p}
	if b.styles, err = newStyles(file); err != nil {
		return err
	}
	names := map[string]bool{}
	for _, board := range boards {
		name := b.text("sheet.indicators")
		if len(boards) > 1 {
			name = tab(board.Unit, names)
		}
		if err := b.board(name, board); err != nil {
			return fmt.Errorf("indicators of %s: %w", board.Unit.Code, err)
		}
	}
	_, err = file.WriteTo(out)
	return err
}

// maxTab is how long the name of a sheet may be, in characters.
const maxTab = 31

// tab is a name for a unit's sheet that no other sheet has.
func tab(u community.Unit, taken map[string]bool) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return -1
		}
		return r
	}, u.Label())
	if runes := []rune(name); len(runes) > maxTab {
		name = string(runes[:maxTab])
	}
	if name == "" || taken[name] {
		name = fmt.Sprintf("%d", u.ID)
	}
	taken[name] = true
	return name
}

func (b *book) board(name string, board assess.Board) error {
	b.frame.Unit = board.Unit
	s, err := b.openAs(name, "indicators", indicatorColumns)
	if err != nil {
		return err
	}
	for _, standing := range board.Standings {
		if err := s.add(b.standing(standing)); err != nil {
			return err
		}
	}
	if err := b.holdScores(name, firstRow+len(board.Standings)-1); err != nil {
		return err
	}
	return s.end(b.boardTotals(board))
}

func (b *book) standing(s assess.Standing) []any {
	row := []any{int(s.ID), b.word("type", string(s.Type)), s.Item, s.Clause, s.Text, points(s.Max)}
	for _, stage := range community.CheckStages() {
		score, ok := s.Scores[stage]
		if !ok {
			row = append(row, nil, "")
			continue
		}
		row = append(row, points(score.Points), score.Reason)
	}
	backed := b.text("not_backed")
	if s.Backed() {
		backed = b.text("backed")
	}
	var numbers []string
	for _, n := range s.Records {
		numbers = append(numbers, fmt.Sprintf("#%d", n))
	}
	issue := ""
	if s.Issue != 0 {
		issue = fmt.Sprintf("#%d", s.Issue)
	}
	return append(row, Evidence(s, b.texts), backed, strings.Join(numbers, " "), issue)
}

// Evidence says what the rules of an indicator count, a line each.
func Evidence(s assess.Standing, p locale.Printer) string {
	var lines []string
	for i, e := range s.Evidence {
		what := p.Text("kind." + string(e.Kind))
		if e.Category != "" {
			what += "·" + export.Category(p, e.Kind, e.Category)
		}
		if e.Campaign != "" {
			what += "·" + e.Campaign
		}
		if e.Period != "" {
			what = p.Text("indicator.term."+string(e.Period)) + what
		}
		if e.Count != community.TallyRecords {
			what += "·" + p.Text("indicator.count."+string(e.Count))
		}
		lines = append(lines, p.Text("indicator.evidence", "What", what, "N", s.Counts[i], "Of", e.AtLeast))
	}
	return strings.Join(lines, "\n")
}

func (b *book) boardTotals(board assess.Board) []any {
	t := board.Total()
	row := []any{b.text("total"), nil, nil, nil, b.text("indicators", "N", t.Of), points(t.Max)}
	for _, stage := range community.CheckStages() {
		sum, n := community.Points(0), 0
		for _, s := range board.Standings {
			if score, ok := s.Scores[stage]; ok {
				sum, n = sum+score.Points, n+1
			}
		}
		row = append(row, points(sum), b.text("scored", "N", n, "Of", t.Of))
	}
	return append(row, b.text("unbacked", "N", t.Unbacked), nil, "", "")
}

// points are a number that shows as people write it.
func points(p community.Points) float64 { return float64(p) / 100 }

// holdScores lets the cells for scores hold numbers from 0 to the indicator's
// maximum only.
func (b *book) holdScores(sheet string, last int) error {
	if last < firstRow {
		return nil
	}
	for _, column := range scoreColumns {
		rule := excelize.NewDataValidation(true)
		rule.SetSqref(cell(column, firstRow) + ":" + cell(column, last))
		most := "$" + cell(maxColumn, firstRow)
		if err := rule.SetRange(0, most, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween); err != nil {
			return err
		}
		rule.SetError(excelize.DataValidationErrorStyleStop, b.text("score_title"), b.text("score_error"))
		if err := b.file.AddDataValidation(sheet, rule); err != nil {
			return err
		}
	}
	return nil
}
