package guides_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"gridmate/guides"
)

// benchQueries are the labelled queries of all kinds.
func benchQueries(b *testing.B) []string {
	b.Helper()
	var out []string
	for _, name := range []string{"queries.dev.csv", "queries.heldout.csv", "queries.sample.csv"} {
		for _, l := range readCorpus(b, name) {
			out = append(out, l.query)
		}
	}
	return out
}

// synthetic makes n guides: the built-in ones, then variations of them with
// other names, aliases and the same texts in another order.
func synthetic(b *testing.B, n int) []guides.Guide {
	b.Helper()
	base := builtin(b).Guides()
	list := slices.Clone(base)
	random := rand.New(rand.NewPCG(1, 2))
	pick := func() []rune { return []rune(base[random.IntN(len(base))].Name) }
	for len(list) < n {
		g := base[random.IntN(len(base))]
		i := len(list)
		half := pick()
		g.Slug = fmt.Sprintf("%s-%d", g.Slug, i)
		g.Name = fmt.Sprintf("%s%s%d", string(half[:len(half)/2]), g.Name, i)
		if r := []rune(g.Name); len(r) > 60 {
			g.Name = string(r[len(r)-60:])
		}
		var aliases []string
		for _, a := range g.Aliases {
			r := pick()
			aliases = append(aliases, a+string(r[:2]))
		}
		g.Aliases = aliases
		list = append(list, g)
	}
	return list
}

func BenchmarkSearch(b *testing.B) {
	lexicon, err := guides.BuiltinLexicon()
	if err != nil {
		b.Fatal(err)
	}
	queries := benchQueries(b)
	for _, n := range []int{60, 5000} {
		ix := guides.NewIndex(synthetic(b, n), lexicon)
		b.Run(fmt.Sprintf("guides=%d", n), func(b *testing.B) {
			took := make([]time.Duration, 0, b.N)
			for i := range b.N {
				from := time.Now()
				ix.Search(queries[i%len(queries)], 3)
				took = append(took, time.Since(from))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Nanoseconds()), "p50-ns")
			b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds()), "p99-ns")
		})
	}
}

func BenchmarkNewIndex(b *testing.B) {
	lexicon, err := guides.BuiltinLexicon()
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{60, 5000} {
		list := synthetic(b, n)
		b.Run(fmt.Sprintf("guides=%d", n), func(b *testing.B) {
			var ix *guides.Index
			before := heap()
			for b.Loop() {
				ix = guides.NewIndex(list, lexicon)
			}
			b.ReportMetric(float64(heap()-before)/(1<<20), "MB-held")
			runtime.KeepAlive(ix)
		})
	}
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
