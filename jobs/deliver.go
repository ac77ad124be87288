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
)

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
	pushes, err := r.pushes(ctx, tx, d)
	if err != nil || d.private() && pushes >= r.Manners.Budget {
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
	if message.Text != "" && d.private() {
		pushes++
	}
	claimed, err := claim(ctx, tx, d, run{At: figures.at, To: digest.Day(d.span.To), Pushes: pushes, Sent: sent})
	if err != nil || !claimed || message.Text == "" {
		return true, err
	}
	message.Verb, message.Chat, message.Priority, message.Once = chat.Send, d.chat, chat.Bulk, true
	return true, tx.Queue(ctx, []chat.Reply{message})
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

// pushes is how many messages went to a person on this day. Groups are not
// counted: nobody has to read one.
func (r *Runner) pushes(ctx context.Context, ledger Ledger, d delivery) (int, error) {
	if !d.private() {
		return 0, nil
	}
	return r.pushesTo(ctx, ledger, d.chat)
}

func (r *Runner) pushesTo(ctx context.Context, ledger Ledger, chat int64) (int, error) {
	today, n := community.DateOf(r.Now().In(r.Zone)), 0
	names := []string{community.RemindJob}
	for _, period := range community.Periods() {
		names = append(names, digestJob(period))
	}
	for _, name := range names {
		last, err := lastRun(ctx, ledger, job{name, chat})
		if err != nil {
			return 0, err
		}
		if community.DateOf(last.At.In(r.Zone)) == today {
			n = max(n, last.Pushes)
		}
	}
	return n, nil
}
