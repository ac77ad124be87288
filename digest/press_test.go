package digest_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gridmate/community"
	"gridmate/digest"
	"gridmate/locale"
)

func TestAPressIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.Int32Range(0, math.MaxInt32)
		p := digest.Press{
			Do:     rapid.SampledFrom([]string{digest.PressUrge, digest.PressUnit, digest.PressItem, digest.PressLedger, digest.PressHome}).Draw(t, "do"),
			Period: rapid.SampledFrom(community.Periods()).Draw(t, "period"),
			Day:    community.Date(rapid.Int32Range(0, 99999).Draw(t, "day")), Home: community.UnitID(id.Draw(t, "home")),
			Unit: community.UnitID(id.Draw(t, "unit")), Number: community.Number(id.Draw(t, "number")),
		}
		data := p.Data()
		if got, ok := digest.ParsePress(data); !ok || got != p || len(data) > 64 {
			t.Fatalf("%+v became %q (%d bytes) and %+v", p, data, len(data), got)
		}
	})
}

func TestAForgedPressIsNone(t *testing.T) {
	t.Parallel()
	for _, data := range []string{
		"", "d", "d:v:day", "d:v:day:1:2:3", "x:v:day:1:2:3:4", "d:x:day:1:2:3:4", "d:v:year:1:2:3:4",
		"d:v:day:-1:2:3:4", "d:v:day:1:2:3:99999999999999", "d:v:day:1:2:3:4:5", "d:v:day:1::3:4",
	} {
		if p, ok := digest.ParsePress(data); ok {
			t.Errorf("%q is read as %+v", data, p)
		}
	}
}

func TestUrgingIsOfferedForWhatTheTextNames(t *testing.T) {
	t.Parallel()
	say := printer(t, locale.Chinese)
	figures, err := digest.Compute(t.Context(), fortnight(), city(2, 3), digest.Ask{
		Period: community.Day, Now: at("2026-11-23 18:00"), Zone: shanghai,
	})
	if err != nil {
		t.Fatal(err)
	}
	d := figures.Unit(1)
	if len(d.Named()) == 0 {
		t.Fatal("nothing is overdue")
	}
	text := digest.Text(d, say)
	for _, item := range d.Named() {
		if !strings.Contains(text, fmt.Sprintf("#%d ", item.Number)) {
			t.Errorf("#%d is not named in\n%s", item.Number, text)
		}
	}
	if k := digest.Keys(d, 1, true, say); len(k[0]) != 3 || k[0][0].Label != "催办" {
		t.Errorf("buttons %+v", k)
	}
	if k := digest.Keys(d, 1, false, say); len(k[0]) != 2 {
		t.Errorf("without the right %+v", k)
	}
}
