package jobs

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/locale"
)

// Pushes keeps count of what people get unasked, and knows what waits.
type Pushes interface {
	Pushed(ctx context.Context, chat int64, day community.Date) (community.Pushed, error)
	// CountPush counts news that are told at a moment, or with the zero time
	// what is due anyway, and whether that is in the quiet hours.
	CountPush(ctx context.Context, chat int64, day community.Date, news time.Time, night bool) error
	// NewsAll lists what waits to be told, oldest first.
	NewsAll(ctx context.Context) ([]community.News, error)
	// TakeNews hands out a chat's news, oldest first, and forgets them.
	TakeNews(ctx context.Context, chat int64) ([]community.News, error)
	Matter(ctx context.Context, n community.Number) (community.Matter, error)
}

func (r *Runner) local() time.Time { return r.Now().In(r.Zone) }

// night reports whether a moment in the deployment's zone is in the quiet hours.
func (r *Runner) night(now time.Time) bool { return r.Manners.Quiet.Has(community.ClockOf(now)) }

// full reports whether a person's chat has had enough messages today. Groups
// are not counted: nobody has to read one.
func (r *Runner) full(ctx context.Context, pushes Pushes, chat int64) (bool, error) {
	p, err := pushes.Pushed(ctx, chat, community.DateOf(r.local()))
	return p.N >= r.Manners.Budget, err
}

// push counts a message to a person, which takes along what waits for them.
func (r *Runner) push(ctx context.Context, tx Tx, to community.Person, message *chat.Reply) error {
	news, err := r.take(ctx, tx, to)
	if err != nil {
		return err
	}
	if len(news) > 0 {
		p := r.Catalogue.For(to.Language)
		message.Text = strings.Join(append([]string{message.Text, "", p.Text("news.along", "N", len(news))}, newsLines(news, p)...), "\n")
		message.Keyboard = append(message.Keyboard, newsKeys(news)...)
	}
	now := r.local()
	return tx.CountPush(ctx, to.Chat, community.DateOf(now), time.Time{}, r.night(now))
}

// take hands out what waits for somebody, but for what they may not read any more.
func (r *Runner) take(ctx context.Context, tx Tx, to community.Person) ([]community.News, error) {
	news, err := tx.TakeNews(ctx, to.Chat)
	if err != nil {
		return nil, err
	}
	var kept []community.News
	if !to.Known() {
		return nil, nil // whoever left is told nothing more
	}
	for _, n := range news {
		if n.Number != 0 {
			m, err := tx.Matter(ctx, n.Number)
			if err != nil {
				return nil, err
			}
			if n.Person != to.ID || !to.MayStep(community.Read, m, tx.Org()) {
				continue
			}
		}
		kept = append(kept, n)
	}
	return kept, nil
}

// tell sends what has waited long enough, one message a person.
func (r *Runner) tell(ctx context.Context, now time.Time) error {
	if r.Manners.Quiet.Has(community.ClockOf(now.In(r.Zone))) {
		return nil
	}
	err := r.InTx(ctx, func(ctx context.Context, tx Tx) error {
		all, err := tx.NewsAll(ctx)
		if err != nil || len(all) == 0 {
			return err
		}
		calendar, err := tx.Calendar(ctx)
		if err != nil {
			return err
		}
		people, err := tx.PeopleAll(ctx)
		if err != nil {
			return err
		}
		for _, to := range people {
			theirs := newsFor(all, to.Chat)
			if len(theirs) == 0 {
				continue
			}
			if err := r.tellOne(ctx, tx, to, theirs, now.In(r.Zone), calendar); err != nil {
				return fmt.Errorf("person %d: %w", to.ID, err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("jobs: telling news: %w", err)
	}
	return nil
}

func newsFor(all []community.News, chat int64) (theirs []community.News) {
	for _, n := range all {
		if n.Chat == chat && chat != 0 {
			theirs = append(theirs, n)
		}
	}
	return theirs
}

func (r *Runner) tellOne(
	ctx context.Context, tx Tx, to community.Person, waiting []community.News, now time.Time, c community.Calendar,
) error {
	urgent := slices.ContainsFunc(waiting, func(n community.News) bool { return n.Urgent })
	if !r.Manners.TellsWaiting(community.Pushed{}, urgent, now, c) {
		return nil // whatever they got today
	}
	pushed, err := tx.Pushed(ctx, to.Chat, community.DateOf(now))
	if err != nil || !r.Manners.TellsWaiting(pushed, urgent, now, c) {
		return err
	}
	news, err := r.take(ctx, tx, to)
	if err != nil || len(news) == 0 {
		return err
	}
	p := r.Catalogue.For(to.Language)
	lines := append([]string{p.Text("news.head", "N", len(news))}, newsLines(news, p)...)
	if err := tx.CountPush(ctx, to.Chat, community.DateOf(now), now, r.night(now)); err != nil {
		return err
	}
	return tx.Queue(ctx, []chat.Reply{{
		Verb: chat.Send, Chat: to.Chat, Text: strings.Join(lines, "\n"), Keyboard: newsKeys(news), Priority: chat.Notice, Once: true,
	}})
}

// maxNews is how many lines of news one message has: the newest ones.
const maxNews = 12

func newsLines(news []community.News, p locale.Printer) []string {
	var lines []string
	if over := len(news) - maxNews; over > 0 {
		lines = append(lines, p.Text("news.more", "N", over))
		news = news[over:]
	}
	for _, n := range news {
		lines = append(lines, n.Line)
	}
	return lines
}

// newsKeys open the matters that news are about.
func newsKeys(news []community.News) chat.Keyboard {
	var numbers []community.Number
	for _, n := range slices.Backward(news) {
		if n.Number != 0 && !slices.Contains(numbers, n.Number) {
			numbers = append(numbers, n.Number)
		}
	}
	return openKeys(numbers)
}

// maxKeys is how many matters one message offers to open.
const maxKeys = 8

// openKeys open the first of these matters, four in a row.
func openKeys(numbers []community.Number) chat.Keyboard {
	var k chat.Keyboard
	for part := range slices.Chunk(numbers[:min(len(numbers), maxKeys)], 4) {
		var row []chat.Button
		for _, n := range part {
			row = append(row, chat.Button{Label: fmt.Sprintf("#%d", n), Data: fmt.Sprintf("i:%d", n)})
		}
		k = append(k, row)
	}
	return k
}
