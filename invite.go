package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"time"

	"gridmate/community"
	"gridmate/storage"
)

type inviteCommand struct {
	Role string `required:"" placeholder:"ROLE" help:"What the person will be: grid, community_staff, community_lead, street, county, city, task_group, leader or admin."`
	Org  string `required:"" placeholder:"CODE" help:"Unit of the role."`
}

// Run makes an invitation and prints the payload for /start. Only its hash is
// stored: what is printed cannot be shown again.
func (i inviteCommand) Run(ctx context.Context, c *console) error {
	role := community.Role(i.Role)
	if !slices.Contains(community.Roles(), role) {
		return usage{fmt.Errorf("--role=%s: unknown role: use %s", i.Role, words(community.Roles()))}
	}
	payload := community.NewPayload(func(b []byte) { _, _ = rand.Read(b) }) // never fails
	err := c.change(ctx, func(ctx context.Context, tx *storage.Tx) error {
		unit, err := unitByCode(tx.Org(), i.Org)
		if err != nil {
			return err
		}
		if !role.Fits(unit.Level) {
			return fmt.Errorf("--org=%s: is a %s, which has no %s", unit.Code, unit.Level, role)
		}
		return tx.AddInvitation(ctx, community.HashPayload(payload), community.Invitation{
			Grant:   community.Grant{Role: role, Unit: unit.ID},
			Expires: time.Now().Add(community.InvitationLife),
		})
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(c.stdout, payload)
	return err
}

func words[T ~string](list []T) string {
	text := fmt.Sprint(list)
	return text[1 : len(text)-1]
}
