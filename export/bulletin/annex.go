package bulletin

import (
	"fmt"
	"strconv"
	"strings"

	"gridmate/community"
	"gridmate/export"
)

// annex leads each figure of the text back to its records.
func (w *writer) annex() Annex {
	a := Annex{
		Title: w.text("annex.title"), Note: w.text("annex.note"),
		Heads: []string{w.text("annex.figure"), w.text("annex.value"), w.text("annex.records")},
	}
	known, rated := map[export.Key]bool{}, false
	for _, p := range w.body {
		for _, k := range p.figures {
			if known[k] {
				continue
			}
			known[k] = true
			f := w.sum.Of(k)
			value := strconv.Itoa(f.N) + " " + w.p.Text("export.unit."+string(k.Code))
			a.Rows = append(a.Rows, []string{w.label(k), value, w.records(f)})
		}
		rated = rated || p.rated
		if len(p.numbers) > 0 {
			a.Rows = append(a.Rows, []string{w.text("annex.examples"), w.text("annex.percent"), w.records(export.Figure{Numbers: p.numbers})})
		}
	}
	if rated {
		a.Rows = append(a.Rows, []string{w.p.Text("export.column.rate"), w.text("annex.percent"), w.text("annex.rate")})
	}
	return a
}

// label names a figure with what it is a figure of.
func (w *writer) label(k export.Key) string {
	name := w.p.Text("export.figure." + string(k.Code))
	switch {
	case k.Type != community.NoType:
		return w.text("annex.of", "What", w.p.Text("type."+string(k.Type)), "Figure", name)
	case k.Category != "":
		kind := community.KindPatrol
		if k.Code == export.Registered {
			kind = community.KindDispute
		}
		return w.text("annex.of", "What", export.Category(w.p, kind, k.Category), "Figure", name)
	}
	return name
}

// records lists the numbers of a figure's records, of many the first.
func (w *writer) records(f export.Figure) string {
	numbers := make([]string, len(f.Numbers))
	for i, n := range f.Numbers {
		numbers[i] = fmt.Sprintf("#%d", n)
	}
	list := strings.Join(numbers, " ")
	if f.Records > len(f.Numbers) {
		return w.text("annex.more", "List", list, "N", f.Records)
	}
	return list
}

// number is a figure in Arabic digits, from ten thousand in 万 and from a
// hundred million in 亿 with one decimal; 余 where a part was reported as
// about so many or where digits were left out.
func (w *writer) number(f export.Figure) string {
	digits, unit, rest := strconv.Itoa(f.N), "", false
	for _, step := range []struct {
		id   string
		size int
	}{{"yi", 1e8}, {"wan", 1e4}} {
		if f.N >= step.size {
			tenths := f.N / (step.size / 10)
			digits, unit, rest = strconv.Itoa(tenths/10), w.text("number_unit."+step.id), f.N%(step.size/10) != 0
			if tenths%10 != 0 {
				digits += "." + strconv.Itoa(tenths%10)
			}
			break
		}
	}
	if rest || f.Approximate {
		return w.text("about", "N", digits+unit)
	}
	return digits + unit
}
