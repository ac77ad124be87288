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
)

// Indicators are the clauses of an assessment, the scores and what backs them.
type Indicators interface {
	// Indicators lists those in force.
	Indicators(ctx context.Context) ([]community.Indicator, error)
	Scores(ctx context.Context, unit community.UnitID, year int) ([]community.Score, error)
	Proofs(ctx context.Context, unit community.UnitID, year int) ([]community.Proof, error)
	AddScore(ctx context.Context, s community.Score) error
	AddProof(ctx context.Context, p community.Proof) error
	// DropProof unties a record that was named as evidence; false if it was not.
	DropProof(ctx context.Context, p community.Proof) (bool, error)
}

// indicators shows where a community stands, or the communities to choose from:
// /indicators, 指标 BH.
func indicators(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	villages, err := sc.assessed(ctx)
	if err != nil {
		return nil, err
	}
	if word := strings.TrimSpace(sc.words); word != "" {
		u, ok := sc.org().ByCode(word)
		if !ok {
			return nil, community.Refuse(community.NotFound, "org_unknown", "Code", clip(word, 20))
		}
		villages = slices.DeleteFunc(villages, func(v community.Unit) bool { return !sc.org().Within(v.ID, u.ID) })
		if len(villages) == 0 {
			return nil, community.Refuse(community.Denied, "read_denied")
		}
	}
	page, err := sc.boards(ctx, villages)
	return []chat.Reply{page}, err
}

// assessed lists the communities that the person reads here.
func (sc *scene) assessed(ctx context.Context) ([]community.Unit, error) {
	scope, err := sc.readScope(ctx)
	if err != nil {
		return nil, err
	}
	var villages []community.Unit
	for _, id := range scope {
		tops := []community.UnitID{id}
		if id == 0 {
			tops = nil
			for _, u := range sc.org().Children(0) {
				tops = append(tops, u.ID)
			}
		}
		for _, top := range tops {
			for _, u := range sc.org().Below(top, community.Village) {
				if !slices.ContainsFunc(villages, func(v community.Unit) bool { return v.ID == u.ID }) {
					villages = append(villages, u) // somebody with several roles reads it once
				}
			}
		}
	}
	if len(villages) == 0 {
		return nil, community.Refuse(community.Denied, "indicator_nowhere")
	}
	return villages, nil
}

// standings computes where communities stand today.
func (sc *scene) standings(ctx context.Context, units ...community.Unit) ([]assess.Board, error) {
	boards, err := assess.Compute(ctx, sc.store, sc.org(), units, sc.today(), sc.who.ReadsOnly())
	if err == nil && len(boards[0].Standings) == 0 {
		err = community.Refuse(community.NotFound, "indicator_none")
	}
	return boards, err
}

// indicatorCard is the card of the indicators' message.
const indicatorCard = "indicators"

// boards is the board of one community, or a line for each of several in the
// order of their codes: places are not ranked either.
func (sc *scene) boards(ctx context.Context, villages []community.Unit) (chat.Reply, error) {
	villages = villages[:min(len(villages), maxBelow)]
	boards, err := sc.standings(ctx, villages...)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(boards) == 1 {
		return sc.board(boards[0], false), nil
	}
	lines := []string{sc.say.Text("indicator.units", "N", len(boards), "Year", boards[0].Year)}
	var list []choice
	for _, b := range boards {
		t := b.Total()
		lines = append(lines, sc.say.Text("indicator.unit", "Unit", b.Unit.Label(), "Score", score(t), "Scored", t.Scored, "Of", t.Of, "Gaps", t.Unbacked))
		list = append(list, choice{strconv.FormatInt(int64(b.Unit.ID), 10), b.Unit.Label()})
	}
	k := layout(list, func(unit string) string { return "a:h:" + unit })
	return chat.Reply{Verb: chat.Send, Card: indicatorCard, Text: join(lines), Keyboard: k}, nil
}

// score is what was got of what is scored.
func score(t assess.Total) string {
	if t.Scored == 0 {
		return "–"
	}
	return t.Got.String() + "/" + t.Scorable.String()
}

// itemsShown is how many of the weakest items a board names.
const itemsShown = 5

// board is where one community stands.
func (sc *scene) board(b assess.Board, several bool) chat.Reply {
	t := b.Total()
	lines := []string{
		sc.say.Text("indicator.head", "Unit", b.Unit.Name, "Year", b.Year),
		sc.say.Text("indicator.total", "Score", score(t), "Scored", t.Scored, "Of", t.Of, "Max", t.Max.String(), "Gaps", t.Unbacked),
	}
	for _, typ := range b.Types() {
		lines = append(lines, sc.say.Text("indicator.type", "Type", sc.say.Text("type."+string(typ.Type)), "Score", score(typ), "Of", typ.Of, "Gaps", typ.Unbacked))
	}
	if weak := sc.weakItems(b); weak != "" {
		lines = append(lines, sc.say.Text("indicator.weak_items", "List", weak))
	}
	return chat.Reply{Verb: chat.Send, Card: indicatorCard, Text: join(lines), Keyboard: sc.boardKeys(b, several)}
}

func (sc *scene) weakItems(b assess.Board) string {
	var names []string
	for _, i := range b.Items() {
		if i.Scored > 0 && i.Got < i.Scorable && len(names) < itemsShown {
			names = append(names, clip(i.Item, 12)+" "+score(i))
		}
	}
	return strings.Join(names, "、")
}

// shelves are what a board's indicators can be listed by besides their type.
var shelves = []struct {
	key, label string
	list       func(assess.Board) []assess.Standing
}{
	{"gap", "indicator.button.gap", assess.Board.Unbacked},
	{"new", "indicator.button.new", assess.Board.Unscored},
	{"weak", "indicator.button.weak", assess.Board.Weakest},
}

func (sc *scene) boardKeys(b assess.Board, several bool) chat.Keyboard {
	key := func(which string) string { return fmt.Sprintf("a:t:%d:%s:0", b.Unit.ID, which) }
	var row []chat.Button
	for _, s := range shelves {
		if n := len(s.list(b)); n > 0 {
			row = append(row, chat.Button{Label: sc.say.Text(s.label, "N", n), Data: key(s.key)})
		}
	}
	var types []choice
	for _, t := range b.Types() {
		types = append(types, choice{string(t.Type), sc.say.Text("type." + string(t.Type))})
	}
	k := append(chat.Keyboard{row}, layout(types, key)...)
	last := chat.Row(chat.Button{Label: sc.say.Text("indicator.button.file"), Data: fmt.Sprintf("a:x:%d", b.Unit.ID)})
	if several {
		last = append(last, chat.Button{Label: sc.say.Text("indicator.button.units"), Data: "a:s:0"})
	}
	k = append(k, last)
	return slices.DeleteFunc(k, func(row []chat.Button) bool { return len(row) == 0 })
}
