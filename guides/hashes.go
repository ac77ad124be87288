package guides

import (
	"cmp"
	"slices"
	"sort"
)

// hashes finds terms by a key of which only the hash is kept: small, and a
// caller compares what it finds anyway.
type hashes struct {
	list []hashed
}

type hashed struct {
	hash uint64
	term int32
}

func (h *hashes) add(hash uint64, term int) {
	h.list = append(h.list, hashed{hash, int32(term)})
}

// sort must be called once, after the last add.
func (h *hashes) sort() {
	list := slices.Clone(h.list)
	slices.SortFunc(list, func(a, b hashed) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.term, b.term))
	})
	h.list = slices.Compact(list)
}

// find returns the entries of a hash.
func (h *hashes) find(hash uint64) []hashed {
	from := sort.Search(len(h.list), func(i int) bool { return h.list[i].hash >= hash })
	to := from
	for to < len(h.list) && h.list[to].hash == hash {
		to++
	}
	return h.list[from:to]
}

// FNV-1a, over characters instead of bytes.
const (
	hashStart = 14695981039346656037
	hashPrime = 1099511628211
)

func hashRune(hash uint64, r rune) uint64 { return (hash ^ uint64(r)) * hashPrime }

// hashWithout is the hash of a text with one character left out; none for
// i < 0.
func hashWithout(text []rune, i int) uint64 {
	hash := uint64(hashStart)
	for k, r := range text {
		if k != i {
			hash = hashRune(hash, r)
		}
	}
	return hash
}

// hashAlike is the hash of a run of syllables after folding what speakers mix
// up.
func hashAlike(syllables []string) uint64 {
	hash := uint64(hashStart)
	for _, s := range syllables {
		for _, r := range alike(s) {
			hash = hashRune(hash, r)
		}
		hash = hashRune(hash, ' ')
	}
	return hash
}
