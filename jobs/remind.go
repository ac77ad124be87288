package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/locale"
)

// Work knows what waits to be done and who is there to do it.
type Work interface {
	Calendar(ctx context.Context) (community.Calendar, error)
	// Duties lists the open disputes and issues with a deadline up to a day.
	Duties(ctx context.Context, until community.Date) ([]community.Duty, error)
	// Leaves lists the leaves that are not over before a day.
	Leaves(ctx context.Context, since community.Date) ([]community.Leave, error)
}

// remindersJob is a day's reminders as a whole: once it is written down,
// nobody is reminded that day any more.
const remindersJob = "remind.all"

// remind sends the day's reminders, one message a person, once. In the quiet
// hours, which it meets only after a downtime, and on days off critical duties
// alone are worth a message; a day that was missed is not made up for.
func (r *Runner) remind(ctx context.Context, now time.Time) error {
	local := now.In(r.Zone)
	day, clock := community.DateOf(local), community.ClockOf(local)
	if clock < r.Manners.Morning() || r.reminded == day {
		return nil
	}
	err := r.InTx(ctx, func(ctx context.Context, tx Tx) (err error) {
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("panic: %v", p)
			}
		}()
		return r.remindAll(ctx, tx, day, r.Manners.Quiet.Has(clock))
	})
	if err != nil {
		return fmt.Errorf("jobs: reminding: %w", err)
	}
	r.reminded = day
	r.observe("remind", nil)
	return nil
}

func (r *Runner) remindAll(ctx context.Context, tx Tx, day community.Date, quiet bool) error {
	mine, err := tx.ClaimRun(ctx, remindersJob, day.In(time.UTC), 0, []byte("{}"))
	if err != nil || !mine {
		return err
	}
	reminders, err := reminders(ctx, tx, day, quiet)
	if err != nil {
		return err
	}
	for _, reminder := range reminders {
		if err := r.remindOne(ctx, tx, reminder, day); err != nil {
			return fmt.Errorf("person %d: %w", reminder.To.ID, err)
		}
	}
	return nil
}

// reminders are the day's, in the quiet hours those of critical duties.
func reminders(ctx context.Context, tx Tx, day community.Date, quiet bool) ([]community.Reminder, error) {
	calendar, err := tx.Calendar(ctx)
	if err != nil {
		return nil, err
	}
	duties, err := tx.Duties(ctx, day+longestRest)
	if err != nil || len(duties) == 0 {
		return nil, err
	}
	people, err := tx.PeopleAll(ctx)
	if err != nil {
		return nil, err
	}
	leaves, err := tx.Leaves(ctx, day)
	if err != nil {
		return nil, err
	}
	roster := community.NewRoster(tx.Org(), people, leaves, day)
	return roster.Reminders(duties, day, calendar, quiet), nil
}

// longestRest is how many days ahead a reminder looks: the last workday before
// a deadline lies before the longest run of days off.
const longestRest = 16

// remindOne claims a person's reminder and queues its message, unless the
// person has had enough messages that day or this one already.
func (r *Runner) remindOne(ctx context.Context, tx Tx, reminder community.Reminder, day community.Date) error {
	to := reminder.To.Chat
	if full, err := r.full(ctx, tx, to); full || err != nil {
		return err
	}
	items := community.RemindedOf(reminder)
	body, err := json.Marshal(community.ReminderNote{At: r.Now(), Items: items})
	if err != nil {
		return err
	}
	claimed, err := tx.ClaimRun(ctx, community.RemindJob, day.In(time.UTC), to, body)
	if err != nil || !claimed {
		return err
	}
	p := r.Catalogue.For(reminder.To.Language)
	message := chat.Reply{
		Verb: chat.Send, Chat: to, Text: remindText(reminder, day, p), Priority: chat.Notice, Once: true,
	}
	if len(items) > 0 {
		message.Text += "\n" + p.Text("remind.foot")
		message.Keyboard = chat.Keyboard{chat.Row(chat.Button{Label: p.Text("remind.ack"), Data: fmt.Sprintf("k:%d", day)})}
	}
	var numbers []community.Number
	for _, n := range reminder.Notices {
		numbers = append(numbers, n.Number)
	}
	message.Keyboard = append(message.Keyboard, openKeys(numbers)...)
	if err := r.push(ctx, tx, reminder.To, &message); err != nil {
		return err
	}
	return tx.Queue(ctx, []chat.Reply{message})
}

// maxNotices is how many items one reminder lists.
const maxNotices = 10

// remindText lists what is overdue longest first.
func remindText(reminder community.Reminder, day community.Date, p locale.Printer) string {
	lines := []string{p.Text("remind.head", "N", len(reminder.Notices))}
	for i, n := range reminder.Notices {
		if i == maxNotices {
			lines = append(lines, p.Text("remind.more", "N", len(reminder.Notices)-maxNotices))
			break
		}
		lines = append(lines, noticeText(n, day, p))
	}
	return strings.Join(lines, "\n")
}

func noticeText(n community.Notice, day community.Date, p locale.Printer) string {
	kind := n.Kind
	if kind == community.KindIssue {
		kind = community.KindPatrol // issues share the patrols' words
	}
	category := ""
	if kind != community.KindTask { // which has its title in the place's stead
		category = p.Text(string(kind) + "_category." + string(n.Category))
	}
	_, month, dom := n.Deadline.Civil()
	stage := string(n.Stage)
	if n.Stage == community.Again {
		stage += "_" + string(n.Kind)
	}
	text := p.Text("remind."+stage, "Number", int64(n.Number), "Kind", p.Text("kind."+string(n.Kind)),
		"Category", category, "Place", clip(n.Place, 16),
		"Month", int(month), "Day", dom, "Days", int(day-n.Deadline), "Owner", n.Owner)
	if n.Critical() {
		text = p.Text("remind.critical", "Text", text)
	}
	if n.Behalf != "" {
		text = p.Text("remind.behalf", "Text", text, "Name", n.Behalf)
	}
	return strings.Join(strings.Fields(text), " ")
}

func clip(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
