package community_test

import (
	"testing"

	"gridmate/community"
)

func TestEachRedLineCanBeBrokenByOneWishAlone(t *testing.T) {
	t.Parallel()
	wishes := map[string]func(*community.Wishes){
		"checkin":  func(w *community.Wishes) { w.CheckIns = true },
		"ranking":  func(w *community.Wishes) { w.Rankings = true },
		"receipts": func(w *community.Wishes) { w.ReadReceipts = true },
		"photo":    func(w *community.Wishes) { w.PhotoRequired = true },
		"place":    func(w *community.Wishes) { w.PlaceRequired = true },
		"pushes":   func(w *community.Wishes) { w.Budget = 4 },
		"quiet":    func(w *community.Wishes) { w.Quiet.To = 7*60 + 59 },
		"personal": func(w *community.Wishes) { w.Unmasked = true },
	}
	for _, line := range community.RedLines() {
		w := community.Wishes{Manners: community.DefaultManners()}
		if broken, is := w.Broken(); is {
			t.Fatalf("the default breaks %s", broken.Key)
		}
		if line.Rule == "" || line.Source == "" {
			t.Errorf("%s has no rule or source", line.Key)
		}
		wish, wished := wishes[line.Key]
		if wished != (line.Breaks != nil) {
			t.Errorf("%s: no wish to test it with", line.Key)
		}
		if !wished {
			continue
		}
		wish(&w)
		if broken, is := w.Broken(); !is || broken.Key != line.Key {
			t.Errorf("the wish against %s breaks %q", line.Key, broken.Key)
		}
	}
}

func TestQuietHoursMayOnlyBeWidened(t *testing.T) {
	t.Parallel()
	for text, kept := range map[string]bool{
		"21:00-08:00": true, "20:30-08:00": true, "21:00-9:00": true, "18:00-12:00": true,
		"21:01-08:00": false, "21:00-07:59": false, "23:00-06:00": false,
	} {
		q, err := community.ParseQuietHours(text)
		if err != nil {
			t.Fatal(err)
		}
		_, broken := community.Wishes{Manners: community.Manners{Budget: 1, Quiet: q}}.Broken()
		if broken == kept {
			t.Errorf("%s: kept %v", text, !broken)
		}
	}
	for _, text := range []string{"", "21:00", "off", "off-08:00", "21:00-off", "08:00-21:00", "21:00-21:00", "9pm-8am", "25:00-08:00"} {
		if q, err := community.ParseQuietHours(text); err == nil {
			t.Errorf("%q is read as %s", text, q)
		}
	}
}

func TestQuietHoursGoOverMidnight(t *testing.T) {
	t.Parallel()
	q := community.DefaultManners().Quiet
	for clock, quiet := range map[community.Clock]bool{
		20*60 + 59: false, 21 * 60: true, 23*60 + 59: true, 0: true, 7*60 + 59: true, 8 * 60: false, 12 * 60: false,
	} {
		if q.Has(clock) != quiet {
			t.Errorf("%s: %v", clock, !quiet)
		}
	}
	if q.String() != "21:00-08:00" {
		t.Errorf("written %s", q)
	}
}
