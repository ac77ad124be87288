package weigh

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Example is the features of something to be decided and, for each head that
// the example teaches, how right each class is; the shares add up to one.
type Example struct {
	Features []string
	Answers  map[string]map[string]float64
}

// Decision names a head and its classes.
type Decision struct {
	Head    string
	Classes []string
	Sparse  float64 // λ1 of FTRL: the more, the fewer weights
}

// Options of Train: FTRL-Proximal (McMahan et al. 2013), which leaves most
// weights at exactly nothing.
type Options struct {
	Epochs int
	Rate   float64 // α, the size of a step
	Decay  float64 // λ2: the more, the smaller weights
	Least  int     // features of fewer examples are left out
}

// Train fits the weights of all decisions and returns what Load reads, by name
// of the decision. The same examples in the same order give the same bytes on
// every machine.
func Train(decisions []Decision, examples []Example, o Options) map[string][]byte {
	t := newTrainer(examples, o)
	files := map[string][]byte{}
	for _, d := range decisions {
		f := t.fit(d)
		files[d.Head] = t.file(f)
	}
	return files
}

type trainer struct {
	Options
	names   []string
	rows    [][]int
	answers []map[string]map[string]float64
}

type fit struct {
	Decision
	bias    []coordinate
	weights [][]coordinate // by feature, class; nil where nothing was seen
}

// coordinate is one weight and what FTRL keeps of its gradients.
type coordinate struct{ w, z, n float64 }

func newTrainer(examples []Example, o Options) *trainer {
	count := map[string]int{}
	for i := range examples {
		examples[i].Features = unique(examples[i].Features)
		for _, f := range examples[i].Features {
			count[f]++
		}
	}
	t := &trainer{Options: o}
	for f, n := range count {
		if n >= o.Least {
			t.names = append(t.names, f)
		}
	}
	slices.Sort(t.names)
	index := make(map[string]int, len(t.names))
	for i, f := range t.names {
		index[f] = i
	}
	for _, e := range examples {
		var r []int
		for _, f := range e.Features {
			if i, ok := index[f]; ok {
				r = append(r, i)
			}
		}
		t.rows, t.answers = append(t.rows, r), append(t.answers, e.Answers)
	}
	return t
}

func unique(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

// fit learns one decision from the examples that teach it.
func (t *trainer) fit(d Decision) fit {
	n := len(d.Classes)
	f := fit{Decision: d, bias: make([]coordinate, n), weights: make([][]coordinate, len(t.names))}
	order := t.taught(d.Head)
	for _, i := range order {
		for _, k := range t.rows[i] {
			if f.weights[k] == nil {
				f.weights[k] = make([]coordinate, n)
			}
		}
	}
	rng := rand.New(rand.NewPCG(1, 2))
	gap := make([]float64, n)
	for range t.Epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			f.probabilities(t.rows[i], gap)
			for c, class := range d.Classes {
				gap[c] -= t.answers[i][d.Head][class]
			}
			t.step(f.bias, gap, 0)
			for _, k := range t.rows[i] {
				t.step(f.weights[k], gap, d.Sparse)
			}
		}
	}
	return f
}

func (t *trainer) taught(head string) []int {
	var order []int
	for i, a := range t.answers {
		if len(a[head]) > 0 {
			order = append(order, i)
		}
	}
	return order
}

// step moves the weights of one feature against the gradient. Products are
// converted before they are added, which keeps machines from fusing the two:
// the same lessons give the same weights everywhere.
func (t *trainer) step(cs []coordinate, gap []float64, sparse float64) {
	for i, g := range gap {
		c := &cs[i]
		n := c.n + float64(g*g)
		sigma := (math.Sqrt(n) - math.Sqrt(c.n)) / t.Rate
		c.z += g - float64(sigma*c.w)
		c.n = n
		c.w = 0
		if over := math.Abs(c.z) - sparse; over > 0 {
			c.w = -math.Copysign(over, c.z) / ((1+math.Sqrt(n))/t.Rate + t.Decay)
		}
	}
}

func (f *fit) probabilities(row []int, p []float64) {
	for c := range p {
		p[c] = f.bias[c].w
		for _, k := range row {
			p[c] += f.weights[k][c].w
		}
	}
	top, sum := slices.Max(p), 0.0
	for c := range p {
		p[c] = math.Exp(p[c] - top)
		sum += p[c]
	}
	for c := range p {
		p[c] /= sum
	}
}

// file writes a decision as Load reads it.
func (t *trainer) file(f fit) []byte {
	b := []byte("classes")
	for c, class := range f.Classes {
		b = fmt.Appendf(b, " %s=%d", class, stored(f.bias[c].w))
	}
	b = append(b, '\n')
	for k, name := range t.names {
		start := len(b)
		b = append(b, name...)
		empty := len(b)
		for c, w := range f.weights[k] {
			if v := stored(w.w); v != 0 {
				b = fmt.Appendf(b, " %s=%d", f.Classes[c], v)
			}
		}
		if len(b) == empty {
			b = b[:start]
			continue
		}
		b = append(b, '\n')
	}
	return b
}

func stored(w float64) int { return int(math.Round(w * Scale)) }
