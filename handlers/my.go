package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"gridmate/chat"
	"gridmate/community"
)

// mine lists the person's open items and recent records; each opens with its
// own buttons.
func mine(ctx context.Context, sc *scene) ([]chat.Reply, error) { return sc.ownPage(ctx, 0, 0) }

// myButton turns the page: m:<offset>.
func myButton(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	_, n, _ := strings.Cut(sc.up.Button.Data, ":")
	offset, err := strconv.Atoi(n)
	if err != nil || offset < 0 {
		return deadButton(ctx, sc)
	}
	return sc.ownPage(ctx, offset, sc.up.Message)
}

const pageSize = 6

func (sc *scene) ownPage(ctx context.Context, offset, message int) ([]chat.Reply, error) {
	open, err := sc.store.Records(ctx, community.Filter{Reporter: sc.who.ID, OpenOnly: true})
	if err != nil {
		return nil, err
	}
	open = slices.DeleteFunc(open, func(r community.Record) bool { return r.Kind == community.KindTask }) // set for others
	if open, err = sc.withOwned(ctx, open); err != nil {
		return nil, err
	}
	recent, err := sc.store.Records(ctx, community.Filter{Reporter: sc.who.ID, Limit: offset + pageSize + 1})
	if err != nil {
		return nil, err
	}
	if len(recent)+len(open) == 0 {
		return []chat.Reply{sc.send("my.empty")}, nil
	}
	recent = recent[min(offset, len(recent)):]
	more := len(recent) > pageSize
	recent = recent[:min(pageSize, len(recent))]

	lines := []string{sc.say.Text("my.open", "N", len(open))}
	lines = append(lines, sc.itemLines(open, openShown)...)
	lines = append(lines, sc.say.Text("my.recent"))
	var k chat.Keyboard
	var row []chat.Button
	for _, r := range recent {
		lines = append(lines, sc.itemLine(r))
		row = append(row, ownKey(r))
		if len(row) == 3 {
			k, row = append(k, row), nil
		}
	}
	if len(row) > 0 {
		k = append(k, row)
	}
	return []chat.Reply{{
		Verb: chat.Show, Card: "my", Message: message, Text: join(lines), Keyboard: append(k, sc.turn(offset, more)...),
	}}, nil
}

const openShown = 10

// ownKey opens a record: its receipt, or the card of a task.
func ownKey(r community.Record) chat.Button {
	n := strconv.FormatInt(int64(r.Number), 10)
	if r.Kind == community.KindTask {
		return chat.Button{Label: "#" + n, Data: "i:" + n}
	}
	return chat.Button{Label: "#" + n, Data: receiptData(r.Number, "show")}
}

// turn is the row that turns pages, where there are others.
func (sc *scene) turn(offset int, more bool) chat.Keyboard {
	var row []chat.Button
	if offset > 0 {
		row = append(row, chat.Button{Label: sc.say.Text("button.newer"), Data: "m:" + strconv.Itoa(max(0, offset-pageSize))})
	}
	if more {
		row = append(row, chat.Button{Label: sc.say.Text("button.older"), Data: "m:" + strconv.Itoa(offset+pageSize)})
	}
	if len(row) == 0 {
		return nil
	}
	return chat.Keyboard{row}
}

func (sc *scene) itemLines(list []community.Record, limit int) []string {
	var lines []string
	for i, r := range list {
		if i == limit {
			return append(lines, sc.say.Text("my.more", "N", len(list)-limit))
		}
		lines = append(lines, sc.itemLine(r))
	}
	return lines
}

// itemLine is a record in one line: number, what, where, state and deadline.
func (sc *scene) itemLine(r community.Record) string {
	e := entry{Record: r}
	head := "#" + strconv.FormatInt(int64(r.Number), 10) + " " + sc.say.Text("kind."+string(r.Kind))
	if !sc.private() && r.Delicate() {
		return head
	}
	parts := compact(head,
		sc.where(e), sc.categoryName(r.Kind, r.Category), sc.dateText(r.Date),
	)
	if r.Kind == community.KindTask {
		parts = append(parts[:1], clip(sc.taskTitle(r), titleShown))
	}
	switch {
	case !r.Withdrawn.IsZero():
		parts = append(parts, sc.say.Text("status.withdrawn"))
	case !r.Finished() && r.Deadline < sc.today():
		parts = append(parts, sc.say.Text("my.overdue", "N", int(sc.today()-r.Deadline)))
	case !r.Finished():
		parts = append(parts, sc.say.Text("card.deadline", "Date", sc.dateText(r.Deadline)))
	}
	return joinWith(parts, " · ")
}
