package handlers

import (
	"context"
	"slices"
	"strconv"

	"gridmate/chat"
	"gridmate/locale"
)

// refusals are the reasons for which a file is refused that people can do
// something about; whatever else it was is "file".
var refusals = []string{"files_forbidden", "file_too_large", "file_gone"}

func refusalOf(u chat.Undelivered) string {
	if slices.Contains(refusals, u.Error) {
		return u.Error
	}
	return "file"
}

// NotDelivered tells whoever waits for a file that Telegram does not take it,
// and what to do instead. Of a picture that nobody asked for nobody hears.
func (h *Handlers) NotDelivered(ctx context.Context, s Store, u chat.Undelivered) ([]chat.Reply, error) {
	r := u.Reply
	if r.Priority != chat.Interactive {
		return nil, nil
	}
	say := h.Texts.For(locale.Chinese)
	who, known, err := s.PersonByUser(ctx, r.Chat) // a private chat has the person's own id
	if err != nil {
		return nil, err
	}
	if known {
		say = h.Texts.For(who.Language)
	}
	return []chat.Reply{{
		Verb: chat.Send, Chat: r.Chat, Topic: r.Topic, ReplyTo: r.ReplyTo, Text: say.Text("undelivered."+refusalOf(u), "Name", r.File.Name),
	}}, nil
}

// What the buttons under an undelivered file do.
const (
	doResend = "resend"
	doGiveUp = "giveup"
)

// fileLetters are the lines and buttons of undelivered files.
func (sc *scene) fileLetters(ctx context.Context, files []chat.Undelivered) (lines []string, keys chat.Keyboard, err error) {
	if len(files) == 0 {
		return nil, nil, nil
	}
	lines = append(lines, sc.say.Text("letters.files", "N", len(files)))
	for _, u := range files[:min(len(files), maxLetters)] {
		where, err := sc.whereTo(ctx, u.Reply.Chat)
		if err != nil {
			return nil, nil, err
		}
		id := strconv.FormatInt(u.ID, 10)
		lines = append(lines, sc.say.Text("letters.file", "ID", id, "At", u.At.In(sc.h.Zone).Format("01-02 15:04"),
			"Name", u.Reply.File.Name, "Where", where, "Cause", sc.say.Text("letters.cause_"+refusalOf(u))))
		keys = append(keys, chat.Row(
			chat.Button{Label: sc.say.Text("letters.resend", "ID", id), Data: "x:" + doResend + ":" + id},
			chat.Button{Label: sc.say.Text("letters.give_up", "ID", id), Data: "x:" + doGiveUp + ":" + id},
		))
	}
	return append(lines, sc.say.Text("letters.file_foot")), keys, nil
}

// whereTo names a chat that a file was for.
func (sc *scene) whereTo(ctx context.Context, room int64) (string, error) {
	who, known, err := sc.store.PersonByUser(ctx, room)
	if err != nil || known {
		return sc.say.Text("letters.private", "Name", who.Name), err
	}
	g, bound, err := sc.store.Group(ctx, room)
	if err != nil || !bound {
		return "?", err
	}
	return sc.unitName(g.Unit), nil
}

// fileButton sends a file again or gives it up: x:resend:<id>, x:giveup:<id>.
func (sc *scene) fileButton(ctx context.Context, do, id string) ([]chat.Reply, error) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return deadButton(ctx, sc)
	}
	change, done := sc.store.Resend, "letters.resent"
	if do == doGiveUp {
		change, done = sc.store.GiveUp, "letters.given_up"
	}
	if err := change(ctx, n); err != nil {
		return nil, err
	}
	return sc.lettersNow(ctx, sc.toast(done))
}
