package jobs

import (
	"context"
	"slices"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/digest"
)

// Leaders knows what linked leaders asked for.
type Leaders interface {
	Instructions(ctx context.Context, leader community.PersonID) ([]community.Asked, error)
}

// addAsked tells a leader in their digest what became of their instructions.
func (r *Runner) addAsked(ctx context.Context, tx Tx, d delivery, message *chat.Reply) error {
	leads := slices.ContainsFunc(d.person.Grants, func(g community.Grant) bool { return g.Role.May(community.Instruct) })
	if !leads || message.Text == "" {
		return nil
	}
	asked, err := tx.Instructions(ctx, d.person.ID)
	if err != nil {
		return err
	}
	if sum, ok := community.SumAsked(asked, d.period.Before(d.span).From.In(r.Zone)); ok {
		message.Text = digest.WithAsked(message.Text, sum, r.Catalogue.For(d.language))
	}
	return nil
}
