package weigh

import (
	"math/bits"
	"slices"
)

// saying is a weight of a feature on its way into a table.
type saying struct {
	feature uint64
	weight
}

// table finds the weights of a feature: open addressing over one run of memory
// each for keys, places and weights, which is a third of what a map of slices
// takes and half the time. It does not change once it is made.
type table struct {
	shift   int
	keys    []uint64 // by slot
	from    []uint32 // by slot: its weights end where the next slot's begin; an empty slot has none
	weights []weight
}

// newTable makes a table of so many features.
func newTable(features int, said []saying) table {
	size := 1 << bits.Len(uint(features+features/3)) // at most three quarters are taken
	t := table{
		shift: 64 - bits.Len(uint(size-1)), keys: make([]uint64, size), from: make([]uint32, size+1),
		weights: make([]weight, len(said)),
	}
	counts := make([]uint32, size)
	slots := make([]int, len(said))
	for i, s := range said {
		slots[i] = t.free(s.feature, counts)
		t.keys[slots[i]] = s.feature
		counts[slots[i]]++
	}
	for slot, n := range counts {
		t.from[slot+1] = t.from[slot] + n
	}
	for i := len(said) - 1; i >= 0; i-- { // from the last: each keeps its place among its feature's
		counts[slots[i]]--
		t.weights[t.from[slots[i]]+counts[slots[i]]] = said[i].weight
	}
	return t
}

// features lists the keys in their order.
func (t *table) features() []uint64 {
	var keys []uint64
	for slot, key := range t.keys {
		if t.from[slot] != t.from[slot+1] {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// free is the slot that a key has or gets.
func (t *table) free(key uint64, counts []uint32) int {
	slot := t.first(key)
	for counts[slot] > 0 && t.keys[slot] != key {
		slot = (slot + 1) & (len(t.keys) - 1)
	}
	return slot
}

func (t *table) first(key uint64) int { return int(key * 0x9E3779B97F4A7C15 >> t.shift) }

// of returns the weights of a feature, none where it is not known.
func (t *table) of(key uint64) []weight {
	for slot := t.first(key); ; slot = (slot + 1) & (len(t.keys) - 1) {
		from, to := t.from[slot], t.from[slot+1]
		if from == to || t.keys[slot] == key {
			return t.weights[from:to]
		}
	}
}
