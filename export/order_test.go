package export_test

import (
	"testing"
	"time"

	"gridmate/community"
	"gridmate/export"
)

func TestStretchesEndToday(t *testing.T) {
	t.Parallel()
	day := func(m time.Month, d int) community.Date { return community.NewDate(2026, m, d) }
	for _, row := range []struct {
		name     string
		stretch  export.Stretch
		today    community.Date
		from, to community.Date
	}{
		{"this month", export.ThisMonth, day(11, 25), day(11, 1), day(11, 25)},
		{"last month", export.LastMonth, day(3, 1), day(2, 1), day(2, 28)},
		{"the month before January", export.LastMonth, day(1, 31), community.NewDate(2025, 12, 1), community.NewDate(2025, 12, 31)},
		{"this week, on its Monday", export.ThisWeek, day(11, 23), day(11, 23), day(11, 23)},
		{"last week, on a Sunday", export.LastWeek, day(11, 22), day(11, 9), day(11, 15)},
		{"this quarter", export.ThisQuarter, day(11, 25), day(10, 1), day(11, 25)},
		{"the first quarter", export.ThisQuarter, day(3, 31), day(1, 1), day(3, 31)},
		{"this year", export.ThisYear, day(11, 25), day(1, 1), day(11, 25)},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			if got := row.stretch.Of(row.today); got.From != row.from || got.To != row.to {
				t.Errorf("%s to %s, want %s to %s", got.From, got.To, row.from, row.to)
			}
		})
	}
}

func TestAnOrderThatCannotBeCarriedOutIsNone(t *testing.T) {
	t.Parallel()
	good := export.Order{What: export.All, Unit: 3, Type: community.Safe, From: 20000, To: 20001}
	if got, err := export.ParseOrder(good.Encode()); got != good || err != nil {
		t.Errorf("%+v, %v", got, err)
	}
	for name, spoil := range map[string]func(*export.Order){
		"of nothing known":  func(o *export.Order) { o.What = "secrets" },
		"of no unit":        func(o *export.Order) { o.Unit = 0 },
		"without days":      func(o *export.Order) { o.From, o.To = 0, 0 },
		"with days reverse": func(o *export.Order) { o.To = o.From - 1 },
	} {
		bad := good
		spoil(&bad)
		if _, err := export.ParseOrder(bad.Encode()); err == nil {
			t.Errorf("an order %s is taken", name)
		}
	}
}
