// Package chart draws the pictures that go with a digest, as PNG to be read on
// a phone. It alone knows the library that draws.
//
// Units stand in the order of their codes: nothing is ranked, and no picture
// shows single persons.
package chart

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/go-analyze/charts"
	"github.com/golang/freetype/truetype"
)

// Width is the width of every picture in pixels; the height follows what there
// is to show.
const Width = 1080

const (
	height    = 720
	maxLabels = 10
	perRow    = 46 // pixels for a line of a chart with a line for each unit
	margin    = 36
	head      = 128 // pixels for title and days
	labelSize = 20  // points at the library's 92 dots an inch
	titleSize = 28
)

// Style is how a picture shows its numbers.
type Style string

// The styles.
const (
	Line  Style = "line"  // over days
	Bars  Style = "bars"  // upright, side by side
	Rows  Style = "rows"  // lying, a line for each label
	Parts Style = "parts" // of a whole
)

// Series is one set of numbers, one for each label; of Parts one number.
type Series struct {
	Name   string
	Values []int
}

// Picture is what a chart shows. Counts start at zero, always.
type Picture struct {
	Title, Subtitle string
	Style           Style
	Labels          []string
	Series          []Series
}

// Blank reports whether there is nothing to show: all counts are zero.
func (p Picture) Blank() bool {
	return !slices.ContainsFunc(p.Series, func(s Series) bool {
		return slices.ContainsFunc(s.Values, func(n int) bool { return n != 0 })
	})
}

// PNG draws the picture.
func (p Picture) PNG() ([]byte, error) {
	f, err := loadFont()
	if err != nil {
		return nil, fmt.Errorf("chart: %w", err)
	}
	p = p.legible(f)
	painter := charts.NewPainter(charts.PainterOptions{
		OutputFormat: charts.ChartOutputPNG, Width: Width, Height: p.height(), Font: f,
	})
	if err := p.draw(painter, f); err != nil {
		return nil, fmt.Errorf("chart: %w", err)
	}
	ink := theme().GetTitleTextColor()
	for thick := range 2 { // there is no bold font: twice, a dot apart, is bold enough
		painter.Text(p.Title, margin+thick, 62, 0, charts.FontStyle{Font: f, FontSize: titleSize, FontColor: ink})
	}
	painter.Text(p.Subtitle, margin, 104, 0, charts.FontStyle{Font: f, FontSize: labelSize, FontColor: ink})
	return painter.Bytes()
}

func (p Picture) height() int {
	if p.Style == Rows {
		return max(height/2, 220+perRow*len(p.Labels))
	}
	return height
}

// legible replaces the characters that the font does not have.
func (p Picture) legible(f *truetype.Font) Picture {
	p.Title, p.Subtitle = shown(f, p.Title), shown(f, p.Subtitle)
	labels, series := make([]string, len(p.Labels)), make([]Series, len(p.Series))
	for i, l := range p.Labels {
		labels[i] = shown(f, l)
	}
	for i, s := range p.Series {
		series[i] = Series{Name: shown(f, s.Name), Values: s.Values}
	}
	p.Labels, p.Series = labels, series
	if p.Style == Rows { // the library draws the first line at the bottom
		slices.Reverse(p.Labels)
		for i, s := range p.Series {
			p.Series[i].Values = slices.Clone(s.Values)
			slices.Reverse(p.Series[i].Values)
		}
	}
	return p
}

func (p Picture) draw(to *charts.Painter, f *truetype.Font) error {
	switch p.Style {
	case Line:
		return p.line(to, f)
	case Parts:
		return p.parts(to, f)
	default:
		return p.bars(to, f)
	}
}

func (p Picture) line(to *charts.Painter, f *truetype.Font) error {
	o := charts.NewLineChartOptionWithData(p.values())
	o.Legend, o.Padding, o.Theme = p.legend(f), padding(), theme()
	o.XAxis.Labels, o.XAxis.LabelFontStyle, o.XAxis.LabelCount = p.sparse(), p.label(f), len(p.Labels)
	o.YAxis = []charts.YAxisOption{p.counts(f)}
	o.ValueFormatter, o.LineStrokeWidth = whole, 4
	o.XAxis.BoundaryGap = charts.Ptr(true)
	return to.LineChart(o)
}

func (p Picture) bars(to *charts.Painter, f *truetype.Font) error {
	o := charts.NewBarChartOptionWithData(p.values())
	o.Legend, o.Padding, o.Theme = p.legend(f), padding(), theme()
	o.Horizontal = p.Style == Rows
	o.CategoryAxis.Labels, o.CategoryAxis.LabelFontStyle, o.CategoryAxis.LabelCount = p.Labels, p.label(f), len(p.Labels)
	if !o.Horizontal {
		o.CategoryAxis.Labels = p.sparse()
	}
	o.ValueAxis = []charts.ValueAxisOption{p.counts(f)}
	o.ValueFormatter = whole
	if len(p.Labels) <= 12 || o.Horizontal {
		for i := range o.SeriesList {
			o.SeriesList[i].Label = charts.SeriesLabel{Show: charts.Ptr(true), FontStyle: p.label(f), ValueFormatter: whole}
		}
	}
	return to.BarChart(o)
}

func (p Picture) parts(to *charts.Painter, f *truetype.Font) error {
	values, names := make([]float64, len(p.Series)), make([]string, len(p.Series))
	for i, s := range p.Series {
		for _, n := range s.Values {
			values[i] += float64(n)
		}
		names[i] = fmt.Sprintf("%s %.0f", s.Name, values[i])
	}
	o := charts.NewDoughnutChartOptionWithData(values)
	o.Padding, o.Theme = padding(), theme()
	o.Legend = p.legend(f)
	o.Legend.SeriesNames = names
	for i := range o.SeriesList {
		o.SeriesList[i].Label = charts.SeriesLabel{Show: charts.Ptr(false)}
	}
	return to.DoughnutChart(o)
}

func (p Picture) values() [][]float64 {
	all := make([][]float64, len(p.Series))
	for i, s := range p.Series {
		all[i] = make([]float64, len(p.Labels))
		for k := range min(len(s.Values), len(p.Labels)) {
			all[i][k] = float64(s.Values[k])
		}
	}
	return all
}

func (p Picture) legend(f *truetype.Font) charts.LegendOption {
	names := make([]string, len(p.Series))
	for i, s := range p.Series {
		names[i] = s.Name
	}
	return charts.LegendOption{
		SeriesNames: names, FontStyle: style(f, labelSize), Offset: charts.OffsetLeft,
	}
}

// counts is the axis of numbers: from zero, in whole steps.
func (p Picture) counts(f *truetype.Font) charts.ValueAxisOption {
	most := 1
	for _, s := range p.Series {
		for _, n := range s.Values {
			most = max(most, n)
		}
	}
	size := step(most)
	steps := most/size + 1 // room for the number above the highest
	return charts.ValueAxisOption{
		Min: charts.Ptr(0.0), Max: charts.Ptr(float64(steps * size)), LabelCount: steps + 1,
		RangeValuePaddingScale: charts.Ptr(0.0), PreferNiceIntervals: charts.Ptr(false),
		LabelFontStyle: p.label(f), ValueFormatter: whole, SplitLineShow: charts.Ptr(true),
	}
}

// step is the distance of the marks on an axis: 1, 2 or 5 times a power of
// ten, at most six of them.
func step(most int) int {
	for size := 1; ; size *= 10 {
		for _, times := range []int{1, 2, 5} {
			if times*size*6 >= most {
				return times * size
			}
		}
	}
}

// sparse leaves out the labels that have no room below the picture.
func (p Picture) sparse() []string {
	every := (len(p.Labels) + maxLabels - 1) / maxLabels
	labels := make([]string, len(p.Labels))
	for i, l := range p.Labels {
		if i%every == 0 {
			labels[i] = l
		}
	}
	return labels
}

func (p Picture) label(f *truetype.Font) charts.FontStyle { return style(f, labelSize) }

func style(f *truetype.Font, size float64) charts.FontStyle {
	return charts.FontStyle{Font: f, FontSize: size}
}

func padding() charts.Box { return charts.NewBox(margin, head, 56, 28) }

// theme has colours that people with any sight of colours can tell apart: the
// palette of Okabe and Ito.
func theme() charts.ColorPalette {
	return charts.GetTheme(charts.ThemeLight).WithSeriesColors([]charts.Color{
		charts.ColorFromHex("#0072B2"), charts.ColorFromHex("#E69F00"),
		charts.ColorFromHex("#009E73"), charts.ColorFromHex("#CC79A7"),
	})
}

// whole is a count without decimals.
func whole(v float64) string { return strconv.Itoa(int(math.Round(v))) }
