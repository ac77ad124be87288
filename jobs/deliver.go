package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/digest"
	"gridmate/export"
)

// chunk is how many digests share a transaction.
const chunk = 100

// run is what the ledger keeps of a delivery, as JSON.
type run struct {
	At   time.Time     `json:"at"` // when its figures were read
	To   digest.Day    `json:"to"` // its span's last day
	Sent []digest.Sent `json:"sent,omitempty"`
}

// deliver makes what is due, many in one transaction. Where one fails, its
// whole chunk is undone and done again one by one, so that it fails alone.
func (r *Runner) deliver(ctx context.Context, due []delivery) {
	readings := readings{}
	for part := range slices.Chunk(due, chunk) {
		if r.commit(ctx, readings, part) == nil {
			continue
		}
		if ctx.Err() != nil {
			return
		}
		for i := range part {
			if err := r.commit(ctx, readings, part[i:i+1]); err != nil {
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
	r.observe(d.job().name, err)
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
			r.observe(d.job().name, nil)
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
	if full, err := r.full(ctx, tx, d.chat); d.private() && (full || err != nil) {
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
	message, sent := r.message(d, figures.Figures, last.Sent)
	if err := r.account(ctx, tx, d, &message); err != nil {
		return false, err
	}
	if err := r.addAsked(ctx, tx, d, &message); err != nil {
		return false, err
	}
	claimed, err := claim(ctx, tx, d, run{At: figures.at, To: digest.Day(d.span.To), Sent: sent})
	if err != nil || !claimed || message.Text == "" {
		return true, err
	}
	if d.private() {
		if err := r.push(ctx, tx, d.person, &message); err != nil {
			return false, err
		}
	}
	message.Verb, message.Chat, message.Topic, message.Priority, message.Once = chat.Send, d.chat, d.topic, chat.Bulk, true
	if err := tx.Queue(ctx, []chat.Reply{message}); err != nil {
		return false, err
	}
	return true, d.illustrate(ctx, tx)
}

// illustrate has pictures drawn that follow a group's weekly or monthly digest.
// The run that is claimed with it keeps them to once, as it does the digest;
// what goes wrong with them is no concern of the digest.
func (d delivery) illustrate(ctx context.Context, ledger Ledger) error {
	if d.private() || d.period == community.Day {
		return nil
	}
	for _, v := range d.views[d.period] {
		plate := export.Plate{Unit: v.Units[0], Period: d.period, From: d.span.From}
		_, err := ledger.AddErrand(ctx, chat.Errand{
			Kind: export.PlateErrand, Chat: d.chat, Topic: d.topic, Priority: chat.Bulk, Body: plate.Encode(),
		})
		if err != nil {
			return err
		}
	}
	return nil
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
