package handlers

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gridmate/assess"
	"gridmate/chat"
	"gridmate/community"
	"gridmate/export"
	"gridmate/export/book"
)

// indicatorButton turns the pages of the indicators, all in one message:
//
//	a:s:0                        the communities
//	a:h:<unit>                   a community's board
//	a:t:<unit>:<which>:<offset>  its indicators of a type, without evidence, …
//	a:c:<unit>:<indicator>       one of them
//	a:f:<unit>:<indicator>       full marks, where the evidence is reached
//	a:l:<unit>:<indicator>       its gap becomes an issue
//	a:x:<unit>                   the table as a file
func indicatorButton(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	parts := strings.Split(sc.up.Button.Data, ":")
	if len(parts) < 3 {
		return deadButton(ctx, sc)
	}
	unit, err := strconv.ParseInt(parts[2], 10, 64)
	if err != nil {
		return deadButton(ctx, sc)
	}
	villages, err := sc.assessed(ctx)
	if err != nil {
		return nil, err
	}
	if parts[1] == "s" {
		page, err := sc.boards(ctx, villages)
		return []chat.Reply{sc.turned(page)}, err
	}
	at := slices.IndexFunc(villages, func(u community.Unit) bool { return u.ID == community.UnitID(unit) })
	if at < 0 {
		return nil, community.Refuse(community.Denied, "read_denied")
	}
	boards, err := sc.standings(ctx, villages[at])
	if err != nil {
		return nil, err
	}
	return sc.indicatorPress(ctx, parts, boards[0], len(villages) > 1)
}

func (sc *scene) indicatorPress(ctx context.Context, parts []string, b assess.Board, several bool) ([]chat.Reply, error) {
	switch parts[1] {
	case "h":
		return []chat.Reply{sc.turned(sc.board(b, several))}, nil
	case "x":
		return sc.indicatorFile(ctx, b)
	case "t":
		page, ok := sc.indicatorList(b, parts[3:])
		if !ok {
			return deadButton(ctx, sc)
		}
		return []chat.Reply{sc.turned(page)}, nil
	}
	id, err := strconv.ParseInt(parts[len(parts)-1], 10, 64)
	s, ok := b.Find(id)
	if err != nil || !ok || len(parts) != 4 {
		return deadButton(ctx, sc)
	}
	switch parts[1] {
	case "c":
		return []chat.Reply{sc.turned(sc.indicatorPage(b, s))}, nil
	case "f":
		return sc.fullMarks(ctx, b, s)
	case "l":
		return sc.openGap(ctx, b, s)
	}
	return deadButton(ctx, sc)
}

// turned is a page in the pressed message.
func (sc *scene) turned(r chat.Reply) chat.Reply {
	r.Verb, r.Message = chat.Show, sc.up.Message
	return r
}

const indicatorsShown = 8

// indicatorList is a page of indicators: which, and from where on.
func (sc *scene) indicatorList(b assess.Board, which []string) (chat.Reply, bool) {
	if len(which) != 2 {
		return chat.Reply{}, false
	}
	offset, err := strconv.Atoi(which[1])
	list, name := sc.shelfOf(b, which[0])
	if err != nil || offset < 0 || offset > len(list) || name == "" {
		return chat.Reply{}, false
	}
	lines := []string{sc.say.Text("indicator.list", "Unit", b.Unit.Label(), "What", name)}
	var k chat.Keyboard
	for chunk := range slices.Chunk(list[offset:min(len(list), offset+indicatorsShown)], 4) {
		var row []chat.Button
		for _, s := range chunk {
			lines = append(lines, sc.indicatorLine(s))
			row = append(row, chat.Button{Label: strconv.FormatInt(s.ID, 10), Data: fmt.Sprintf("a:c:%d:%d", b.Unit.ID, s.ID)})
		}
		k = append(k, row)
	}
	turn := chat.Row(chat.Button{Label: sc.say.Text("button.back"), Data: fmt.Sprintf("a:h:%d", b.Unit.ID)})
	page := func(to int) string { return fmt.Sprintf("a:t:%d:%s:%d", b.Unit.ID, which[0], to) }
	if offset > 0 {
		turn = append(turn, chat.Button{Label: sc.say.Text("indicator.button.before"), Data: page(max(0, offset-indicatorsShown))})
	}
	if offset+indicatorsShown < len(list) {
		turn = append(turn, chat.Button{Label: sc.say.Text("indicator.button.after"), Data: page(offset + indicatorsShown)})
	}
	return chat.Reply{Card: indicatorCard, Text: join(lines), Keyboard: append(k, turn)}, true
}

func (sc *scene) shelfOf(b assess.Board, which string) ([]assess.Standing, string) {
	for _, s := range shelves {
		if s.key == which {
			list := s.list(b)
			return list, sc.say.Text(s.label, "N", len(list))
		}
	}
	if t, ok := community.ParseType(which); ok {
		return b.Of(t), sc.say.Text("type." + which)
	}
	return nil, ""
}

func (sc *scene) indicatorLine(s assess.Standing) string {
	got := "–"
	if score, ok := s.Score(); ok {
		got = sc.say.Text("indicator.stage."+string(score.Stage)) + " " + score.Points.String()
	}
	mark := "⚠️"
	if s.Backed() {
		mark = "📎"
	}
	return sc.say.Text("indicator.line", "N", s.ID, "Text", clip(s.Text, 24), "Score", got, "Max", s.Max.String(), "Mark", mark)
}

// indicatorPage is one indicator: scores, what backs it, what is to be done.
func (sc *scene) indicatorPage(b assess.Board, s assess.Standing) chat.Reply {
	lines := []string{
		sc.say.Text("indicator.card", "N", s.ID, "Unit", b.Unit.Label(), "Type", sc.say.Text("type."+string(s.Type)), "Item", s.Item, "Clause", s.Clause, "Max", s.Max.String()),
		s.Text,
	}
	for _, stage := range community.CheckStages() {
		if score, ok := s.Scores[stage]; ok {
			lines = append(lines, sc.say.Text("indicator.score", "Stage", sc.say.Text("indicator.stage."+string(stage)), "Points", score.Points.String(), "Max", s.Max.String(), "Reason", score.Reason))
		}
	}
	backing := strings.ReplaceAll(book.Evidence(s, sc.say), "\n", "；")
	if len(s.Records) > 0 {
		backing = strings.TrimPrefix(backing+"；"+numberList(s.Records), "；")
	}
	switch {
	case backing == "":
		lines = append(lines, sc.say.Text("indicator.no_evidence"))
	case s.Backed():
		lines = append(lines, sc.say.Text("indicator.backed", "What", backing))
	default:
		lines = append(lines, sc.say.Text("indicator.not_backed", "What", backing))
	}
	if s.Issue != 0 {
		lines = append(lines, sc.say.Text("indicator.issue", "Number", int64(s.Issue)))
	}
	stage, scores := sc.who.StageOf(b.Unit.ID, sc.org())
	if scores {
		lines = append(lines, sc.say.Text("indicator.how", "N", s.ID, "Stage", sc.say.Text("indicator.stage."+string(stage))))
	}
	if sc.who.May(community.ScoreSelf, b.Unit.ID, sc.org()) {
		lines = append(lines, sc.say.Text("indicator.how_evidence", "N", s.ID))
	}
	return chat.Reply{Verb: chat.Send, Card: indicatorCard, Text: join(lines), Keyboard: sc.indicatorKeys(b, s, stage)}
}

func (sc *scene) indicatorKeys(b assess.Board, s assess.Standing, stage community.CheckStage) chat.Keyboard {
	key := func(do string, id int64) string { return fmt.Sprintf("a:%s:%d:%d", do, b.Unit.ID, id) }
	var row []chat.Button
	if old, scored := s.Scores[stage]; stage != "" && s.Reached() && (!scored || old.Points < s.Max) {
		row = append(row, chat.Button{Label: sc.say.Text("indicator.button.full"), Data: key("f", s.ID)})
	}
	if sc.mayOpenGap(b.Unit.ID, s) {
		row = append(row, chat.Button{Label: sc.say.Text("indicator.button.gap_issue"), Data: key("l", s.ID)})
	}
	last := chat.Row(chat.Button{Label: sc.say.Text("button.back"), Data: fmt.Sprintf("a:h:%d", b.Unit.ID)})
	at := slices.IndexFunc(b.Standings, func(other assess.Standing) bool { return other.ID == s.ID })
	if at+1 < len(b.Standings) {
		last = append(last, chat.Button{Label: sc.say.Text("indicator.button.next"), Data: key("c", b.Standings[at+1].ID)})
	}
	if len(row) == 0 {
		return chat.Keyboard{last}
	}
	return chat.Keyboard{row, last}
}

// mayOpenGap reports whether an indicator has a gap that the person may put into
// the ledger: points lost or no evidence, and no issue yet.
func (sc *scene) mayOpenGap(unit community.UnitID, s assess.Standing) bool {
	score, scored := s.Score()
	gap := !s.Backed() || scored && score.Points < s.Max
	may := slices.ContainsFunc(community.CheckStages(), func(stage community.CheckStage) bool { return sc.who.May(stage.Right(), unit, sc.org()) })
	return gap && s.Issue == 0 && may && sc.who.May(community.Report, unit, sc.org())
}

// fullMarks scores an indicator whose evidence is reached.
func (sc *scene) fullMarks(ctx context.Context, b assess.Board, s assess.Standing) ([]chat.Reply, error) {
	stage, ok := sc.who.StageOf(b.Unit.ID, sc.org())
	if !ok || !s.Reached() {
		return nil, community.Refuse(community.Denied, "score_denied", "Unit", b.Unit.Name)
	}
	err := sc.addScore(ctx, s.Indicator, community.Score{Unit: b.Unit.ID, Stage: stage, Points: s.Max, Reason: sc.say.Text("indicator.reached")})
	if err != nil {
		return nil, err
	}
	page, err := sc.indicatorAgain(ctx, b.Unit, s.ID)
	return []chat.Reply{sc.toast("indicator.scored"), sc.turned(page)}, err
}

// openGap puts an indicator's gap into the community's ledger, once.
func (sc *scene) openGap(ctx context.Context, b assess.Board, s assess.Standing) ([]chat.Reply, error) {
	if s.Issue != 0 {
		return []chat.Reply{sc.alert("indicator.issue", "Number", int64(s.Issue)), sc.turned(sc.indicatorPage(b, s))}, nil
	}
	if !sc.mayOpenGap(b.Unit.ID, s) {
		return nil, community.Refuse(community.Denied, "score_denied", "Unit", b.Unit.Name)
	}
	lost := sc.say.Text("indicator.lost_evidence")
	if score, ok := s.Score(); ok && score.Points < s.Max {
		lost = sc.say.Text("indicator.lost_points", "Points", score.Points.String(), "Max", s.Max.String(), "Reason", score.Reason)
	}
	text := sc.say.Text("indicator.gap", "N", s.ID, "Text", s.Text, "Lost", lost)
	issue := community.GapIssue(b.Unit.ID, text, sc.today())
	issue.Reporter, issue.Created = sc.who.ID, sc.now
	issue, err := sc.valid(ctx, issue)
	if err != nil {
		return nil, err
	}
	if issue, err = sc.store.AddRecord(ctx, issue); err != nil {
		return nil, err
	}
	if err := sc.store.AddProof(ctx, sc.proof(b.Unit.ID, s.ID, issue.Number, true)); err != nil {
		return nil, err
	}
	page, err := sc.indicatorAgain(ctx, b.Unit, s.ID)
	return []chat.Reply{sc.alert("indicator.opened", "Number", int64(issue.Number), "Deadline", issue.Deadline.String()), sc.turned(page)}, err
}

func (sc *scene) proof(unit community.UnitID, indicator int64, n community.Number, issue bool) community.Proof {
	year, _, _ := sc.today().Civil()
	return community.Proof{Indicator: indicator, Unit: unit, Year: year, Record: n, Issue: issue, By: sc.who.ID, At: sc.now}
}

// indicatorAgain is an indicator's page after something was changed.
func (sc *scene) indicatorAgain(ctx context.Context, u community.Unit, id int64) (chat.Reply, error) {
	boards, err := sc.standings(ctx, u)
	if err != nil {
		return chat.Reply{}, err
	}
	s, _ := boards[0].Find(id)
	return sc.indicatorPage(boards[0], s), nil
}

// indicatorFile has the table of a community made.
func (sc *scene) indicatorFile(ctx context.Context, b assess.Board) ([]chat.Reply, error) {
	first := community.NewDate(b.Year, 1, 1)
	return sc.exportStep(ctx, export.Order{What: export.IndicatorTable, Unit: b.Unit.ID, From: first, To: sc.today()})
}
