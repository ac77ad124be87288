package digest

import (
	"slices"

	"gridmate/community"
)

// tree is the organisation by position: parents come before children, and
// what lies below position i is i+1 up to end[i].
type tree struct {
	units  []community.Unit
	parent []int32 // -1 at the top
	end    []int32
	dense  []int32                    // position + 1 by unit id, 0 for no unit
	sparse map[community.UnitID]int32 // the same for ids too large for a table
}

func newTree(org *community.Org) *tree {
	t := &tree{sparse: map[community.UnitID]int32{}}
	var add func(u community.Unit, parent int32)
	add = func(u community.Unit, parent int32) {
		at := int32(len(t.units))
		t.units, t.parent, t.end = append(t.units, u), append(t.parent, parent), append(t.end, 0)
		for _, child := range org.Children(u.ID) {
			add(child, at)
		}
		t.end[at] = int32(len(t.units))
	}
	for _, root := range org.Children(0) {
		add(root, -1)
	}
	t.dense = make([]int32, denseSize(t.units))
	for at, u := range t.units {
		if 0 <= u.ID && int(u.ID) < len(t.dense) {
			t.dense[u.ID] = int32(at) + 1
			continue
		}
		t.sparse[u.ID] = int32(at) + 1
	}
	return t
}

// denseSize makes room for ordinary ids, which a database counts from 1.
func denseSize(units []community.Unit) int {
	const most = 1 << 20
	size := 1
	for _, u := range units {
		size = max(size, min(int(u.ID)+1, most))
	}
	return size
}

// find is the position of a unit, -1 if there is no such unit.
func (t *tree) find(id community.UnitID) int32 {
	if 0 <= id && int(id) < len(t.dense) {
		return t.dense[id] - 1
	}
	return t.sparse[id] - 1
}

// below lists the positions of a level's units under i.
func (t *tree) below(i int32, level community.Level) []int32 {
	var found []int32
	for j := i + 1; j < t.end[i]; j++ {
		if t.units[j].Level == level {
			found = append(found, j)
		}
	}
	return found
}

// outermost are the positions of units, without those that lie within another
// and without unknown ones. The zero id stands for all roots.
func (t *tree) outermost(ids []community.UnitID) []int32 {
	var found []int32
	for _, id := range ids {
		if id == 0 {
			return t.roots()
		}
		if i := t.find(id); i >= 0 {
			found = append(found, i)
		}
	}
	slices.Sort(found)
	end := int32(0)
	return slices.DeleteFunc(found, func(i int32) bool {
		if i < end {
			return true
		}
		end = t.end[i]
		return false
	})
}

func (t *tree) roots() []int32 {
	var found []int32
	for i, parent := range t.parent {
		if parent < 0 {
			found = append(found, int32(i))
		}
	}
	return found
}
