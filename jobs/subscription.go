package jobs

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gridmate/community"
	"gridmate/digest"
	"gridmate/locale"
)

// subscription is what one chat gets.
type subscription struct {
	chat     int64
	topic    int // of a group that is a forum
	language string
	schedule community.Schedule
	since    time.Time        // earlier slots are not its own; zero if nobody knows
	person   community.Person // of a private chat, else nobody
	views    map[community.Period][]digest.View
	own      bool // the day has the person's own items
}

// private reports whether it is a person's chat: its pushes a day are limited.
func (s subscription) private() bool { return s.person.ID != 0 }

// gets reports whether the chat gets anything of that period.
func (s subscription) gets(p community.Period) bool {
	return len(s.views[p]) > 0 || s.own && p == community.Day
}

// subscriptions lists every chat that gets something, groups first.
func subscriptions(ctx context.Context, chats Chats) ([]subscription, error) {
	groups, err := chats.GroupsAll(ctx)
	if err != nil {
		return nil, fmt.Errorf("groups: %w", err)
	}
	people, err := chats.PeopleAll(ctx)
	if err != nil {
		return nil, fmt.Errorf("people: %w", err)
	}
	schedules, err := chats.SchedulesAll(ctx)
	if err != nil {
		return nil, fmt.Errorf("schedules: %w", err)
	}
	var all []subscription
	covered := map[community.UnitID][]community.Schedule{}
	for _, g := range groups {
		if !g.Gone {
			all = append(all, ofGroup(g))
			covered[g.Unit] = append(covered[g.Unit], g.Schedule)
		}
	}
	for _, p := range people {
		s := ofPerson(p, covered)
		if p.Chat == 0 || len(s.views) == 0 && !s.own {
			continue
		}
		s.schedule = community.DefaultSchedule()
		if set, ok := schedules[p.Chat]; ok {
			s.schedule = set
		}
		all = append(all, s)
	}
	return all, nil
}

// ofGroup: a group gets its unit's digests of every period that is not off.
func ofGroup(g community.Group) subscription {
	s := subscription{chat: g.Chat, topic: g.Topic, language: locale.Chinese, schedule: g.Schedule, since: g.Since, views: map[community.Period][]digest.View{}}
	for _, p := range community.Periods() {
		s.views[p] = []digest.View{{Units: []community.UnitID{g.Unit}, Group: true}}
	}
	return s
}

// reads says which periods a role reads of its unit (DOMAIN §5). A grid
// worker's day is their own items, a leader's units go into one digest.
var reads = map[community.Role][]community.Period{
	community.RoleStaff:  {community.Day, community.Week, community.Month},
	community.RoleLead:   {community.Day, community.Week, community.Month},
	community.RoleStreet: {community.Day, community.Week, community.Month},
	community.RoleCounty: {community.Day, community.Week, community.Month},
	community.RoleCity:   {community.Week, community.Month},
	community.RoleTask:   {community.Week, community.Month},
	community.RoleLeader: {community.Day, community.Week, community.Month},
}

func ofPerson(p community.Person, covered map[community.UnitID][]community.Schedule) subscription {
	s := subscription{chat: p.Chat, language: p.Language, person: p, views: map[community.Period][]digest.View{}}
	for _, g := range p.Grants {
		s.own = s.own || g.Role == community.RoleGrid
	}
	for _, period := range community.Periods() {
		if views := viewsOf(p, period, covered); len(views) > 0 {
			s.views[period] = views
		}
	}
	return s
}

func viewsOf(p community.Person, period community.Period, covered map[community.UnitID][]community.Schedule) []digest.View {
	var views []digest.View
	var linked []community.UnitID
	for _, g := range p.Grants {
		switch {
		case !slices.Contains(reads[g.Role], period):
		case g.Role == community.RoleLeader:
			linked = append(linked, g.Unit)
		case g.Role == community.RoleTask:
			views = append(views, digest.View{Units: []community.UnitID{g.Unit}, Type: g.Type})
		case !told(covered[g.Unit], period) && !slices.ContainsFunc(views, func(v digest.View) bool {
			return v.Type == community.NoType && v.Units[0] == g.Unit
		}):
			views = append(views, digest.View{Units: []community.UnitID{g.Unit}})
		}
	}
	if len(linked) > 0 {
		views = append(views, digest.View{Units: linked})
	}
	return views
}

// told reports whether one of a unit's groups gets the period's digest.
func told(groups []community.Schedule, period community.Period) bool {
	return slices.ContainsFunc(groups, func(s community.Schedule) bool { return s.At(period) != community.Off })
}
