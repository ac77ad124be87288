package jobs

import (
	"context"
	"slices"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/digest"
)

// leading are the roles that answer for how much work recording makes.
var leading = []community.Role{
	community.RoleLead, community.RoleStreet, community.RoleCounty, community.RoleCity, community.RoleLeader,
}

// account adds to a week's digest for those who lead, and for groups, what
// recording cost: the line that keeps the promise of less work honest.
func (r *Runner) account(ctx context.Context, tx Efforts, d delivery, message *chat.Reply) error {
	if d.period != community.Week || message.Text == "" || d.private() && !slices.ContainsFunc(d.person.Grants, func(g community.Grant) bool {
		return slices.Contains(leading, g.Role)
	}) {
		return nil
	}
	var sum community.Effort
	for _, view := range d.views[d.period] {
		if view.Type != community.NoType { // a task group's week is everybody's work
			continue
		}
		for _, unit := range view.Units {
			e, err := tx.Effort(ctx, unit, d.span)
			if err != nil {
				return err
			}
			sum = sum.Add(e)
		}
	}
	p := r.Catalogue.For(d.language)
	if line := digest.EffortLine(sum, p); line != "" {
		message.Text += "\n\n" + p.Text("burden.weekly", "Line", line)
	}
	return nil
}
