package guides

import (
	"cmp"
	"encoding/binary"
	"slices"
	"sort"
	"strings"
)

// suffixes finds the terms with a form that contains a string from a permitted
// place on: a sorted array of the suffixes of all forms.
type suffixes struct {
	forms []form
	list  []suffix
}

// form is one way of writing a term: characters, pinyin or initials.
type form struct {
	text string
	term int32
}

type suffix struct {
	form  int32  // index into forms
	start uint16 // in bytes
	part  uint16 // how many characters or syllables stand before it
}

// add takes a form and the byte offsets at which a match may start.
func (s *suffixes) add(term int32, text string, starts []int) {
	id := int32(len(s.forms))
	s.forms = append(s.forms, form{text, term})
	for i, at := range starts {
		s.list = append(s.list, suffix{form: id, start: uint16(at), part: uint16(i)})
	}
}

func (s *suffixes) of(x suffix) string { return s.forms[x.form].text[x.start:] }

// sort must be called once, after the last add. Most comparisons are decided
// by the first sixteen bytes, kept beside the suffix while sorting.
func (s *suffixes) sort() {
	type keyed struct {
		head [2]uint64
		suffix
	}
	list := make([]keyed, len(s.list))
	for i, x := range s.list {
		list[i] = keyed{head(s.of(x)), x}
	}
	slices.SortFunc(list, func(a, b keyed) int {
		switch {
		case a.head[0] != b.head[0]:
			return cmp.Compare(a.head[0], b.head[0])
		case a.head[1] != b.head[1]:
			return cmp.Compare(a.head[1], b.head[1])
		}
		return strings.Compare(s.of(a.suffix), s.of(b.suffix))
	})
	s.list = make([]suffix, len(list))
	for i := range list {
		s.list[i] = list[i].suffix
	}
}

// head is the first sixteen bytes as numbers that order like them.
func head(s string) [2]uint64 {
	var b [16]byte
	copy(b[:], s)
	return [2]uint64{binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])}
}

// find returns the suffixes that begin with q.
func (s *suffixes) find(q string) []suffix {
	from := sort.Search(len(s.list), func(i int) bool { return s.of(s.list[i]) >= q })
	n := sort.Search(len(s.list)-from, func(i int) bool { return !strings.HasPrefix(s.of(s.list[from+i]), q) })
	return s.list[from : from+n]
}
