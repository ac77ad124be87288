package handlers

import (
	"context"
	"strings"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/locale"
)

// start greets, and takes an invitation where the link carries one.
func start(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	if sc.words != "" && sc.private() {
		return sc.accept(ctx, sc.words)
	}
	if !sc.who.Known() {
		return stranger(ctx, sc)
	}
	return help(ctx, sc)
}

// accept uses an invitation up: whoever opens the link first gets its role.
func (sc *scene) accept(ctx context.Context, payload string) ([]chat.Reply, error) {
	inv, err := sc.store.TakeInvitation(ctx, community.HashPayload(payload), sc.up.From.ID, sc.h.Now())
	if err != nil {
		return nil, err
	}
	sc.who.Chat = sc.up.Chat.ID
	who, err := sc.store.SavePerson(ctx, sc.who)
	if err != nil {
		return nil, err
	}
	if err := sc.store.Grant(ctx, who.ID, inv.Grant); err != nil {
		return nil, err
	}
	welcome := "start.welcome"
	if inv.Role == community.RoleLeader {
		welcome = "start.leader"
	}
	return []chat.Reply{sc.send(welcome,
		"Name", who.Name, "Role", sc.say.Text("role."+string(inv.Role)), "Unit", sc.unitName(inv.Unit))}, nil
}

// help says what can be sent, by what the person may do.
func help(_ context.Context, sc *scene) ([]chat.Reply, error) {
	if !sc.who.Known() {
		return []chat.Reply{sc.send("help.stranger")}, nil
	}
	lines := []string{sc.say.Text("help.head", "Name", sc.who.Name, "Roles", sc.rolesText())}
	if len(sc.who.Scopes(community.Report)) > 0 {
		lines = append(lines, sc.say.Text("help.report"))
	}
	lines = append(lines, sc.say.Text("help.read"))
	for _, part := range []struct {
		may community.Action
		id  string
	}{{community.Invite, "help.lead"}, {community.Plan, "help.plan"}, {community.Instruct, "help.leader"}} {
		if len(sc.who.Scopes(part.may)) > 0 {
			lines = append(lines, sc.say.Text(part.id))
		}
	}
	if sc.who.Oversees(sc.org()) {
		lines = append(lines, sc.say.Text("help.keeper"))
	}
	return []chat.Reply{{Verb: chat.Send, Text: join(lines)}}, nil
}

func (sc *scene) rolesText() string {
	var parts []string
	for _, g := range sc.who.Grants {
		parts = append(parts, sc.say.Text("role."+string(g.Role))+"("+sc.unitName(g.Unit)+")")
	}
	return joinWith(parts, "、")
}

// stranger tells somebody unknown what they can do: look up guides, and join
// by an invitation.
func stranger(_ context.Context, sc *scene) ([]chat.Reply, error) {
	if sc.up.Event == chat.Pressed {
		return []chat.Reply{sc.alert("stranger.short")}, nil
	}
	if sc.up.Event == chat.Edited {
		return nil, nil
	}
	return []chat.Reply{sc.send("stranger.join", "User", sc.up.From.ID)}, nil
}

// strangerText looks guides up for anybody, and else says how to join.
func strangerText(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	if replies, ok := sc.guideFor(sc.up.Text, false); ok {
		return replies, nil
	}
	if err := sc.note(ctx, sc.up.Text); err != nil {
		return nil, err
	}
	return stranger(ctx, sc)
}

// language changes the language that somebody is answered in.
func language(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	switch strings.ToLower(sc.words) {
	case "en", "english", "英文":
		sc.who.Language = locale.English
	case "zh", "zh-cn", "中文", "chinese":
		sc.who.Language = locale.Chinese
	default:
		return []chat.Reply{sc.send("language.which")}, nil
	}
	if _, err := sc.store.SavePerson(ctx, sc.who); err != nil {
		return nil, err
	}
	sc.say = sc.h.Texts.For(sc.who.Language)
	return []chat.Reply{sc.send("language.done")}, nil
}

func joinWith(parts []string, sep string) string { return strings.Join(parts, sep) }
