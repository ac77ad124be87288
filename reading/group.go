package reading

import "gridmate/community"

// group divides the clauses into facts: usually one; several when sentences,
// lines or list items each report an act of their own.
func (d *doc) group() [][]*clause {
	all := d.all()
	var parts [][]*clause
	from := 0
	for k, c := range all {
		if k == len(all)-1 || c.stop == '.' || c.stop == ';' || c.stop == '\n' || c.stop == '?' {
			parts = append(parts, all[from:k+1:k+1])
			from = k + 1
		}
	}
	return d.merge(parts)
}

// merge joins sentences that belong to the fact before them.
func (d *doc) merge(parts [][]*clause) [][]*clause {
	var out [][]*clause
	last := community.KindNone
	for _, p := range parts {
		k := d.ownKind(p)
		if len(out) == 0 || k != community.KindNone && last != community.KindNone && k != last && !(k == community.KindIssue || last == community.KindIssue) {
			out = append(out, p)
			if k != community.KindNone {
				last = k
			}
			continue
		}
		out[len(out)-1] = append(out[len(out)-1], p...)
		if last == community.KindNone {
			last = k
		}
	}
	return out
}

// ownKind returns the kind of a sentence that has an act of its own.
func (d *doc) ownKind(p []*clause) community.Kind {
	e := d.weigh(p)
	if e.act[patrol] == nil && e.act[dispute] == nil && e.act[event] == nil {
		return community.KindNone
	}
	k, _ := d.kindOf(p)
	return k
}
