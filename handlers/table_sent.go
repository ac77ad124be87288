package handlers

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/export"
)

// Files keep what was sent until it is asked for.
type Files interface {
	// KeepSent keeps Telegram's id of a file that somebody sent and returns its
	// own, which fits on a button.
	KeepSent(ctx context.Context, owner int64, remote string) (int64, error)
}

// tableTypes are the ends of names of what spreadsheet programs write. Only the
// first can be filled; the others are answered, too.
var tableTypes = []string{".xlsx", ".xls", ".xlsm", ".et", ".csv", ".ods"}

func isTable(name string) bool {
	return slices.Contains(tableTypes, strings.ToLower(filepath.Ext(name)))
}

// sentTable takes a table with somebody's headings and has it filled, for the
// unit and the days that its caption names or that are asked for.
func sentTable(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	doc := sc.up.Document
	switch {
	case !sc.private() && !sc.up.Mention:
		return nil, nil // files of others pass through groups all day
	case !sc.private():
		return nil, community.Refuse(community.Denied, "form_private")
	case strings.ToLower(filepath.Ext(doc.Name)) != tableTypes[0]:
		return nil, community.Refuse(community.Invalid, "form_old")
	case doc.Size > export.MaxForm:
		return nil, community.Refuse(community.Invalid, "form_large", "Limit", export.MaxForm>>20)
	}
	if sc.isScores(doc.Name) {
		return sc.readScores(ctx, doc)
	}
	o, err := sc.orderOf(sc.up.Text, export.Stretch.Of)
	if err != nil { // a caption may be a sentence
		o = export.Order{}
	}
	o.What = export.Form
	if o.Unit == 0 {
		if o.Unit, err = sc.exportHome(ctx); err != nil {
			return nil, err
		}
	}
	if err := sc.mayExport(ctx, o.Unit); err != nil {
		return nil, err
	}
	if o.File, err = sc.store.KeepSent(ctx, sc.up.From.ID, doc.ID); err != nil {
		return nil, err
	}
	return sc.exportStep(ctx, o)
}

// isScores reports whether a file has the name that 指标自查表 is exported under.
func (sc *scene) isScores(name string) bool {
	return strings.Contains(name, sc.say.Text("export.what."+string(export.IndicatorTable)))
}

// readScores has the scores of a 指标自查表 read, which need no days.
func (sc *scene) readScores(ctx context.Context, doc *chat.Document) ([]chat.Reply, error) {
	home, err := sc.exportHome(ctx)
	if err != nil {
		return nil, err
	}
	o := export.Order{What: export.Scores, Unit: home, From: sc.today(), To: sc.today()}
	if o.File, err = sc.store.KeepSent(ctx, sc.up.From.ID, doc.ID); err != nil {
		return nil, err
	}
	_, err = sc.store.AddErrand(ctx, chat.Errand{Kind: export.Errand, Chat: sc.up.Chat.ID, Topic: sc.up.Chat.Topic, User: sc.up.From.ID, Body: o.Encode()})
	reading := sc.send("indicator.reading", "Name", doc.Name)
	reading.Card = o.Card()
	return []chat.Reply{reading}, err
}
