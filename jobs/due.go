package jobs

import (
	"context"
	"fmt"
	"time"

	"gridmate/community"
)

// delivery is one digest that is due in one chat.
type delivery struct {
	subscription
	period   community.Period
	slot     time.Time
	span     community.Span
	baseline bool // only written down: the slot lies before the subscription
}

func (d delivery) job() job { return job{digestJob(d.period), d.chat} }

func digestJob(p community.Period) string { return "digest." + string(p) }

// key is what the ledger calls the slot: the span's first day. A changed
// schedule or zone moves slots, but a day, week or month stays the same one,
// so nothing is told twice.
func (d delivery) key() time.Time { return d.span.From.In(time.UTC) }

// due lists what is due now and is not in the ledger. Only the latest slot of
// each period counts: after downtime a chat is not flooded. Nothing but
// baselines is due in the quiet hours, nothing for a person on a statutory
// holiday; it waits for their end.
func (r *Runner) due(ctx context.Context, ledger Ledger, all []subscription, now time.Time, c community.Calendar) ([]delivery, error) {
	quiet := r.Manners.Quiet.Has(community.ClockOf(now.In(r.Zone)))
	rests := r.Manners.Rests(now.In(r.Zone), c)
	var due []delivery
	for _, s := range all {
		for _, period := range community.Periods() {
			slot, span, on := community.LatestSlot(s.schedule, period, now, r.Zone)
			d := delivery{subscription: s, period: period, slot: slot, span: span}
			if !on || !s.gets(period) || slot.Before(s.since) || !r.done[d.job()].Before(d.key()) {
				continue
			}
			isDue, err := r.isDue(ctx, ledger, &d)
			if err != nil {
				return nil, fmt.Errorf("%s of chat %d: %w", d.job().name, d.chat, err)
			}
			if isDue && (d.baseline || !quiet && !(rests && d.private())) {
				due = append(due, d)
			}
		}
	}
	return due, nil
}

// isDue asks the ledger. A chat that it does not know and whose beginning
// nobody knows begins when the runner first sees it: slots that had passed by
// the look before were not its own.
func (r *Runner) isDue(ctx context.Context, ledger Ledger, d *delivery) (bool, error) {
	last, _, found, err := ledger.LastRun(ctx, d.job().name, d.chat)
	if err != nil {
		return false, err
	}
	if found {
		r.done[d.job()] = last
	}
	d.baseline = !found && d.since.IsZero() && !d.slot.After(r.looked)
	if !found && d.since.IsZero() && r.looked.IsZero() {
		d.baseline = true
	}
	return !found || last.Before(d.key()), nil
}
