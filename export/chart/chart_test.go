package chart_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
	"time"

	"gridmate/community"
	"gridmate/digest"
	"gridmate/export/chart"
	"gridmate/export/internal/memory"
	"gridmate/locale"
)

var november = community.Month.Of(community.NewDate(2026, time.November, 1))

// pictures are all pictures of a unit's month.
func pictures(t testing.TB, unit community.UnitID, records []community.Record) map[string]chart.Picture {
	t.Helper()
	texts, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	p := texts.For(locale.Chinese)
	a := memory.Archive{Frame: memory.NewFrame(unit, november), List: records}
	figures, err := digest.Compute(t.Context(), a, a.Frame.Org, digest.Ask{Period: community.Month, Day: november.From, Now: a.Frame.Now, Zone: a.Frame.Zone})
	if err != nil {
		t.Fatal(err)
	}
	days, d := chart.NewDays(a.Frame), figures.Unit(unit)
	if err := a.Facts(t.Context(), november, days.Add); err != nil {
		t.Fatal(err)
	}
	all := map[string]chart.Picture{"trend": days.Trend(p), "found_fixed": days.FoundFixed(p), "kinds": chart.Kinds(d, a.Frame, p)}
	if made, ok := chart.Overdue(d, a.Frame, p); ok {
		all["overdue"] = made
	}
	if made, ok := chart.Coverage(d, a.Frame, p); ok {
		all["coverage"] = made
	}
	return all
}

func drawn(t testing.TB, p chart.Picture) image.Image {
	t.Helper()
	data, err := p.PNG()
	if err != nil {
		t.Fatal(err)
	}
	made, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// inked reports what share of a region, given in hundredths of the picture, is
// not background.
func inked(made image.Image, left, top, right, bottom int) float64 {
	b := made.Bounds()
	ground := color.RGBAModel.Convert(made.At(1, 1))
	ink, all := 0, 0
	for x := b.Dx() * left / 100; x < b.Dx()*right/100; x++ {
		for y := b.Dy() * top / 100; y < b.Dy()*bottom/100; y++ {
			all++
			if color.RGBAModel.Convert(made.At(x, y)) != ground {
				ink++
			}
		}
	}
	return float64(ink) / float64(all)
}

func TestPicturesHaveTitleLegendAndBody(t *testing.T) {
	t.Parallel()
	for name, p := range pictures(t, 1, memory.Random(3, 400, november)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			made := drawn(t, p)
			if made.Bounds().Dx() != chart.Width || made.Bounds().Dy() < 300 {
				t.Errorf("%v", made.Bounds())
			}
			for _, region := range []struct {
				name                     string
				left, top, right, bottom int
				least                    float64
			}{
				{"title", 0, 3, 50, 14, 0.02}, {"body", 10, 25, 90, 90, 0.02}, {"whole", 0, 0, 100, 100, 0.02},
			} {
				if got := inked(made, region.left, region.top, region.right, region.bottom); got < region.least {
					t.Errorf("%s: %.3f of it is drawn", region.name, got)
				}
			}
			if edge := inked(made, 0, 0, 1, 100) + inked(made, 99, 0, 100, 100); edge > 0 {
				t.Errorf("something runs over the edge: %.3f", edge)
			}
		})
	}
}

func TestAnEmptyMonthAndASingleGridAreDrawnToo(t *testing.T) {
	t.Parallel()
	for unit, want := range map[community.UnitID]int{1: 5, 100: 4, 101: 3} {
		all := pictures(t, unit, nil)
		if len(all) != want {
			t.Errorf("unit %d: %d pictures, want %d", unit, len(all), want)
		}
		for _, p := range all {
			drawn(t, p)
		}
	}
}

func TestMissingCharactersAreShownAsBoxes(t *testing.T) {
	t.Parallel()
	base := chart.Picture{Style: chart.Bars, Labels: []string{"一"}, Series: []chart.Series{{Name: "甲", Values: []int{1}}}}
	rare, boxed, none := base, base, base
	rare.Title, boxed.Title, none.Title = "\U0002A6A5社区", "□社区", "社区"
	if !bytes.Equal(pixels(t, rare), pixels(t, boxed)) || bytes.Equal(pixels(t, rare), pixels(t, none)) {
		t.Error("a character that the font lacks is not a box")
	}
}

func pixels(t testing.TB, p chart.Picture) []byte {
	t.Helper()
	data, err := p.PNG()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestTrendCountsAsTheDigestDoes(t *testing.T) {
	t.Parallel()
	all := pictures(t, 100, memory.Random(9, 500, november))
	sums := map[string]int{}
	for _, s := range all["trend"].Series {
		for _, n := range s.Values {
			sums[s.Name] += n
		}
	}
	kinds := all["kinds"]
	for i, label := range kinds.Labels {
		if got, want := sums[label], kinds.Series[1].Values[i]; got < want {
			t.Errorf("%s: %d by day, %d in all", label, got, want)
		}
	}
	if !strings.Contains(all["trend"].Title, "滨河社区") {
		t.Errorf("%q", all["trend"].Title)
	}
}
