package handlers

import (
	"context"
	"strconv"
	"strings"

	"gridmate/chat"
	"gridmate/community"
)

// Letters are the updates that could not be handled.
type Letters interface {
	// DeadLetters lists them, oldest first.
	DeadLetters(ctx context.Context) ([]chat.DeadLetter, error)
	// RetryDead lets one be handled again; a NotFound refusal "dead_letter" if
	// there is none with anything left.
	RetryDead(ctx context.Context, id int64) error
	// DropDead gives one up and forgets what it held.
	DropDead(ctx context.Context, id int64) error
}

// Undelivered are the files that Telegram refused for good.
type Undelivered interface {
	// Undelivered lists them, oldest first.
	Undelivered(ctx context.Context) ([]chat.Undelivered, error)
	// Resend sends one once more; a NotFound refusal "dead_letter" if there is
	// none such.
	Resend(ctx context.Context, id int64) error
	// GiveUp forgets one.
	GiveUp(ctx context.Context, id int64) error
}

// maxLetters is how many letters a list shows, with a row of buttons each.
const maxLetters = 6

// deadLetters lists what could not be handled, with what can be done about it:
// /deadletters.
func deadLetters(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	if err := sc.mayRun(); err != nil {
		return nil, err
	}
	list, err := sc.letterList(ctx)
	if err != nil {
		return nil, err
	}
	list.Verb = chat.Send
	return []chat.Reply{list}, nil
}

func (sc *scene) letterList(ctx context.Context) (chat.Reply, error) {
	letters, err := sc.store.DeadLetters(ctx)
	if err != nil {
		return chat.Reply{}, err
	}
	files, err := sc.store.Undelivered(ctx)
	if err != nil {
		return chat.Reply{}, err
	}
	if len(letters)+len(files) == 0 {
		return chat.Reply{Text: sc.say.Text("letters.none")}, nil
	}
	var lines []string
	var keys chat.Keyboard
	if len(letters) > 0 {
		lines = append(lines, sc.say.Text("letters.head", "N", len(letters)))
	}
	for i, l := range letters {
		if i == maxLetters {
			lines = append(lines, sc.say.Text("letters.more", "N", len(letters)-maxLetters))
			break
		}
		line, err := sc.letterLine(ctx, l)
		if err != nil {
			return chat.Reply{}, err
		}
		id := strconv.FormatInt(l.Seq, 10)
		lines = append(lines, line)
		keys = append(keys, chat.Row(
			chat.Button{Label: sc.say.Text("letters.retry", "ID", id), Data: "x:retry:" + id},
			chat.Button{Label: sc.say.Text("letters.drop", "ID", id), Data: "x:drop:" + id},
		))
	}
	if len(letters) > 1 {
		keys = append(keys, chat.Row(chat.Button{Label: sc.say.Text("letters.retry_all"), Data: "x:retry:all"}))
	}
	if len(letters) > 0 {
		lines = append(lines, sc.say.Text("letters.foot"))
	}
	fileLines, fileKeys, err := sc.fileLetters(ctx, files)
	if err != nil {
		return chat.Reply{}, err
	}
	return chat.Reply{Text: strings.Join(append(lines, fileLines...), "\n"), Keyboard: append(keys, fileKeys...)}, nil
}

// letterLine says when who did what, and why it could not be handled. What
// they wrote is not shown.
func (sc *scene) letterLine(ctx context.Context, l chat.DeadLetter) (string, error) {
	cause := "other"
	for _, known := range []string{"panic", "decode"} {
		if strings.HasPrefix(l.Error, known) {
			cause = known
		}
	}
	who, what := "?", "unreadable"
	if u, err := sc.h.Decode(l.Raw); err == nil {
		what = map[chat.Event]string{
			chat.Said: "said", chat.Edited: "edited", chat.Pressed: "pressed", chat.Inquired: "inquired",
		}[u.Event]
		if what == "" {
			what = "event"
		}
		if p, found, err := sc.store.PersonByUser(ctx, u.From.ID); err != nil {
			return "", err
		} else if found {
			who = p.Name
		}
	}
	return sc.say.Text("letters.line", "ID", l.Seq, "At", l.ReceivedAt.In(sc.h.Zone).Format("01-02 15:04"),
		"Who", who, "What", sc.say.Text("letters."+what), "Cause", sc.say.Text("letters.cause_"+cause)), nil
}

// letterButton retries or drops updates, x:<do>:<number> or all of them, and
// sends files again or gives them up.
func letterButton(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	if err := sc.mayRun(); err != nil {
		return nil, err
	}
	part := strings.Split(sc.up.Button.Data, ":")
	if len(part) != 3 {
		return deadButton(ctx, sc)
	}
	switch part[1] {
	case doResend, doGiveUp:
		return sc.fileButton(ctx, part[1], part[2])
	}
	change, done := sc.store.RetryDead, "letters.retried"
	if part[1] == "drop" {
		change, done = sc.store.DropDead, "letters.dropped"
	}
	letters, err := sc.store.DeadLetters(ctx)
	if err != nil {
		return nil, err
	}
	n := 0
	for _, l := range letters {
		if part[2] != "all" && part[2] != strconv.FormatInt(l.Seq, 10) || len(l.JSON) == 0 && part[1] != "drop" {
			continue
		}
		if err := change(ctx, l.Seq); err != nil {
			return nil, err
		}
		n++
	}
	if n == 0 {
		return nil, community.Refuse(community.NotFound, "dead_letter")
	}
	return sc.lettersNow(ctx, sc.toast(done, "N", n))
}

// lettersNow draws the list anew where a button of it was pressed.
func (sc *scene) lettersNow(ctx context.Context, toast chat.Reply) ([]chat.Reply, error) {
	list, err := sc.letterList(ctx)
	if err != nil {
		return nil, err
	}
	list.Verb, list.Message = chat.Show, sc.up.Message
	return []chat.Reply{toast, list}, nil
}
