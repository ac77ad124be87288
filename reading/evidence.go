package reading

import (
	"slices"

	"gridmate/hanzi"
	"gridmate/reading/weigh"
)

// eachGram visits the runs of one to three characters of a group of clauses,
// with what differs from report to report made alike: D a date, G a grid, B a
// building, N a number; ^ and $ are the ends of a clause.
func (d *doc) eachGram(group []*clause, visit func(key uint64, s span)) {
	for _, c := range group {
		var a, b rune
		var from [2]int // where the two characters before begin
		push := func(r rune, s span) {
			k := weigh.Push(0, r)
			visit(k, s)
			if b != 0 {
				k = weigh.Push(weigh.Push(0, b), r)
				visit(k, span{from[1], s.end})
			}
			if a != 0 {
				visit(weigh.Push(weigh.Push(weigh.Push(0, a), b), r), span{from[0], s.end})
			}
			a, b = b, r
			from[0], from[1] = from[1], s.start
		}
		push('^', span{c.start, c.start})
		d.alike(c.span, push)
		push('$', span{c.end, c.end})
	}
}

// alike passes on the characters of a stretch, see eachGram.
func (d *doc) alike(s span, push func(rune, span)) {
	at, _ := slices.BinarySearchFunc(d.stand, s.start, func(x sign, i int) int { return x.end - i - 1 })
	signs := d.stand[at:]
	for i := s.start; i < s.end; {
		for len(signs) > 0 && signs[0].end <= i {
			signs = signs[1:]
		}
		r, w := runeAt(d.text, i)
		if len(signs) > 0 && signs[0].start <= i {
			r, w = signs[0].rune, min(signs[0].end, s.end)-i
		} else if _, size := hanzi.ScanNumber(d.text[i:s.end]); size > 0 {
			r, w = 'N', size
		}
		if r != ' ' {
			push(r, span{i, i + w})
		}
		i += w
	}
}

// sign stands for a date, grid or building.
type sign struct {
	span
	rune
}

// findSigns lists the stretches that signs stand for, in order.
func (d *doc) findSigns() {
	for i := range d.dates {
		d.stand = append(d.stand, sign{d.dates[i].span, 'D'})
	}
	for i := range d.grids {
		d.stand = append(d.stand, sign{d.grids[i].span, 'G'})
	}
	for i := range d.builds {
		d.stand = append(d.stand, sign{d.builds[i].span, 'B'})
	}
	slices.SortStableFunc(d.stand, func(a, b sign) int { return a.start - b.start })
}

// sink collects features. With names it also remembers what they are called,
// for those who teach or explain.
type sink struct {
	keys  []uint64
	names map[uint64]string
	buf   []byte
}

// tag adds a feature that is no run of characters; parts make its name.
func (s *sink) tag(parts ...string) uint64 {
	s.buf = append(s.buf[:0], '#')
	for _, p := range parts {
		for i := range len(p) {
			s.buf = append(s.buf, visible(p[i]))
		}
	}
	k := weigh.Key(s.buf)
	s.keys = append(s.keys, k)
	if s.names != nil {
		s.names[k] = string(s.buf)
	}
	return k
}

// visible keeps a name in one word: weights.txt has one feature a line.
func visible(c byte) byte {
	if c <= ' ' {
		return '_'
	}
	return c
}

func (s *sink) sense(x *sense) {
	s.keys = append(s.keys, x.key)
	if s.names != nil {
		s.names[x.key] = x.feature()
	}
}

// ends notes a sense in the last clause, where it is said what came of it.
func (s *sink) ends(x *sense) {
	s.keys = append(s.keys, x.last)
	if s.names != nil {
		s.names[x.last] = x.feature() + "$"
	}
}

func (s *sink) run(key uint64) {
	s.keys = append(s.keys, key)
	if s.names != nil {
		s.names[key] = weigh.Run(key)
	}
}

// each returns every feature once, in order.
func (s *sink) each() []uint64 {
	slices.Sort(s.keys)
	return slices.Compact(s.keys)
}

// features lists what a group of clauses shows the weights: its runs of
// characters, the sections of the lexicon that its words belong to, those once
// more that the report ends with, the units of its numbers, and why clauses
// report nothing.
func (d *doc) features(s *sink, group []*clause) []uint64 {
	d.eachGram(group, func(k uint64, _ span) { s.run(k) })
	alive := 0
	for i, c := range group {
		if c.dead != "" {
			s.tag("dead:", c.dead)
		} else {
			alive++
		}
		s.tag("stop:", string(rune(c.stop)))
		for l, hits := range c.hits {
			if l := layer(l); l == layerDate || l == layerIdiom || l == layerUnit {
				continue
			}
			for k := range hits {
				s.sense(hits[k].sense)
				if i == len(group)-1 {
					s.ends(hits[k].sense)
				}
			}
		}
		for k := range c.quants {
			s.tag("unit:", c.quants[k].unit)
		}
	}
	if alive == 0 && len(group) > 0 {
		s.tag("all:", group[0].dead)
	}
	s.tag("clauses:", size(len(group)))
	return s.each()
}
