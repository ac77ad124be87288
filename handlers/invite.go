package handlers

import (
	"context"
	"slices"
	"strings"

	"gridmate/chat"
	"gridmate/community"
)

// invite makes a link that brings one person in: /invite grid BH-01.
func invite(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	if !sc.private() {
		return nil, community.Refuse(community.Denied, "invite_private")
	}
	words := strings.Fields(sc.words)
	if len(words) != 2 {
		return nil, community.Refuse(community.Invalid, "invite_usage", "Roles", sc.roleList())
	}
	role, ok := sc.roleCalled(words[0])
	if !ok {
		return nil, community.Refuse(community.Invalid, "role_unknown", "Role", clip(words[0], 20), "Roles", sc.roleList())
	}
	unit, ok := sc.org().ByCode(words[1])
	if !ok {
		return nil, community.Refuse(community.NotFound, "org_unknown", "Code", clip(words[1], 20))
	}
	if !sc.who.MayGrant(role, unit.ID, sc.org()) {
		return nil, community.Refuse(community.Denied, "invite_denied")
	}
	payload := community.NewPayload(sc.h.Random)
	inv := community.Invitation{
		Grant: community.Grant{Role: role, Unit: unit.ID}, By: sc.who.ID, Expires: sc.h.Now().Add(community.InvitationLife),
	}
	if err := sc.store.AddInvitation(ctx, community.HashPayload(payload), inv); err != nil {
		return nil, err
	}
	return []chat.Reply{sc.send("invite.done", "Role", sc.say.Text("role."+string(role)), "Unit", unit.Name,
		"Link", "https://t.me/"+sc.h.Bot+"?start="+payload, "Payload", payload,
		"Date", sc.dateText(community.DateOf(inv.Expires.In(sc.h.Zone))))}, nil
}

// roleCalled finds a role by its code or its name in the person's language.
func (sc *scene) roleCalled(word string) (community.Role, bool) {
	i := slices.IndexFunc(community.Roles(), func(r community.Role) bool {
		return string(r) == strings.ToLower(word) || sc.say.Text("role."+string(r)) == word
	})
	if i < 0 {
		return "", false
	}
	return community.Roles()[i], true
}

func (sc *scene) roleList() string {
	var parts []string
	for _, r := range community.Roles() {
		parts = append(parts, string(r)+" "+sc.say.Text("role."+string(r)))
	}
	return joinWith(parts, "、")
}
