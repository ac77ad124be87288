// Package handlers answers what people do in the chat. One update becomes the
// changes in one transaction and the replies that are stored with them; a
// handler cannot send.
//
// Commands, words, buttons and texts meet their handler in one table
// (table.go); what people read comes from the catalogues in locale.
package handlers

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/guides"
	"gridmate/locale"
	"gridmate/reading"
)

// Config is what the handlers stand on. All fields are required but Admins and those after them.
type Config struct {
	Reader  func() *reading.Reader // as it stands now
	Adopted func()                 // words were adopted or guides changed: make another Reader and Index after the commit
	Guides  func() *guides.Index   // as it stands now
	Texts   *locale.Catalogue
	Zone    *time.Location   // of dates
	Now     func() time.Time // when a record is made
	Random  func([]byte)     // fills with secret random bytes; invitations
	Bot     string           // the bot's username, for links
	Admins  []int64          // Telegram ids with role admin over everything

	Manners community.Manners // the zero ones are the default
	Terms   community.Terms   // the zero ones are the default

	Keeping Keeping // the zero one is 90 days and three years

	Vitals func(context.Context) (Vitals, error) // how the program is; nil where there is no program
	Decode func(chat.Raw) (chat.Update, error)   // reads what is kept of a dead letter; nil: nobody can
}

// Handlers is the bot's behaviour. It keeps no state between updates and can
// be shared.
type Handlers struct {
	Config
	table *table
}

// New checks the configuration and builds the table.
func New(c Config) (*Handlers, error) {
	if c.Reader == nil || c.Adopted == nil || c.Guides == nil || c.Texts == nil || c.Zone == nil || c.Now == nil || c.Random == nil {
		return nil, errors.New("handlers: a field of the configuration is missing")
	}
	if c.Manners == (community.Manners{}) {
		c.Manners = community.DefaultManners()
	}
	if c.Keeping == (Keeping{}) {
		c.Keeping = Keeping{Texts: 90, Records: 3 * 365}
	}
	if c.Vitals == nil {
		c.Vitals = func(context.Context) (Vitals, error) { return Vitals{}, nil }
	}
	if c.Decode == nil {
		c.Decode = func(chat.Raw) (chat.Update, error) {
			return chat.Update{}, errors.New("handlers: nobody reads dead letters")
		}
	}
	t := newTable()
	if len(t.clashes) > 0 {
		return nil, fmt.Errorf("handlers: entered twice: %v", t.clashes)
	}
	return &Handlers{Config: c, table: t}, nil
}

// Handle prepares and answers one update.
func (h *Handlers) Handle(ctx context.Context, s Store, u chat.Update) ([]chat.Reply, error) {
	return h.Answer(ctx, s, h.Prepare(u, true))
}

// Answer answers an update that was prepared. A refusal becomes an answer that
// says what to do next; every other error means that nothing may be kept of
// this update.
func (h *Handlers) Answer(ctx context.Context, s Store, r Ready) ([]chat.Reply, error) {
	if r.Update.Event == chat.Ignored {
		return nil, nil
	}
	sc, err := h.enter(ctx, s, r)
	if err != nil {
		return nil, err
	}
	replies, err := h.table.route(sc)(ctx, sc)
	if refusal, ok := community.Refusal(err); ok {
		replies, err = sc.refuse(refusal), nil
	}
	if err != nil {
		return nil, err
	}
	return sc.address(replies), nil
}

// TooMany is the one answer to somebody who sends more than anybody can mean:
// what follows is passed over until it is quiet again.
func (h *Handlers) TooMany(u chat.Update, who community.Person) []chat.Reply {
	sc := &scene{h: h, up: u, say: h.Texts.For(who.Language)}
	switch {
	case u.Event == chat.Pressed:
		return sc.address([]chat.Reply{sc.alert("flood")})
	case u.Event == chat.Said && u.Chat.Type == chat.Private:
		return sc.address([]chat.Reply{sc.send("flood")})
	}
	return nil
}

// Failed is the answer to an update that could not be handled: it is kept as
// a dead letter, and the person is told.
func (h *Handlers) Failed(u chat.Update, _ error) []chat.Reply {
	sc := &scene{h: h, up: u, say: h.Texts.For(locale.Chinese)}
	switch u.Event {
	case chat.Pressed:
		return sc.address([]chat.Reply{sc.toast("failed.press")})
	case chat.Said, chat.Edited:
		if u.Chat.Type == chat.Private || u.Command != "" || u.Mention {
			return sc.address([]chat.Reply{sc.send("failed.message")})
		}
	}
	return nil
}
