package guides

import (
	"slices"

	"gridmate/community"
)

// Guides lists all guides in their own order.
func (ix *Index) Guides() []Guide { return ix.guides }

// BySlug returns a guide, or false.
func (ix *Index) BySlug(slug string) (Guide, bool) {
	i, known := ix.bySlug[slug]
	if !known {
		return Guide{}, false
	}
	return ix.guides[i], true
}

// RelatedTo lists the guides that a guide names as related.
func (ix *Index) RelatedTo(g Guide) []Guide {
	names := g.RelatedNames()
	return ix.where(func(o Guide) bool { return slices.Contains(names, o.Name) })
}

// Departments lists the fields in the order of the guides.
func (ix *Index) Departments() []string {
	var out []string
	seen := map[string]bool{}
	for _, g := range ix.guides {
		if !seen[g.Department] {
			seen[g.Department] = true
			out = append(out, g.Department)
		}
	}
	return out
}

// InDepartment lists the guides of a field.
func (ix *Index) InDepartment(name string) []Guide {
	return ix.where(func(g Guide) bool { return g.Department == name })
}

// OfType lists the guides of one of the four types.
func (ix *Index) OfType(t community.CommunityType) []Guide {
	return ix.where(func(g Guide) bool { return g.Type == t })
}

func (ix *Index) where(keep func(Guide) bool) []Guide {
	var out []Guide
	for _, g := range ix.guides {
		if keep(g) {
			out = append(out, g)
		}
	}
	return out
}
