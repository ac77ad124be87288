package handlers

import (
	"context"
	"slices"
	"strings"

	"gridmate/chat"
	"gridmate/community"
)

// bind ties a group chat to a unit, whose digests it gets from now on, in a forum
// in the topic where this is said.
func bind(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	if sc.private() {
		return nil, community.Refuse(community.Invalid, "bind_private")
	}
	if sc.words == "" {
		return nil, community.Refuse(community.Invalid, "bind_usage")
	}
	unit, ok := sc.org().ByCode(sc.words)
	if !ok {
		return nil, community.Refuse(community.NotFound, "org_unknown", "Code", clip(sc.words, 20))
	}
	if !sc.who.May(community.BindGroup, unit.ID, sc.org()) {
		return nil, community.Refuse(community.Denied, "bind_denied", "Unit", unit.Name)
	}
	g, bound, err := sc.store.Group(ctx, sc.up.Chat.ID)
	if err != nil {
		return nil, err
	}
	if bound && !sc.who.May(community.BindGroup, g.Unit, sc.org()) {
		return nil, community.Refuse(community.Denied, "bind_denied", "Unit", sc.unitName(g.Unit))
	}
	if !bound {
		g = community.Group{Chat: sc.up.Chat.ID, Schedule: community.DefaultSchedule()}
	}
	g.Unit, g.Title, g.Since, g.Gone, g.Topic = unit.ID, sc.up.Chat.Title, sc.h.Now(), false, sc.up.Chat.Topic
	if err := sc.store.SaveGroup(ctx, g); err != nil {
		return nil, err
	}
	done := "bind.done"
	if g.Topic != 0 {
		done = "bind.done_topic"
	}
	return []chat.Reply{sc.send(done, "Unit", unit.Name, "Schedule", sc.scheduleText(g.Schedule))}, nil
}

// schedule shows or changes when a chat's digests come.
func schedule(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	g, s, err := sc.scheduleHere(ctx)
	if err != nil {
		return nil, err
	}
	words := strings.Fields(sc.words)
	if len(words) == 0 {
		return []chat.Reply{sc.send("schedule.now", "Schedule", sc.scheduleText(s))}, nil
	}
	if len(words) != 2 {
		return nil, community.Refuse(community.Invalid, "schedule_usage")
	}
	period, err := community.ParsePeriod(words[0])
	if err != nil {
		return nil, community.Refuse(community.Invalid, "schedule_usage")
	}
	at, err := community.ParseClock(words[1])
	if err != nil {
		return nil, err
	}
	if at != community.Off && sc.h.Manners.Quiet.Has(at) {
		return nil, community.Refuse(community.Invalid, "clock_quiet", "Time", at.String(), "Quiet", sc.h.Manners.Quiet.String())
	}
	s = s.With(period, at)
	if sc.private() {
		err = sc.store.SaveSchedule(ctx, sc.up.Chat.ID, s)
	} else {
		g.Schedule = s
		err = sc.store.SaveGroup(ctx, g)
	}
	if err != nil {
		return nil, err
	}
	return []chat.Reply{sc.send("schedule.done", "Schedule", sc.scheduleText(s))}, nil
}

// scheduleHere is the schedule of the chat, which somebody with the right may
// change: anybody their own, a lead that of their group.
func (sc *scene) scheduleHere(ctx context.Context) (community.Group, community.Schedule, error) {
	if sc.private() {
		s, err := sc.store.Schedule(ctx, sc.up.Chat.ID)
		return community.Group{}, s, err
	}
	g, err := sc.boundGroup(ctx)
	if err != nil {
		return g, g.Schedule, err
	}
	if sc.words != "" && !sc.who.May(community.SetSchedule, g.Unit, sc.org()) {
		return g, g.Schedule, community.Refuse(community.Denied, "schedule_denied")
	}
	return g, g.Schedule, nil
}

func (sc *scene) boundGroup(ctx context.Context) (community.Group, error) {
	g, ok, err := sc.store.Group(ctx, sc.up.Chat.ID)
	if err == nil && !ok {
		err = community.Refuse(community.NotFound, "group_unbound")
	}
	return g, err
}

func (sc *scene) scheduleText(s community.Schedule) string {
	var parts []string
	for _, p := range community.Periods() {
		at := s.At(p)
		if at == community.Off {
			parts = append(parts, sc.say.Text("schedule.off", "Period", sc.say.Text("period."+string(p))))
			continue
		}
		parts = append(parts, sc.say.Text("schedule."+string(p), "Time", at.String()))
	}
	return joinWith(parts, sc.say.Text("join.comma"))
}

// joined greets a group that the bot was added to, and remembers when it was
// removed.
func joined(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	if sc.private() {
		return nil, nil
	}
	g, bound, err := sc.store.Group(ctx, sc.up.Chat.ID)
	if err != nil {
		return nil, err
	}
	if bound && g.Gone == sc.up.Admitted {
		g.Gone = !sc.up.Admitted
		if err := sc.store.SaveGroup(ctx, g); err != nil {
			return nil, err
		}
	}
	if !sc.up.Admitted {
		return nil, nil
	}
	return []chat.Reply{sc.send("group.hello", "Bot", sc.h.Bot)}, nil
}

// migrated follows a group that became a supergroup.
func migrated(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	return nil, sc.store.MoveChat(ctx, sc.up.Chat.ID, sc.up.NewChat)
}

// anonymous answers those who act in a group's name: nobody has rights that way.
func anonymous(_ context.Context, sc *scene) ([]chat.Reply, error) {
	if sc.up.Command == "" && !sc.up.Mention {
		return nil, nil
	}
	return []chat.Reply{sc.send("group.anonymous")}, nil
}

func unknownCommand(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	if !sc.who.Known() {
		return stranger(ctx, sc)
	}
	return []chat.Reply{sc.send("unknown_command", "Command", clip(sc.up.Command, 32))}, nil
}

func deadButton(_ context.Context, sc *scene) ([]chat.Reply, error) {
	return []chat.Reply{sc.toast("press.dead")}, nil
}

var digestWords = map[string]community.Period{
	"日报": community.Day, "周报": community.Week, "月报": community.Month,
}

// readScope is the units whose figures the person sees here: the group's unit
// in a group, their own units in private.
func (sc *scene) readScope(ctx context.Context) ([]community.UnitID, error) {
	if !sc.private() {
		g, err := sc.boundGroup(ctx)
		if err != nil {
			return nil, err
		}
		if !sc.who.Touches(community.Read, g.Unit, sc.org()) {
			return nil, community.Refuse(community.Denied, "read_denied")
		}
		return []community.UnitID{g.Unit}, nil
	}
	scopes := sc.who.Scopes(community.Read)
	if len(scopes) == 0 {
		return nil, community.Refuse(community.Denied, "read_denied")
	}
	if slices.Contains(scopes, 0) {
		return []community.UnitID{0}, nil
	}
	return scopes, nil
}
