package handlers

import (
	"context"
	"time"

	"gridmate/chat"
	"gridmate/community"
)

// Pushes keeps count of what people get unasked, and keeps what has to wait.
type Pushes interface {
	Pushed(ctx context.Context, chat int64, day community.Date) (community.Pushed, error)
	// CountPush counts news that are told at a moment, or with the zero time
	// what is due anyway, and whether that is in the quiet hours.
	CountPush(ctx context.Context, chat int64, day community.Date, news time.Time, night bool) error
	AddNews(ctx context.Context, n community.News) error
	// TakeNews hands out a chat's news, oldest first, and forgets them.
	TakeNews(ctx context.Context, chat int64) ([]community.News, error)
	// Calendar is the days on which people work.
	Calendar(ctx context.Context) (community.Calendar, error)
}

// unasked is what somebody is told without having asked.
type unasked struct {
	number   community.Number // the record it is about; 0 if none
	line     string
	urgent   bool // they have to act
	critical bool // it cannot wait for the morning
}

// push decides about something unasked for the person of the scene, which is
// their own chat. Now is what to send at once, with whatever waited; without it
// the line waits for their next push.
func (sc *scene) push(ctx context.Context, u unasked) (now *chat.Reply, err error) {
	at := sc.h.Now().In(sc.h.Zone)
	day := community.DateOf(at)
	pushed, err := sc.store.Pushed(ctx, sc.who.Chat, day)
	if err != nil {
		return nil, err
	}
	calendar, err := sc.store.Calendar(ctx)
	if err != nil {
		return nil, err
	}
	if !u.urgent && !u.critical || !sc.h.Manners.TellsAtOnce(pushed, at, calendar, u.critical) {
		return nil, sc.store.AddNews(ctx, community.News{
			Chat: sc.who.Chat, Person: sc.who.ID, Number: u.number, Urgent: u.urgent || u.critical, Line: u.line, Since: at,
		})
	}
	waited, err := sc.waited(ctx)
	if err != nil {
		return nil, err
	}
	text := sc.say.Text("step.news", "Line", u.line)
	for _, n := range waited {
		text += "\n" + sc.say.Text("step.news", "Line", n.Line)
	}
	return &chat.Reply{Verb: chat.Send, Chat: sc.who.Chat, Priority: chat.Notice, Text: text}, sc.store.CountPush(
		ctx, sc.who.Chat, day, at, sc.h.Manners.Quiet.Has(community.ClockOf(at)))
}

// waited takes what waits for the person, but for what they may not read any more.
func (sc *scene) waited(ctx context.Context) ([]community.News, error) {
	news, err := sc.store.TakeNews(ctx, sc.who.Chat)
	if err != nil {
		return nil, err
	}
	var kept []community.News
	if !sc.who.Known() {
		return nil, nil // whoever left is told nothing more
	}
	for _, n := range news {
		if n.Number != 0 {
			m, err := sc.store.Matter(ctx, n.Number)
			if err != nil {
				return nil, err
			}
			if n.Person != sc.who.ID || !sc.who.MayStep(community.Read, m, sc.org()) {
				continue
			}
		}
		kept = append(kept, n)
	}
	return kept, nil
}

// inform is push for something that shows no card.
func (sc *scene) inform(ctx context.Context, u unasked) ([]chat.Reply, error) {
	now, err := sc.push(ctx, u)
	if err != nil || now == nil {
		return nil, err
	}
	return []chat.Reply{*now}, nil
}
