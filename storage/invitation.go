package storage

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"gridmate/community"
	"gridmate/storage/internal/query"
)

// AddInvitation stores an invitation under the hash of its payload.
func (t *Tx) AddInvitation(ctx context.Context, hash string, inv community.Invitation) error {
	err := t.q.AddInvitation(ctx, query.AddInvitationParams{
		Hash: hash, Role: string(inv.Role), Unit: ref(inv.Unit), Type: string(inv.Type),
		Inviter: ref(inv.By), Expires: millis(inv.Expires),
	})
	return t.fail("add invitation", err)
}

// TakeInvitation uses an invitation up for a Telegram user. A NotFound refusal
// "invite_unknown", a Conflict "invite_used" or "invite_expired".
func (t *Tx) TakeInvitation(
	ctx context.Context, hash string, user int64, now time.Time,
) (community.Invitation, error) {
	row, err := t.q.FindInvitation(ctx, hash)
	if errors.Is(err, sql.ErrNoRows) {
		return community.Invitation{}, unknown("invite_unknown")
	}
	if err != nil {
		return community.Invitation{}, t.fail("find invitation", err)
	}
	if row.UsedAt != 0 {
		return community.Invitation{}, community.Refuse(community.Conflict, "invite_used")
	}
	if row.Expires <= millis(now) {
		return community.Invitation{}, community.Refuse(community.Conflict, "invite_expired")
	}
	err = t.q.UseInvitation(ctx, query.UseInvitationParams{UsedBy: user, UsedAt: millis(now), Hash: hash})
	if err != nil {
		return community.Invitation{}, t.fail("use invitation", err)
	}
	return community.Invitation{
		Grant: community.Grant{
			Role: community.Role(row.Role), Unit: deref[community.UnitID](row.Unit), Type: community.CommunityType(row.Type),
		},
		By: deref[community.PersonID](row.Inviter), Expires: timeOf(row.Expires),
	}, nil
}
