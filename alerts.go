package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/handlers"
	"gridmate/internal/machine"
	"gridmate/storage"
)

// alert is something that needs a person: administrators are told in the chat,
// at most once an hour for one cause.
type alert struct {
	cause  string
	text   string // alert.<text> in the catalogues
	args   []any
	urgent bool // does not wait for the end of the quiet hours
	direct bool // the database is in trouble: the outbox cannot carry it
	lasts  bool // it is as true in an hour: once a day is enough
}

// How long a cause is not told again.
const (
	alertRest = time.Hour
	lastsRest = 24 * time.Hour
)

func (al alert) rest() time.Duration {
	if al.lasts {
		return lastsRest
	}
	return alertRest
}

// raise hands an alert to the one who tells. It never blocks: where more come
// than can be told, the same causes come again.
func (a *assistant) raise(al alert) {
	select {
	case a.alerts <- al:
	default:
	}
}

// trouble raises an alert if an error means that the machine needs somebody.
func (a *assistant) trouble(err error) {
	names := map[error]string{
		storage.ErrFull: "trouble_full", storage.ErrReadOnly: "trouble_readonly",
		storage.ErrDamaged: "trouble_damaged", storage.ErrDisk: "trouble_disk",
	}
	if name, known := names[storage.Trouble(err)]; known {
		a.raise(alert{cause: name, text: name, urgent: true, direct: true})
	}
}

// observe counts what the jobs did and raises an alert for what failed.
func (a *assistant) observe(job string, err error) {
	a.figures.job(job, err)
	if err == nil {
		return
	}
	a.trouble(err)
	switch job {
	case backupJob, copyJob, checkJob:
		text, _, _ := strings.Cut(job, ".")
		a.raise(alert{cause: job, text: text, args: []any{"Cause", err.Error()}})
	default:
		a.raise(alert{cause: "job." + job, text: "job", args: []any{"Job", job}})
	}
}

// warn tells alerts and looks after the machine, until ctx ends.
func (a *assistant) warn(ctx context.Context) {
	look := time.NewTicker(time.Minute)
	defer look.Stop()
	told := map[string]time.Time{} // what the database cannot remember
	a.lookAround()
	for {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
			a.lookAround()
		case al := <-a.alerts:
			a.tell(ctx, al, told)
		}
	}
}

// tell sends an alert through the outbox, or past it where that is in trouble.
func (a *assistant) tell(ctx context.Context, al alert, told map[string]time.Time) {
	if al.direct {
		a.cry(ctx, al, told)
		return
	}
	err := a.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		last, _, err := tx.Meta(ctx, "alert."+al.cause)
		if err != nil {
			return err
		}
		now := a.now()
		if at, bad := time.Parse(time.RFC3339, last); bad == nil && now.Sub(at) < al.rest() {
			return nil
		}
		if err := tx.SetMeta(ctx, "alert."+al.cause, now.Format(time.RFC3339)); err != nil {
			return err
		}
		people, err := a.keepers(ctx, tx)
		if err != nil {
			return err
		}
		return tx.Queue(ctx, a.alertTo(people, al, now))
	})
	if err != nil && ctx.Err() == nil {
		a.log.Error("administrators cannot be told", "job", al.cause, "error", err)
	}
}

func (a *assistant) alertTo(people []community.Person, al alert, now time.Time) []chat.Reply {
	replies := make([]chat.Reply, len(people))
	for i, p := range people {
		replies[i] = chat.Reply{Verb: chat.Send, Chat: p.Chat, Text: a.alertText(p.Language, al), Priority: chat.Notice}
		if !al.urgent {
			replies[i].NotBefore = a.config.Manners.Quiet.Until(now.In(a.config.Zone))
		}
	}
	return replies
}

func (a *assistant) alertText(language string, al alert) string {
	return a.texts.For(language).Text("alert."+al.text, al.args...)
}

// keepers are the administrators of the whole deployment whom the bot can reach.
func (a *assistant) keepers(ctx context.Context, tx *storage.Tx) ([]community.Person, error) {
	all, err := tx.PeopleAll(ctx)
	return slices.DeleteFunc(all, func(p community.Person) bool {
		return p.Chat == 0 || !p.Oversees(tx.Org()) && !slices.Contains(a.config.Admins, p.User)
	}), err
}

// cry tells administrators past the outbox: the one message that is sent
// without being stored, since the trouble is that nothing can be.
func (a *assistant) cry(ctx context.Context, al alert, told map[string]time.Time) {
	if now := a.now(); now.Sub(told[al.cause]) < al.rest() {
		return
	}
	told[al.cause] = a.now()
	var people []community.Person
	err := a.db.View(ctx, func(ctx context.Context, tx *storage.Tx) (err error) {
		people, err = a.keepers(ctx, tx)
		return err
	})
	if err != nil { // then those whom the settings name; a person's private chat has their own id
		for _, user := range a.config.Admins {
			people = append(people, community.Person{Chat: user})
		}
	}
	for _, p := range people {
		if err := a.client.Tell(ctx, p.Chat, a.alertText(p.Language, al)); err != nil && ctx.Err() == nil {
			a.log.Error("an administrator cannot be told", "chat", p.Chat, "error", err)
		}
	}
}

// What is little room: too little for a backup, or for half a year of records.
const littleRoom = 512 << 20

// noRoom is what is gone within the hour.
const noRoom = 64 << 20

// clockOff is how far the clock may be off before days and schedules suffer.
const clockOff = 2 * time.Minute

// lookAround raises alerts for what the machine lacks.
func (a *assistant) lookAround() {
	free, known := machine.Free(a.config.DB)
	if known && free < max(littleRoom, 2*bytesOf(a.config.DB)) {
		a.raise(alert{cause: "disk", text: "disk", args: []any{"Free", handlers.Size(free)}, lasts: free > noRoom})
	}
	if ahead, known := a.client.Ahead(); known && ahead.Abs() > clockOff && !a.fakeClock {
		a.raise(alert{cause: "clock", text: "clock", args: []any{"Seconds", int(ahead.Seconds())}, lasts: true})
	}
}

// checkJob is what the run ledger calls the daily check.
const checkJob = "check"

// check reads the whole database once a day and looks ahead in the calendar.
func (a *assistant) check(ctx context.Context, day community.Date) (string, error) {
	if err := a.db.Integrity(ctx); err != nil {
		return "", err
	}
	steps, err := a.db.Audit(ctx)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d steps, unbroken", steps), a.lookAhead(ctx, day)
}

// lookAhead asks for next year's holidays, on Mondays from December on.
func (a *assistant) lookAhead(ctx context.Context, day community.Date) error {
	year, month, _ := day.Civil()
	if month != time.December || day.In(time.UTC).Weekday() != time.Monday {
		return nil
	}
	return a.db.View(ctx, func(ctx context.Context, tx *storage.Tx) error {
		calendar, err := tx.Calendar(ctx)
		if err == nil && !calendar.Knows(year+1) {
			a.raise(alert{cause: "holidays", text: "holidays", args: []any{"Year", year + 1}, lasts: true})
		}
		return err
	})
}
