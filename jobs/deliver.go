package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/digest"
)

// maxPushes is how many digests a person gets in a day (DOMAIN §6). What is
// over waits for the next day.
const maxPushes = 3

// chunk is how many digests share a transaction.
const chunk = 100

// run is what the ledger keeps of a delivery, as JSON.
type run struct {
	At     time.Time     `json:"at"`               // when its figures were read
	To     digest.Day    `json:"to"`               // its span's last day
	Pushes int           `json:"pushes,omitempty"` // messages to this chat that day, this one included
	Sent   []digest.Sent `json:"sent,omitempty"`
}

// deliver makes what is due, many in one transaction. Where one fails, its
// whole chunk is undone and done again one by one, so that it fails alone.
func (r *Runner) deliver(ctx context.Context, due []delivery) {
	readings := readings{}
	for part := range slices.Chunk(due, chunk) {
		if r.commit(ctx, readings, part) == nil {
			continue
		}
		for i := range part {
			if err := r.commit(ctx, readings, part[i:i+1]); err != nil && ctx.Err() == nil {
				r.report(ctx, part[i], err)
			}
		}
	}
}

// report logs a failure once, not at every look while it lasts.
func (r *Runner) report(ctx context.Context, d delivery, err error) {
	if r.failed[d.job()] == err.Error() {
		return
	}
	r.failed[d.job()] = err.Error()
	r.Log.ErrorContext(ctx, "job failed", "job", d.job().name, "slot", d.slot, "chat", d.chat, "error", err)
}

func (r *Runner) commit(ctx context.Context, readings readings, part []delivery) error {
	finished := make([]bool, len(part))
	err := r.InTx(ctx, func(ctx context.Context, tx Tx) (err error) {
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("jobs: panic: %v", p)
			}
		}()
		for i, d := range part {
			if finished[i], err = r.one(ctx, tx, readings, d); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i, d := range part {
		if finished[i] {
			r.done[d.job()] = d.key()
			delete(r.failed, d.job())
		}
	}
	return nil
}

// one claims a delivery and queues its message. It is not finished if the
// day has had enough messages.
func (r *Runner) one(ctx context.Context, tx Tx, readings readings, d delivery) (finished bool, err error) {
	if d.baseline {
		_, err := claim(ctx, tx, d, run{At: r.Now(), To: digest.Day(d.span.To)})
		return true, err
	}
	pushes, err := r.pushes(ctx, tx, d)
	if err != nil || d.private() && pushes >= maxPushes {
		return false, err
	}
	last, err := lastRun(ctx, tx, d.job())
	if err != nil {
		return false, err
	}
	figures, err := r.figures(ctx, tx, readings, d, last)
	if err != nil {
		return false, err
	}
	text, sent := r.message(d, figures.Figures, last.Sent)
	if text != "" {
		pushes++
	}
	claimed, err := claim(ctx, tx, d, run{At: figures.at, To: digest.Day(d.span.To), Pushes: pushes, Sent: sent})
	if err != nil || !claimed || text == "" {
		return true, err
	}
	return true, tx.Queue(ctx, []chat.Reply{{Verb: chat.Send, Chat: d.chat, Text: text, Priority: chat.Bulk, Once: true}})
}

func claim(ctx context.Context, ledger Ledger, d delivery, done run) (bool, error) {
	body, err := json.Marshal(done)
	if err != nil {
		return false, err
	}
	return ledger.ClaimRun(ctx, d.job().name, d.key(), d.chat, body)
}

// lastRun is what the ledger has of a job; the zero run if there is none.
func lastRun(ctx context.Context, ledger Ledger, j job) (run, error) {
	_, body, found, err := ledger.LastRun(ctx, j.name, j.chat)
	if err != nil || !found {
		return run{}, err
	}
	var last run
	if err := json.Unmarshal(body, &last); err != nil {
		return run{}, fmt.Errorf("jobs: body of the last run: %w", err)
	}
	return last, nil
}

// pushes is how many messages went to the chat on this day.
func (r *Runner) pushes(ctx context.Context, ledger Ledger, d delivery) (int, error) {
	today, n := community.DateOf(r.Now().In(r.Zone)), 0
	for _, period := range community.Periods() {
		last, err := lastRun(ctx, ledger, delivery{subscription: d.subscription, period: period}.job())
		if err != nil {
			return 0, err
		}
		if community.DateOf(last.At.In(r.Zone)) == today {
			n = max(n, last.Pushes)
		}
	}
	return n, nil
}

// message is the text of a delivery, empty if there is nothing to tell.
func (r *Runner) message(d delivery, figures *digest.Figures, last []digest.Sent) (text string, sent []digest.Sent) {
	p := r.Catalogue.For(d.language)
	var parts []string
	if d.own && d.period == community.Day {
		own := digest.OwnText(d.person.Name, figures.Own(d.person), figures.AsOf(), p)
		if own != "" {
			parts = append(parts, own)
		}
	}
	for _, view := range d.views[d.period] {
		one := figures.Digest(view)
		if one.Org == "" { // the unit is gone
			continue
		}
		for _, before := range last {
			one = figures.Compare(one, before)
		}
		sent = append(sent, one.Sent())
		if !one.Empty() || !d.schedule.Silent {
			parts = append(parts, digest.Text(one, p))
		}
	}
	return strings.Join(parts, "\n\n"), sent
}

// reading is the figures of one period, read once for all chats.
type reading struct {
	*digest.Figures
	at time.Time
}

// readings are the figures by period, first day and the digest before; the
// zero one is what was read first.
type readings map[readingKey]reading

type readingKey struct {
	period community.Period
	from   community.Date
	after  digest.Last
}

// figures reads a period's figures inside the transaction that claims its
// first digest: at is taken in there, so a record is either in these totals or
// came in after at and is late in the next digest, never both. Chats whose
// last digest was another one differ in what is late only.
func (r *Runner) figures(ctx context.Context, tx Tx, known readings, d delivery, last run) (reading, error) {
	after := digest.Last{At: last.At, To: community.Date(last.To)}
	if len(last.Sent) == 0 {
		before := d.period.Before(d.span)
		after = digest.Last{At: d.period.Slot(before, d.schedule.At(d.period), r.Zone), To: before.To}
	}
	after.At = after.At.UTC()
	first, key := readingKey{d.period, d.span.From, digest.Last{}}, readingKey{d.period, d.span.From, after}
	if same, ok := known[key]; ok {
		return same, nil
	}
	base, ok := known[first]
	if !ok {
		at := r.Now()
		figures, err := digest.Compute(ctx, tx, tx.Org(), digest.Ask{
			Period: d.period, Day: d.span.From, Now: at, Zone: r.Zone, Last: after, Until: at,
		})
		if err != nil {
			return reading{}, err
		}
		base = reading{figures, at}
		known[first] = base
	}
	figures, err := base.After(ctx, tx, after)
	if err != nil {
		return reading{}, err
	}
	known[key] = reading{figures, base.at}
	return known[key], nil
}
