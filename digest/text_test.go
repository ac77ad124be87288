package digest_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/digest"
	"gridmate/locale"
)

var update = flag.Bool("update", false, "rewrite the golden texts")

func printer(t testing.TB, language string) locale.Printer {
	t.Helper()
	catalogue, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return catalogue.For(language)
}

func TestDigestTexts(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string // of the golden file too
		period community.Period
		now    string
		view   digest.View
	}{
		{"a community's day", community.Day, "2026-11-23 18:00", units(100)},
		{"a community's day without records", community.Day, "2026-11-23 18:00", units(200)},
		{"a community's empty day", community.Day, "2026-11-24 18:00", units(200)},
		{"an empty day with an open issue", community.Day, "2026-11-24 18:00", units(101)},
		{"a grid's day", community.Day, "2026-11-23 18:00", units(102)},
		{"a street's day", community.Day, "2026-11-23 18:00", units(3)},
		{"a community's week", community.Week, "2026-11-23 18:00", units(100)},
		{"a street's week", community.Week, "2026-11-23 18:00", units(3)},
		{"a community's month", community.Month, "2026-11-23 18:00", units(100)},
		{"a city's month of one type", community.Month, "2026-11-23 18:00", digest.View{Units: []community.UnitID{0}, Type: community.Safe}},
		{"a leader's day", community.Day, "2026-11-23 18:00", units(200, 101, 100)},
	} {
		for _, language := range []string{locale.Chinese, locale.English} {
			t.Run(row.name+" in "+language, func(t *testing.T) {
				t.Parallel()
				figures, err := digest.Compute(t.Context(), fortnight(), city(2, 3), digest.Ask{
					Period: row.period, Now: at(row.now), Zone: shanghai,
				})
				if err != nil {
					t.Fatal(err)
				}
				golden(t, row.name+"."+language, digest.Text(figures.Digest(row.view), printer(t, language)))
			})
		}
	}
}

func TestAGridWorkersDayIsTheirOwnOpenItems(t *testing.T) {
	t.Parallel()
	figures, err := digest.Compute(t.Context(), fortnight(), city(2, 3), digest.Ask{
		Period: community.Day, Now: at("2026-11-23 18:00"), Zone: shanghai,
	})
	if err != nil {
		t.Fatal(err)
	}
	worker := community.Person{ID: 8, Name: "王网格员", Grants: []community.Grant{{Role: community.RoleGrid, Unit: 102}}}
	for _, language := range []string{locale.Chinese, locale.English} {
		text := digest.OwnText(worker.Name, figures.Own(worker), date("2026-11-23"), printer(t, language))
		golden(t, "a grid worker's day."+language, text)
	}
	if text := digest.OwnText("x", figures.Own(community.Person{ID: 99, Name: "x"}), date("2026-11-23"), printer(t, "")); text != "" {
		t.Errorf("somebody without items is told %q", text)
	}
}

func units(ids ...community.UnitID) digest.View { return digest.View{Units: ids} }

// golden compares a text with its file; bold marks are written as **.
func golden(t *testing.T, name, text string) {
	t.Helper()
	text = strings.NewReplacer(chat.BoldStart, "**", chat.BoldEnd, "**").Replace(text) + "\n"
	file := filepath.Join("testdata", strings.NewReplacer(" ", "-", "'", "").Replace(name)+".txt")
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), text); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
	if n := utf8.RuneCountInString(text); n > 1000 {
		t.Errorf("%s has %d characters", file, n)
	}
}

func TestAGroupReadsNothingButTheNumberOfWhatIsSensitive(t *testing.T) {
	t.Parallel()
	day := date("2026-11-23")
	m := memory{{
		Number: 7, Kind: community.KindDispute, Category: community.MarriageFamily, Unit: 101, Place: "西门", Status: community.Mediating,
		Date: day - 40, Deadline: day - 10, Created: (day - 40).In(shanghai), Sensitive: true,
	}}
	figures, err := digest.Compute(t.Context(), m, city(2, 2), digest.Ask{Period: community.Day, Day: day, Now: day.In(shanghai).Add(18 * time.Hour), Zone: shanghai})
	if err != nil {
		t.Fatal(err)
	}
	view := digest.View{Units: []community.UnitID{100}}
	if text := digest.Text(figures.Digest(view), printer(t, locale.Chinese)); !strings.Contains(text, "西门") {
		t.Errorf("in private:\n%s", text)
	}
	view.Group = true
	if text := digest.Text(figures.Digest(view), printer(t, locale.Chinese)); strings.Contains(text, "西门") || !strings.Contains(text, "#7 超10天") {
		t.Errorf("in a group:\n%s", text)
	}
}
