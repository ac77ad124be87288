package guides

// trie finds every known word that occurs in a text.
type trie struct {
	next map[uint64]int32 // node and rune → node
	word []int32          // node → word, -1 for none
	size int32            // words so far
}

func newTrie() *trie {
	return &trie{next: map[uint64]int32{}, word: []int32{-1}}
}

func edge(node int32, r rune) uint64 { return uint64(node)<<21 | uint64(r) }

// add returns the id of a word; words are numbered from 0 as they come.
func (t *trie) add(w string) int32 {
	var node int32
	for _, r := range w {
		next, known := t.next[edge(node, r)]
		if !known {
			next = int32(len(t.word))
			t.word = append(t.word, -1)
			t.next[edge(node, r)] = next
		}
		node = next
	}
	if t.word[node] < 0 {
		t.word[node] = t.size
		t.size++
	}
	return t.word[node]
}

// span is a word found at text[from:to].
type span struct {
	word     int32
	from, to int
}

// scan appends all occurrences of all words, by start, then by length.
func (t *trie) scan(text []rune, found []span) []span {
	for i := range text {
		var node int32
		for j := i; j < len(text); j++ {
			next, known := t.next[edge(node, text[j])]
			if !known {
				break
			}
			node = next
			if t.word[node] >= 0 {
				found = append(found, span{t.word[node], i, j + 1})
			}
		}
	}
	return found
}
