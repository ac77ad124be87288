package digest

import (
	"slices"
	"strings"

	"gridmate/community"
)

// View is whose figures a digest shows: units together, each counted once
// even where one lies within another, and one type of community if Type is
// set. The zero unit is the whole deployment. Everybody in a group reads along,
// so that sensitive items are numbers there and nothing else.
type View struct {
	Units []community.UnitID
	Type  community.CommunityType
	Group bool
}

// maxRows is how many lines of units a digest has at most; with more
// communities than that it shows the units right below.
const maxRows = 30

// Unit is the digest of one unit and everything below it.
func (f *Figures) Unit(id community.UnitID) Digest {
	return f.Digest(View{Units: []community.UnitID{id}})
}

// Digest is the digest of a view. A view of no known unit is an empty digest.
func (f *Figures) Digest(v View) Digest {
	places := f.tree.outermost(v.Units)
	sum := f.sum(places, v.Type)
	d := Digest{
		Org: f.codes(places), Period: f.ask.Period, From: Day(f.now.From), To: Day(f.now.To),
		Totals: sum.now, Previous: sum.before, Late: f.lateOf(places, v.Type), Silent: []string{},
	}
	d.Detail = Detail{
		Type: v.Type, Records: sum.records, AsOf: f.AsOf(), Year: sum.year, OnTime: sum.onTime,
		Settled: Rate{Part: sum.now.Disputes.Success, Of: sum.now.Disputes.Success + sum.now.Disputes.Failed},
		Rows:    f.rows(places, v.Type), Recurring: f.recurring(places, v.Type), numbers: sum.numbers,
	}
	for _, i := range places {
		d.Detail.Names = append(d.Detail.Names, f.name(i, len(places) > 1))
		for _, silent := range f.quiet(i, v.Type) {
			d.Silent = append(d.Silent, f.tree.units[silent].Code)
			d.Detail.Quiet = append(d.Detail.Quiet, f.quietName(silent, len(places) > 1))
		}
	}
	d.Detail.Categories, d.Detail.Types = f.breakdown(sum), f.byType(places, v.Type)
	f.fillItems(&d.Detail, places, v)
	if len(d.Detail.Rows) == 0 || len(places) > 1 { // a community's, a leader's; above that the figures tell
		d.Detail.Reviews = f.reviewsOf(places, v)
	}
	return d
}

// sum adds the cells of positions that do not overlap.
func (f *Figures) sum(places []int32, typ community.CommunityType) *cell {
	total := &cell{}
	for _, i := range places {
		for t, c := range f.cells[i] {
			if c != nil && (typ == community.NoType || types[t] == typ) {
				total.add(c)
			}
		}
	}
	return total
}

func (f *Figures) lateOf(places []int32, typ community.CommunityType) int {
	n := 0
	for _, i := range places {
		for t, late := range f.late[i] {
			if typ == community.NoType || types[t] == typ {
				n += int(late)
			}
		}
	}
	return n
}

func (f *Figures) codes(places []int32) string {
	codes := make([]string, len(places))
	for n, i := range places {
		codes[n] = f.tree.units[i].Code
	}
	return strings.Join(codes, ",")
}

// quiet lists what recorded nothing: the grids of a community, the
// communities of whatever lies above. A grid has nothing below to name.
func (f *Figures) quiet(place int32, typ community.CommunityType) []int32 {
	var level community.Level
	switch rank := f.tree.units[place].Level.Rank(); {
	case rank < community.Village.Rank():
		level = community.Village
	case rank == community.Village.Rank():
		level = community.Grid
	default:
		return nil
	}
	var found []int32
	for _, i := range f.tree.below(place, level) {
		if f.records(i, typ) == 0 {
			found = append(found, i)
		}
	}
	return found
}

// name is what a headline calls a unit. 2网格 alone would not say whose.
func (f *Figures) name(place int32, narrow bool) string {
	u := f.tree.units[place]
	if above := f.tree.parent[place]; above >= 0 && u.Level.Rank() > community.Village.Rank() {
		return f.name(above, true) + u.Name
	}
	if narrow {
		return u.Label()
	}
	return u.Name
}

// quietName is what the list of the silent calls a unit: the grids of several
// communities need their community's name.
func (f *Figures) quietName(place int32, several bool) string {
	if several {
		return f.name(place, true)
	}
	return f.tree.units[place].Label()
}

func (f *Figures) records(place int32, typ community.CommunityType) int {
	n := 0
	for t, c := range f.cells[place] {
		if c != nil && (typ == community.NoType || types[t] == typ) {
			n += c.records
		}
	}
	return n
}

// rows are the lines by unit: a leader's units, else the communities of a
// street or anything above it.
func (f *Figures) rows(places []int32, typ community.CommunityType) []Row {
	lines := places
	if len(places) == 1 {
		place := places[0]
		if f.tree.units[place].Level.Rank() >= community.Village.Rank() {
			return nil
		}
		lines = f.tree.below(place, community.Village)
		if len(lines) > maxRows {
			lines = f.children(place)
		}
	}
	rows := make([]Row, len(lines))
	for n, i := range lines {
		rows[n] = Row{Unit: f.tree.units[i], Totals: f.sum([]int32{i}, typ).now}
	}
	return rows
}

func (f *Figures) children(place int32) []int32 {
	var found []int32
	for i := place + 1; i < f.tree.end[place]; i = f.tree.end[i] {
		found = append(found, i)
	}
	return found
}

func (f *Figures) breakdown(sum *cell) map[community.Kind][]Count {
	found := map[community.Kind][]Count{}
	for i, n := range sum.codes {
		if n > 0 {
			h := heads.list[i]
			found[h.kind] = append(found[h.kind], Count{Code: string(h.category), N: int(n)})
		}
	}
	for _, counts := range found {
		slices.SortStableFunc(counts, func(a, b Count) int { return b.N - a.N })
	}
	return found
}

func (f *Figures) byType(places []int32, typ community.CommunityType) []Count {
	var found []Count
	for _, t := range community.Types() {
		if typ != community.NoType && t != typ {
			continue
		}
		n := 0
		for _, i := range places {
			n += f.records(i, t)
		}
		if n > 0 {
			found = append(found, Count{Code: string(t), N: n})
		}
	}
	return found
}
