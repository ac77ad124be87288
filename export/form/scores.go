package form

import (
	"errors"
	"math"
	"regexp"
	"strconv"

	"gridmate/community"
	"gridmate/locale"
)

// ScoreSheet is what somebody filled into a 指标自查表 that the program wrote.
type ScoreSheet struct {
	Title string // its first row, which names the community
	Year  int    // of the assessment; 0 if it does not say
	Rows  []ScoreRow
}

// ScoreRow is one score as typed, with the reason beside it.
type ScoreRow struct {
	Row       int // counted from 1
	Indicator int64
	Stage     community.CheckStage
	Points    string
	Reason    string
}

// Scores reads the scores of a workbook; none if it is no 指标自查表. The columns
// are found by their heads, in any of the languages in which it is written, so
// that others may have been added or moved.
func Scores(data []byte, texts ...locale.Printer) (sheets []ScoreSheet, err error) {
	file, err := open(data)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	for i, name := range file.GetSheetList() {
		if visible, err := file.GetSheetVisible(name); err != nil || !visible || i >= maxScoreSheets {
			continue
		}
		g, err := readGrid(file, name)
		if err != nil {
			continue // a sheet of charts, or one that is beyond reading
		}
		for _, p := range texts {
			if heads, row, ok := scoreHeads(g, p); ok {
				sheets = append(sheets, scoreSheet(g, heads, row))
				break
			}
		}
	}
	return sheets, nil
}

// maxScoreSheets is more than a county has communities.
const maxScoreSheets = 200

// scoreHeads finds the columns of a 指标自查表 by their ids, and the row of heads.
func scoreHeads(g *grid, p locale.Printer) (columns map[string]int, row int, ok bool) {
	ids := []string{"indicator"}
	for _, s := range community.CheckStages() {
		ids = append(ids, string(s)+"_score", string(s)+"_reason")
	}
	for row := range min(len(g.rows), maxTop) {
		columns := map[string]int{}
		for _, id := range ids {
			for column, text := range g.rows[row] {
				if text == p.Text("export.column."+id) {
					columns[id] = column
				}
			}
		}
		if len(columns) == len(ids) {
			return columns, row, true
		}
	}
	return nil, 0, false
}

var years = regexp.MustCompile(`\b\d{4}\b`)

// scoreSheet reads the rows below the heads that begin with an indicator's number.
func scoreSheet(g *grid, columns map[string]int, heads int) ScoreSheet {
	s := ScoreSheet{Title: g.text(0, 0)}
	// The line above the heads ends with the last day and that of printing.
	if found := years.FindAllString(g.text(heads-1, 0), -1); len(found) >= 2 {
		s.Year, _ = strconv.Atoi(found[len(found)-2])
	}
	for row := heads + 1; row < len(g.rows); row++ {
		id, err := strconv.ParseInt(g.text(row, columns["indicator"]), 10, 64)
		if err != nil {
			continue // the totals, or what somebody wrote below
		}
		for _, stage := range community.CheckStages() {
			points := g.text(row, columns[string(stage)+"_score"])
			if points == "" {
				continue
			}
			s.Rows = append(s.Rows, ScoreRow{
				Row: row + 1, Indicator: id, Stage: stage, Points: points, Reason: g.text(row, columns[string(stage)+"_reason"]),
			})
		}
	}
	return s
}

// Value is the points of a row; not ok if they are none. A spreadsheet keeps
// 8.1 as the nearest number that it has.
func (r ScoreRow) Value() (community.Points, bool) {
	if points, ok := community.ParsePoints(r.Points); ok {
		return points, true
	}
	f, err := strconv.ParseFloat(r.Points, 64)
	if err != nil || math.Abs(f) > 1e6 || math.Abs(f*100-math.Round(f*100)) > 1e-6 {
		return 0, false
	}
	return community.ParsePoints(strconv.FormatFloat(math.Round(f*100)/100, 'f', -1, 64))
}
