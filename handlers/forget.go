package handlers

import (
	"context"

	"gridmate/chat"
	"gridmate/community"
)

// Accounts are what is held about people as users.
type Accounts interface {
	// RecordsBy counts the records that somebody reported.
	RecordsBy(ctx context.Context, id community.PersonID) (int, error)
	// Forget removes what is held about somebody as a user. Records and the
	// audit chain stay; their person is called name from now on.
	Forget(ctx context.Context, p community.Person, name string) error
}

// Keeping is how long things are kept, in days.
type Keeping struct {
	Texts   int // what people typed
	Records int // who did it and where; the figures stay
}

// privacy says what is kept about people and what is not, and what of the one
// who asks: /privacy.
func privacy(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	lines := []string{sc.say.Text("privacy.kept", "Texts", sc.h.Keeping.Texts, "Records", sc.h.Keeping.Records/365)}
	if !sc.who.Known() {
		return []chat.Reply{{Verb: chat.Send, Text: join(append(lines, sc.say.Text("privacy.stranger")))}}, nil
	}
	n, err := sc.store.RecordsBy(ctx, sc.who.ID)
	if err != nil {
		return nil, err
	}
	if sc.private() { // nobody's data is for a group
		lines = append(lines, sc.say.Text("privacy.you",
			"Name", sc.who.Name, "User", sc.who.User, "Roles", sc.rolesText(), "N", n))
	}
	return []chat.Reply{{Verb: chat.Send, Text: join(append(lines, sc.say.Text("privacy.forget")))}}, nil
}

// forget says what /forget does and asks.
func forget(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	if !sc.private() {
		return nil, community.Refuse(community.Denied, "forget_private")
	}
	held, err := sc.store.Owned(ctx, sc.who.ID, nil)
	if err != nil {
		return nil, err
	}
	lines := []string{sc.say.Text("forget.ask")}
	if len(held) > 0 {
		lines = append(lines, sc.say.Text("forget.open", "N", len(held)))
	}
	return []chat.Reply{{Verb: chat.Send, Text: join(lines), Keyboard: chat.Keyboard{chat.Row(
		chat.Button{Label: sc.say.Text("forget.no"), Data: "y:no"},
		chat.Button{Label: sc.say.Text("forget.yes"), Data: "y:yes"},
	)}}}, nil
}

// forgetButton answers the question: y:yes or y:no.
func forgetButton(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	if !sc.private() {
		return deadButton(ctx, sc)
	}
	done := chat.Reply{Verb: chat.Show, Message: sc.up.Message, Text: sc.say.Text("forget.kept")}
	if sc.up.Button.Data == "y:yes" {
		if err := sc.store.Forget(ctx, sc.who, sc.h.Texts.For("").Text("forget.name")); err != nil {
			return nil, err
		}
		done.Text = sc.say.Text("forget.done")
	}
	return []chat.Reply{done}, nil
}
