package main

import (
	"bytes"
	"context"
	"fmt"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/errands"
	"gridmate/export"
	"gridmate/export/bulletin"
	"gridmate/storage"
)

// bulletinErrand drafts an issue of a bulletin anew: its card shows how it
// stands, and its document is sent if it was asked for.
func (a *assistant) bulletinErrand(ctx context.Context, e chat.Errand, _ errands.Tell) (finish, error) {
	order, err := export.ParseIssue(e.Body)
	if err != nil {
		return nil, err
	}
	var b bulletin.Bulletin
	var who community.Person
	m := made{}
	err = a.db.View(ctx, func(ctx context.Context, tx *storage.Tx) error {
		issue, err := tx.Bulletin(ctx, order.ID)
		if err != nil {
			return err
		}
		if who, err = a.person(ctx, tx, e.User); err != nil {
			return err
		}
		unit, found := tx.Org().Unit(issue.Unit)
		if !found || !who.May(community.Draft, unit.ID, tx.Org()) {
			return community.Refuse(community.Denied, "bulletin_denied")
		}
		f := export.Frame{Org: tx.Org(), Unit: unit, Type: issue.Type, Span: issue.Span, Now: a.now(), Zone: a.config.Zone}
		say := a.texts.For(who.Language)
		m.name = say.Text("bulletin.file", "Unit", unit.Label(), "N", issue.Number, "Year", issue.Year) + ".docx"
		b, err = draftIssue(ctx, tx, f, issue, f.Today(), say)
		m.caption = say.Text("bulletin.caption", "Unit", unit.Label(), "N", issue.Number, "Doubts", b.Doubts())
		return err
	})
	if err != nil {
		return nil, err
	}
	if order.File {
		var out bytes.Buffer
		if _, err := b.WriteTo(&out); err != nil {
			return nil, fmt.Errorf("bulletin %d: %w", order.ID, err)
		}
		m.content = out.Bytes()
	}
	return func(ctx context.Context, tx *storage.Tx) ([]chat.Reply, error) {
		return a.drafted(ctx, tx, who, order, b, m)
	}, nil
}

// drafted stores what an issue says now, for the screens that show it.
func (a *assistant) drafted(
	ctx context.Context, tx *storage.Tx, who community.Person, order export.Issue, b bulletin.Bulletin, m made,
) ([]chat.Reply, error) {
	issue, err := tx.Bulletin(ctx, order.ID) // as it stands by now
	if err != nil {
		return nil, err
	}
	issue.Drafted, issue.Doubts = b.Texts(), b.Doubts()
	if err := tx.SaveBulletin(ctx, issue); err != nil {
		return nil, err
	}
	card, err := a.handlers.BulletinCard(ctx, tx, who, issue)
	if order.Anew {
		card.Verb = chat.Send
	}
	replies := []chat.Reply{card}
	if err != nil || !order.File {
		return replies, err
	}
	file, err := m.reply(ctx, tx)
	return append(replies, file), err
}
