package reading

// What may be said without a number.
const (
	saidClear   = "clear"   // nothing is wrong
	saidFinding = "finding" // something is
	saidFixed   = "fixed"   // all of it was put right
)

// sayable is what a text may say without a number, and the words that say so.
type sayable struct {
	what string
	hit  **hit
}

func (f *facts) unnumbered() [3]sayable {
	return [3]sayable{{saidClear, &f.clear}, {saidFinding, &f.finding}, {saidFixed, &f.allFixed}}
}

// set notes whether it is said; where the rules saw no words for it, the last
// clause stands for them.
func (s sayable) set(said bool, group []*clause) {
	switch {
	case !said:
		*s.hit = nil
	case *s.hit == nil && len(group) > 0:
		*s.hit = &hit{group[len(group)-1].span, weighedSense}
	}
}

var weighedSense = &sense{layer: layerResult, tag: "weighed"}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
