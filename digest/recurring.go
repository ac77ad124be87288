package digest

import (
	"hash/maphash"
	"slices"
	"strings"

	"gridmate/community"
)

// Recurring is a place that came up again and again.
type Recurring struct {
	Place    string
	Kind     community.Kind
	Category community.Category
	N        int
}

// A place is named when the same sort of matter came up there this often
// within so many days, at least once in the span. Only what is still open or
// was finished within the days that are read is seen.
const (
	recurringTimes = 3
	recurringDays  = 90
)

// spots counts how often places come up: by a hash, so that the many that come
// up once take little room.
type spots struct {
	seed  maphash.Seed
	times map[uint64]times
	named map[int32][]named // by position of the unit
}

type times struct {
	n   int32
	now bool // once in the span
}

type named struct {
	Recurring
	spot uint64
}

func newSpots() spots {
	return spots{seed: maphash.MakeSeed(), times: map[uint64]times{}, named: map[int32][]named{}}
}

func (s spots) count(unit int32, i community.Item, span community.Span) {
	if i.Sensitive || i.Place == "" || i.Date > span.To || i.Date <= span.To-recurringDays {
		return
	}
	spot := maphash.Comparable(s.seed, struct {
		unit     int32
		place    string
		kind     community.Kind
		category community.Category
	}{unit, i.Place, i.Kind, i.Category})
	t := s.times[spot]
	t.n++
	t.now = t.now || span.Has(i.Date)
	s.times[spot] = t
	if t.n == recurringTimes {
		r := Recurring{Place: strings.Clone(i.Place), Kind: i.Kind, Category: i.Category}
		s.named[unit] = append(s.named[unit], named{r, spot})
	}
}

// recurring lists the places of units and of everything below them, the most
// frequent first.
func (f *Figures) recurring(places []int32, typ community.CommunityType) []Recurring {
	var found []Recurring
	for _, top := range places {
		for i := top; i < f.tree.end[top]; i++ {
			for _, r := range f.spots.named[i] {
				t := f.spots.times[r.spot]
				if t.now && (typ == community.NoType || community.TypeOf(r.Kind, r.Category) == typ) {
					r.N = int(t.n)
					found = append(found, r.Recurring)
				}
			}
		}
	}
	slices.SortFunc(found, func(a, b Recurring) int {
		if a.N != b.N {
			return b.N - a.N
		}
		return strings.Compare(a.Place, b.Place)
	})
	return found
}
