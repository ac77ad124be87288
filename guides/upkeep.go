package guides

import "gridmate/community"

// StaleAfter is how many days a guide counts as checked.
const StaleAfter = 180

// Stale reports whether a guide was checked, but too long ago.
func (g Guide) Stale(today community.Date) bool {
	return g.Verified != 0 && int(today-g.Verified) > StaleAfter
}

// Upkeep is the report of what an administrator has to look after.
type Upkeep struct {
	Unverified []Guide
	Stale      []Guide
	Blanks     []GuideBlanks // guides with blanks that nobody filled
}

// GuideBlanks is a guide with its open blanks.
type GuideBlanks struct {
	Guide  Guide
	Blanks []Blank
}

// Review makes the report for guides as they are shown, that is after Fill.
func Review(list []Guide, today community.Date) Upkeep {
	var u Upkeep
	for _, g := range list {
		if g.Verified == 0 {
			u.Unverified = append(u.Unverified, g)
		}
		if g.Stale(today) {
			u.Stale = append(u.Stale, g)
		}
		if open := g.Blanks(); len(open) > 0 {
			u.Blanks = append(u.Blanks, GuideBlanks{Guide: g, Blanks: open})
		}
	}
	return u
}
