package jobs

import (
	"context"
	"slices"
	"strings"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/digest"
	"gridmate/export"
)

// message is the text of a delivery, empty if there is nothing to tell, with
// the digest's buttons.
func (r *Runner) message(d delivery, figures *digest.Figures, last []digest.Sent) (message chat.Reply, sent []digest.Sent) {
	p := r.Catalogue.For(d.language)
	var parts []string
	var keys []chat.Keyboard
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
			message.Table = digest.UnitTable(one, p)
			keys = append(keys, digest.Keys(one, digest.HomeOf(d.views[d.period]...), d.urges(), p))
		}
	}
	message.Text = strings.Join(parts, "\n\n")
	if len(parts) > 1 { // which of them the table is of could not be told
		message.Table = nil
	}
	if len(keys) > 0 { // those of the digest with the most to do stand for all
		message.Keyboard = slices.MaxFunc(keys, func(a, b chat.Keyboard) int { return len(a[0]) - len(b[0]) })
	}
	if home := digest.HomeOf(d.views[d.period]...); d.period == community.Month && home != 0 && len(message.Keyboard) > 0 && d.drafts() {
		message.Keyboard = append(message.Keyboard, chat.Row(chat.Button{
			Label: p.Text("digest.draft"), Data: export.IssuePress(home, d.span),
		}))
	}
	return message, sent
}

// drafts reports whether a chat's digest offers the month's bulletin: to
// anybody in a group, where the right is checked when somebody presses.
func (s subscription) drafts() bool {
	return !s.private() || slices.ContainsFunc(s.person.Grants, func(g community.Grant) bool {
		return g.Role.May(community.Draft)
	})
}

// urges reports whether a chat's digest offers 催办: to anybody in a group,
// where the right is checked when somebody presses.
func (s subscription) urges() bool {
	return !s.private() || slices.ContainsFunc(s.person.Grants, func(g community.Grant) bool {
		return g.Role.May(community.Urge)
	})
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
