package handlers

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gridmate/chat"
	"gridmate/community"
)

// Vitals is how the program is: what /status tells those who keep it running.
type Vitals struct {
	Version string
	Started time.Time

	Polling bool      // updates are asked for, not delivered to a webhook
	Intake  time.Time // when updates were last asked for and stored; zero before the first time
	Waiting int       // updates to be handled
	Oldest  time.Duration
	Dead    int // updates that could not be handled
	Refused int // files that Telegram refused for good

	Replies   map[chat.Priority]Queue // to be sent
	Throttled int                     // answers 429 since the start

	BackupOn bool
	Backup   time.Time     // zero: never
	Gap      community.Gap // the last one that a restored backup left in the numbers
	Bytes    int64         // of the database
	Free     int64         // bytes beside it; below zero where nobody can tell

	Ahead      time.Duration // of this machine's clock before Telegram's
	ClockKnown bool
}

// Queue is what waits.
type Queue struct {
	Waiting int
	Oldest  time.Duration // beyond the time it was to wait for
}

// mayRun refuses everybody else, and everything in groups.
func (sc *scene) mayRun() error {
	if !sc.who.Oversees(sc.org()) {
		return community.Refuse(community.Denied, "status_denied")
	}
	if !sc.private() {
		return community.Refuse(community.Denied, "status_private")
	}
	return nil
}

// status tells an administrator how the program is: /status.
func status(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	if err := sc.mayRun(); err != nil {
		return nil, err
	}
	v, err := sc.h.Vitals(ctx)
	if err != nil {
		return nil, err
	}
	people, groups, err := sc.unreached(ctx)
	if err != nil {
		return nil, err
	}
	calendar, err := sc.store.Calendar(ctx)
	if err != nil {
		return nil, err
	}
	lines := []string{sc.say.Text("status.head", "Version", v.Version, "For", sc.spell(sc.now.Sub(v.Started)))}
	lines = append(lines, sc.intakeLine(v), sc.sendLine(v), sc.backupLine(v))
	lines = append(lines, compact(sc.restoredLine(v.Gap))...)
	lines = append(lines, sc.diskLine(v))
	if v.ClockKnown && v.Ahead.Abs() > clockSlack {
		lines = append(lines, sc.say.Text("status.clock", "Seconds", int(v.Ahead.Seconds())))
	}
	lines = append(lines, sc.say.Text("status.dead", "N", v.Dead))
	if v.Refused > 0 {
		lines = append(lines, sc.say.Text("status.refused", "N", v.Refused))
	}
	lines = append(lines, sc.say.Text("status.unreached", "People", people, "Groups", groups))
	if year := sc.now.Year(); !calendar.Knows(year) {
		lines = append(lines, sc.say.Text("status.holidays", "Year", year))
	}
	return []chat.Reply{{Verb: chat.Send, Text: strings.Join(lines, "\n")}}, nil
}

// clockSlack is what a clock may be off by before anybody is told.
const clockSlack = 30 * time.Second

func (sc *scene) intakeLine(v Vitals) string {
	if !v.Polling {
		return sc.say.Text("status.webhook", "Waiting", v.Waiting)
	}
	if v.Intake.IsZero() {
		return sc.say.Text("status.deaf", "Waiting", v.Waiting)
	}
	return sc.say.Text("status.intake", "Ago", sc.spell(sc.now.Sub(v.Intake)), "Waiting", v.Waiting)
}

func (sc *scene) sendLine(v Vitals) string {
	n, oldest := 0, time.Duration(0)
	for _, q := range v.Replies {
		n, oldest = n+q.Waiting, max(oldest, q.Oldest)
	}
	return sc.say.Text("status.send", "N", n, "Oldest", sc.spell(oldest), "Throttled", v.Throttled)
}

func (sc *scene) backupLine(v Vitals) string {
	switch {
	case !v.BackupOn:
		return sc.say.Text("status.no_backup")
	case v.Backup.IsZero():
		return sc.say.Text("status.first_backup")
	}
	return sc.say.Text("status.backup", "At", v.Backup.In(sc.h.Zone).Format("01-02 15:04"))
}

// restoredFor is how long people still quote numbers of lost records.
const restoredFor = 60 * 24 * time.Hour

// restoredLine tells of a backup that was restored lately, and which numbers
// went with what was lost.
func (sc *scene) restoredLine(g community.Gap) string {
	if !g.Is() || sc.now.Sub(g.Restored) > restoredFor {
		return ""
	}
	args := []any{"At", g.Restored.In(sc.h.Zone).Format("01-02 15:04"), "First", g.First, "Last", g.Last}
	if g.Copied.IsZero() {
		return sc.say.Text("status.restored_empty", args...)
	}
	return sc.say.Text("status.restored", append(args, "Copied", g.Copied.In(sc.h.Zone).Format("01-02 15:04"))...)
}

func (sc *scene) diskLine(v Vitals) string {
	free := "?"
	if v.Free >= 0 {
		free = Size(v.Free)
	}
	return sc.say.Text("status.disk", "Size", Size(v.Bytes), "Free", free)
}

// unreached counts people with a role whom the bot cannot write to, because
// they have not opened it or have blocked it, and groups that it has lost.
func (sc *scene) unreached(ctx context.Context) (people, lost int, err error) {
	all, err := sc.store.PeopleAll(ctx)
	if err != nil {
		return 0, 0, err
	}
	for _, p := range all {
		if p.Known() && p.Chat == 0 {
			people++
		}
	}
	groups, err := sc.store.GroupsAll(ctx)
	for _, g := range groups {
		if g.Gone {
			lost++
		}
	}
	return people, lost, err
}

// spell is a length of time in words: 3天4小时, 12秒.
func (sc *scene) spell(d time.Duration) string {
	switch {
	case d >= 24*time.Hour:
		return sc.say.Text("span.days", "Days", int(d/(24*time.Hour)), "Hours", int(d%(24*time.Hour)/time.Hour))
	case d >= time.Hour:
		return sc.say.Text("span.hours", "Hours", int(d/time.Hour), "Minutes", int(d%time.Hour/time.Minute))
	case d >= time.Minute:
		return sc.say.Text("span.minutes", "Minutes", int(d/time.Minute))
	}
	return sc.say.Text("span.seconds", "Seconds", int(d/time.Second))
}

// Size is a number of bytes as people read it.
func Size(bytes int64) string {
	for _, u := range []struct {
		of   int64
		name string
	}{{1 << 30, "GB"}, {1 << 20, "MB"}} {
		if bytes >= u.of {
			return fmt.Sprintf("%.1f %s", float64(bytes)/float64(u.of), u.name)
		}
	}
	return fmt.Sprintf("%d KB", bytes>>10)
}
