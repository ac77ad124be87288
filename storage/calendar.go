package storage

import (
	"context"
	"fmt"

	"gridmate/community"
	"gridmate/storage/internal/query"
)

// Calendar is the published arrangements that come with the program, with the
// imported ones over them.
func (t *Tx) Calendar(ctx context.Context) (community.Calendar, error) {
	published, err := community.PublishedDays()
	if err != nil {
		return community.Calendar{}, err
	}
	imported, err := t.calendarDays(ctx)
	return community.NewCalendar(published...).With(imported...), err
}

func (t *Tx) calendarDays(ctx context.Context) ([]community.CalendarDay, error) {
	rows, err := t.q.CalendarDays(ctx)
	if err != nil {
		return nil, t.fail("read calendar days", err)
	}
	days := make([]community.CalendarDay, len(rows))
	for i, r := range rows {
		days[i] = community.CalendarDay{
			Date: community.Date(r.Date), Kind: community.DayKind(r.Kind), Name: r.Name, Source: r.Source,
		}
	}
	return days, nil
}

// SaveCalendarDays adds days and changes those that differ.
func (t *Tx) SaveCalendarDays(ctx context.Context, days []community.CalendarDay) (Counts, error) {
	stored, err := t.calendarDays(ctx)
	if err != nil {
		return Counts{}, err
	}
	old := map[community.Date]community.CalendarDay{}
	for _, d := range stored {
		old[d.Date] = d
	}
	var n Counts
	for _, d := range days {
		was, found := old[d.Date]
		switch {
		case was == d:
			n.Unchanged++
			continue
		case found:
			n.Changed++
		default:
			n.Added++
		}
		old[d.Date] = d
		err := t.q.SaveCalendarDay(ctx, query.SaveCalendarDayParams{
			Date: int64(d.Date), Kind: string(d.Kind), Name: d.Name, Source: d.Source,
		})
		if err != nil {
			return Counts{}, t.fail(fmt.Sprintf("save calendar day %s", d.Date), err)
		}
	}
	return n, nil
}
