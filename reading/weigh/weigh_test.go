package weigh_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"gridmate/reading/weigh"
)

func files(of map[string][]byte) fstest.MapFS {
	fs := fstest.MapFS{}
	for name, data := range of {
		fs["weights/"+name+".txt"] = &fstest.MapFile{Data: data}
	}
	return fs
}

func TestWhatIsTaughtIsToldApart(t *testing.T) {
	t.Parallel()
	var examples []weigh.Example
	for i := range 60 {
		fruit, colour := "apple", "#colour=red"
		if i%2 == 0 {
			fruit, colour = "lemon", "#colour=yellow"
		}
		examples = append(examples, weigh.Example{Features: []string{colour, fmt.Sprint("n", i%7)}, Answers: map[string]map[string]float64{"fruit": {fruit: 1}}})
	}
	taught := weigh.Train([]weigh.Decision{{Head: "fruit", Classes: []string{"apple", "lemon"}, Sparse: 1}}, examples, weigh.Options{Epochs: 5, Rate: 0.1, Decay: 0.5, Least: 2})
	m, err := weigh.Load(files(taught), "weights")
	if err != nil {
		t.Fatal(err)
	}
	h := m.Head("fruit")
	for colour, want := range map[string]int{"#colour=red": 0, "#colour=yellow": 1} {
		scores := m.AppendOf(nil, h, m.AppendScores(nil, []uint64{weigh.Key(colour)}))
		if scores[want] <= scores[1-want] {
			t.Errorf("%s scores %v for %v", colour, scores, h.Names)
		}
	}
	if w := m.Weight(h, weigh.Key("#colour=red"), "apple"); w <= 0 {
		t.Errorf("red speaks for apple with %d", w)
	}
	again := weigh.Train([]weigh.Decision{{Head: "fruit", Classes: []string{"apple", "lemon"}, Sparse: 1}}, examples, weigh.Options{Epochs: 5, Rate: 0.1, Decay: 0.5, Least: 2})
	if string(again["fruit"]) != string(taught["fruit"]) {
		t.Error("the same lessons teach something else the second time")
	}
}

func TestAFeatureSaysOnlyWhatItsDecisionAsks(t *testing.T) {
	t.Parallel()
	m, err := weigh.Load(files(map[string][]byte{
		"a": []byte("classes x=1 y=0\n## a remark\n堆物 x=5\n"),
		"b": []byte("classes p=0 q=2\n堆物 q=-7\n"),
	}), "weights")
	if err != nil {
		t.Fatal(err)
	}
	all := m.AppendScores(nil, []uint64{weigh.Key("堆物")})
	if got := fmt.Sprint(m.AppendOf(nil, m.Head("a"), all), m.AppendOf(nil, m.Head("b"), all, weigh.Key("堆物"))); got != "[6 0] [0 -12]" {
		t.Errorf("scores %s", got)
	}
	if h := m.Head("none"); len(h.Names) != 0 {
		t.Errorf("a decision that nobody taught has classes %v", h.Names)
	}
}

func TestBadWeightsAreRefusedWithFileAndLine(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{
		"no classes":       "堆物 x=5\n",
		"an unknown class": "classes x=0 y=0\n堆物 z=5\n",
		"no number":        "classes x=0 y=0\n堆物 x\n",
		"a number too big": "classes x=0 y=99999\n",
	} {
		_, err := weigh.Load(files(map[string][]byte{"kind": []byte(data)}), "weights")
		if err == nil || !strings.Contains(err.Error(), "kind.txt") || !strings.Contains(err.Error(), "line ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRunsAreTheirOwnKeys(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.RuneFrom([]rune("堆物已清理D^$ab")), 1, 3, -1).Draw(t, "run")
		if got := weigh.Run(weigh.Key(s)); got != s {
			t.Fatalf("%q comes back as %q", s, got)
		}
		if tag := "#" + s; weigh.Run(weigh.Key(tag)) != "" || weigh.Key(tag) == weigh.Key(s) {
			t.Fatalf("the tag %q looks like a run", tag)
		}
	})
}

func TestAPackedModelSaysTheSame(t *testing.T) {
	t.Parallel()
	m, err := weigh.Load(files(map[string][]byte{
		"a": []byte("classes x=1 y=-300\n堆物 x=5 y=-7\n#tag:long/name y=32000\n已清理 x=-32000\n"),
		"b": []byte("classes p=0 q=2\n堆物 q=-7\n"),
	}), "weights")
	if err != nil {
		t.Fatal(err)
	}
	data := m.Pack()
	back, err := weigh.Unpack(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, feature := range []string{"堆物", "#tag:long/name", "已清理", "没有"} {
		k := []uint64{weigh.Key(feature)}
		if got, want := fmt.Sprint(back.AppendScores(nil, k), back.Head("a"), back.Head("b")), fmt.Sprint(m.AppendScores(nil, k), m.Head("a"), m.Head("b")); got != want {
			t.Errorf("%s: %s, want %s", feature, got, want)
		}
	}
	if string(back.Pack()) != string(data) {
		t.Error("packed again it is something else")
	}
}

// FuzzUnpack: what is no packed model is refused, not believed.
func FuzzUnpack(f *testing.F) {
	m, err := weigh.Load(files(map[string][]byte{"a": []byte("classes x=1 y=0\n堆物 x=5\n清理 y=-3\n")}), "weights")
	if err != nil {
		f.Fatal(err)
	}
	data := m.Pack()
	for n := range data {
		f.Add(data[:n])
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := weigh.Unpack(data)
		if (err == nil) == (m == nil) {
			t.Fatalf("%v and %v", m, err)
		}
		if m != nil {
			m.AppendScores(nil, []uint64{0, 1, weigh.Key("堆物")})
		}
	})
}
