package handlers

import (
	"context"
	"regexp"

	"gridmate/community"
)

// clockwork is what deadlines are counted with here. The calendar is read
// where terms are days of work.
func (sc *scene) clockwork(ctx context.Context) (community.Clockwork, error) {
	c := community.Clockwork{Terms: sc.h.Terms}
	if !c.Terms.Works() {
		return c, nil
	}
	var err error
	c.Calendar, err = sc.store.Calendar(ctx)
	return c, err
}

// valid is a record that can be stored, with what follows from the rest.
func (sc *scene) valid(ctx context.Context, r community.Record) (community.Record, error) {
	c, err := sc.clockwork(ctx)
	if err != nil {
		return r, err
	}
	return c.NewRecord(r, sc.today())
}

var limitInWorkdays = regexp.MustCompile(`([0-9]{1,3}|[一二两三四五六七八九十]{1,3})\s*个?工作日`)

// countWorkdays counts a limit in days of work by the calendar: the reading
// knows weekends only. A deadline that is another day stays.
func (sc *scene) countWorkdays(ctx context.Context, r *community.Record) error {
	if r.Deadline == 0 {
		return nil
	}
	limit := limitInWorkdays.FindStringSubmatch(r.Text)
	if limit == nil {
		return nil
	}
	from, n := r.Date, smallNumber(limit[1])
	if from == 0 {
		from = sc.today()
	}
	if n == 0 || r.Deadline != (community.Calendar{}).AddWorkdays(from, n) {
		return nil
	}
	calendar, err := sc.store.Calendar(ctx)
	r.Deadline = calendar.AddWorkdays(from, n)
	return err
}
