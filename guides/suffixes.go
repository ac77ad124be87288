package guides

import (
	"sort"
	"strings"
)

// suffixes finds the texts that contain a string at a permitted start: a
// sorted array of their suffixes.
type suffixes struct {
	texts []string
	list  []suffix
}

type suffix struct {
	text  int32 // index into texts
	start uint16
	part  uint8 // how many parts of the text stand before it
}

// add takes a text and the byte offsets at which a match may start.
func (s *suffixes) add(text string, starts []int) {
	id := int32(len(s.texts))
	s.texts = append(s.texts, text)
	for i, at := range starts {
		s.list = append(s.list, suffix{text: id, start: uint16(at), part: uint8(min(i, 255))})
	}
}

func (s *suffixes) of(x suffix) string { return s.texts[x.text][x.start:] }

func (s *suffixes) sort() {
	sort.Slice(s.list, func(i, j int) bool { return s.of(s.list[i]) < s.of(s.list[j]) })
}

// find returns the suffixes that begin with q.
func (s *suffixes) find(q string) []suffix {
	from := sort.Search(len(s.list), func(i int) bool { return s.of(s.list[i]) >= q })
	n := sort.Search(len(s.list)-from, func(i int) bool { return !strings.HasPrefix(s.of(s.list[from+i]), q) })
	return s.list[from : from+n]
}
