package main

import (
	"context"
	"slices"
	"strings"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/export"
	"gridmate/export/form"
	"gridmate/locale"
	"gridmate/reading"
	"gridmate/storage"
)

// scoresIn reads the scores of a table that somebody sent; none if it is no
// 指标自查表.
func (a *assistant) scoresIn(sent []byte) ([]form.ScoreSheet, error) {
	if sent == nil {
		return nil, nil
	}
	return form.Scores(sent, a.texts.For(locale.Chinese), a.texts.For(locale.English))
}

// takeScores records the scores of the sheets that a community's lead, or those
// who check it, filled in: of each sheet all or none.
func (a *assistant) takeScores(e chat.Errand, o export.Order, sheets []form.ScoreSheet) finish {
	return func(ctx context.Context, tx *storage.Tx) ([]chat.Reply, error) {
		who, err := a.person(ctx, tx, e.User)
		if err != nil {
			return nil, err
		}
		clerk := scoreClerk{a: a, tx: tx, who: who, say: a.texts.For(who.Language)}
		if clerk.indicators, err = tx.Indicators(ctx); err != nil {
			return nil, err
		}
		var parts []string
		for _, s := range sheets {
			said, err := clerk.take(ctx, s)
			if refusal, ok := community.Refusal(err); ok {
				said, err = clerk.say.Fill("error."+refusal.Key, refusal.Args), nil
			}
			if err != nil {
				return nil, err
			}
			parts = append(parts, said)
		}
		return []chat.Reply{{Verb: chat.Show, Card: o.Card(), Text: strings.Join(parts, "\n\n")}}, nil
	}
}

// scoreClerk records scores for somebody.
type scoreClerk struct {
	a          *assistant
	tx         *storage.Tx
	who        community.Person
	say        locale.Printer
	indicators []community.Indicator
}

// entry is a score with the indicator that it is of.
type entry struct {
	community.Score
	of community.Indicator
}

// take records what is new in a sheet and says what that was, or what is wrong.
func (c scoreClerk) take(ctx context.Context, s form.ScoreSheet) (string, error) {
	unit, err := c.unitOf(s)
	if err != nil {
		return "", err
	}
	year, err := c.yearOf(s)
	if err != nil {
		return "", err
	}
	known, err := c.tx.Scores(ctx, unit.ID, year)
	if err != nil {
		return "", err
	}
	var fresh []entry
	var wrong []string
	for _, row := range s.Rows {
		score, err := c.entry(row, unit, year, known)
		if refusal, ok := community.Refusal(err); ok {
			wrong = append(wrong, c.say.Text("indicator.bad_line", "Row", row.Row, "Stage", c.stage(row.Stage), "Why", c.why(refusal)))
		} else if score.Indicator != 0 {
			fresh = append(fresh, score)
		}
	}
	args := []any{"Unit", unit.Label(), "Year", year}
	switch {
	case len(wrong) > 0:
		return c.say.Text("indicator.bad", append(args, "N", len(wrong), "List", c.list(wrong))...), nil
	case len(fresh) == 0:
		return c.say.Text("indicator.same", args...), nil
	}
	lines := make([]string, len(fresh))
	for i, f := range fresh {
		if err := c.tx.AddScore(ctx, f.Score); err != nil {
			return "", err
		}
		lines[i] = c.say.Text("indicator.taken_line", "Stage", c.stage(f.Stage), "Indicator", f.Indicator,
			"Points", f.Points.String(), "Max", f.of.Max.String(), "Reason", f.Reason)
	}
	return c.say.Text("indicator.taken", append(args, "N", len(fresh), "List", c.list(lines))...), nil
}

// maxScoreLines is how many scores or faults one message lists.
const maxScoreLines = 12

func (c scoreClerk) list(lines []string) string {
	if over := len(lines) - maxScoreLines; over > 0 {
		lines = append(slices.Clone(lines[:maxScoreLines]), c.say.Text("indicator.taken_more", "N", over))
	}
	return "\n" + strings.Join(lines, "\n")
}

func (c scoreClerk) stage(s community.CheckStage) string {
	return c.say.Text("indicator.stage." + string(s))
}

// why says what is wrong in a cell. In a table the reason stands beside it.
func (c scoreClerk) why(refusal *community.Error) string {
	if refusal.Key == "score_reason" {
		return c.say.Text("error.score_reason_row")
	}
	return c.say.Fill("error."+refusal.Key, refusal.Args)
}

// unitOf is the community whose title a sheet bears, among those that the person
// reads.
func (c scoreClerk) unitOf(s form.ScoreSheet) (community.Unit, error) {
	var found []community.Unit
	org := c.tx.Org()
	for _, u := range org.Below(0, community.Village) {
		for _, language := range []string{locale.Chinese, locale.English} {
			title := c.a.texts.For(language).Text("export.title.indicators", "Unit", u.Name)
			if export.Clean(title) == s.Title && c.who.May(community.Read, u.ID, org) {
				found = append(found, u)
				break
			}
		}
	}
	if len(found) != 1 {
		return community.Unit{}, community.Refuse(community.NotFound, "score_table", "Title", quoted(s.Title))
	}
	return found[0], nil
}

// quoted is the beginning of what stands in a cell, fit to be shown.
func quoted(cell string) string {
	masked, _ := reading.Mask(strings.ToValidUTF8(chat.Clean(cell), "\uFFFD"))
	if runes := []rune(masked); len(runes) > maxQuoted {
		return string(runes[:maxQuoted]) + "…"
	}
	return masked
}

const maxQuoted = 30 // characters

// yearOf is the year of a sheet: this one, or the last one, which is assessed in
// the new year.
func (c scoreClerk) yearOf(s form.ScoreSheet) (int, error) {
	this := c.a.now().In(c.a.config.Zone).Year()
	switch s.Year {
	case 0:
		return this, nil
	case this, this - 1:
		return s.Year, nil
	}
	return 0, community.Refuse(community.Invalid, "score_year", "Year", s.Year, "From", this-1, "To", this)
}

// entry is the score of a row, checked; the zero one if it was recorded before.
func (c scoreClerk) entry(row form.ScoreRow, unit community.Unit, year int, known []community.Score) (entry, error) {
	at := slices.IndexFunc(c.indicators, func(i community.Indicator) bool { return i.ID == row.Indicator })
	if at < 0 {
		return entry{}, community.Refuse(community.NotFound, "score_gone", "Indicator", row.Indicator)
	}
	of := c.indicators[at]
	points, ok := row.Value()
	if !ok {
		return entry{}, community.Refuse(community.Invalid, "score_number", "Text", quoted(row.Points))
	}
	reason, _ := reading.Mask(strings.Join(strings.Fields(chat.Clean(row.Reason)), " "))
	last := community.Score{Points: -1}
	for _, s := range known { // the oldest first
		if s.Indicator == of.ID && s.Stage == row.Stage {
			last = s
		}
	}
	if last.Points == points && last.Reason == reason {
		return entry{}, nil
	}
	score, err := community.NewScore(community.Score{
		Unit: unit.ID, Year: year, Stage: row.Stage, Points: points, Reason: reason, At: c.a.now(),
	}, of, c.who, c.tx.Org())
	return entry{score, of}, err
}
