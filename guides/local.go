package guides

import (
	"slices"

	"gridmate/community"
)

// Local is what a deployment knows about one guide.
type Local struct {
	Blanks   map[string]string // values by the blank's name
	Aliases  []string          // names beside the guide's own
	Verified community.Date    // last checked here; zero = no statement
}

// Localise returns the guides with what the deployment knows about them, by
// slug. The list itself is not changed.
func Localise(list []Guide, local map[string]Local) []Guide {
	out := slices.Clone(list)
	for i, g := range out {
		l, known := local[g.Slug]
		if !known {
			continue
		}
		g = g.Fill(l.Blanks)
		g.Aliases = slices.Clone(g.Aliases)
		for _, a := range l.Aliases {
			if !slices.Contains(g.Aliases, a) {
				g.Aliases = append(g.Aliases, a)
			}
		}
		if l.Verified > g.Verified {
			g.Verified = l.Verified
		}
		out[i] = g
	}
	return out
}
