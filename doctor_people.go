package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gridmate/community"
	"gridmate/storage"
)

func (x examination) organisation(ctx context.Context) (said string, err error) {
	err = x.db.View(ctx, func(_ context.Context, tx *storage.Tx) error {
		n := len(tx.Org().Subtree(0))
		said = fmt.Sprintf("%d units", n)
		if n == 0 {
			said = "! none: gridmate import org FILE"
		}
		return nil
	})
	return said, err
}

func (x examination) people(ctx context.Context) (said string, err error) {
	err = x.db.View(ctx, func(ctx context.Context, tx *storage.Tx) error {
		people, err := tx.PeopleAll(ctx)
		keepers := len(x.config.Admins)
		for _, p := range people {
			if p.Oversees(tx.Org()) {
				keepers++
			}
		}
		said = fmt.Sprintf("%d", len(people))
		if keepers == 0 {
			said = "! " + said + ", and no administrator: set GRIDMATE_ADMINS"
		}
		return err
	})
	return said, err
}

// longList is how many names a finding lists.
const longList = 10

// unreached names who cannot be written to: people who have not opened the bot
// or have blocked it, and groups that it was removed from.
func (x examination) unreached(ctx context.Context) (said string, err error) {
	var names []string
	err = x.db.View(ctx, func(ctx context.Context, tx *storage.Tx) error {
		people, err := tx.PeopleAll(ctx)
		if err != nil {
			return err
		}
		for _, p := range people {
			if p.Known() && p.Chat == 0 {
				names = append(names, p.Name)
			}
		}
		groups, err := tx.GroupsAll(ctx)
		for _, g := range groups {
			if u, found := tx.Org().Unit(g.Unit); g.Gone && found {
				names = append(names, "a group of "+u.Name)
			}
		}
		return err
	})
	if len(names) == 0 {
		return "nobody", err
	}
	more := ""
	if len(names) > longList {
		more = fmt.Sprintf(" and %d more", len(names)-longList)
		names = names[:longList]
	}
	return fmt.Sprintf("%s%s: they have not opened the bot yet, or have blocked it", strings.Join(names, ", "), more), err
}

func (x examination) guides(ctx context.Context) (said string, err error) {
	err = x.db.View(ctx, func(ctx context.Context, tx *storage.Tx) error {
		guides, err := tx.Guides(ctx)
		said = fmt.Sprintf("%d imported", len(guides))
		return err
	})
	return said, err
}

func (x examination) holidays(ctx context.Context) (said string, err error) {
	err = x.db.View(ctx, func(ctx context.Context, tx *storage.Tx) error {
		calendar, err := tx.Calendar(ctx)
		said = holidaysKnown(calendar, time.Now().In(x.config.Zone).Year())
		return err
	})
	return said, err
}

// holidaysKnown says for which years the calendar has a published arrangement,
// and what happens in a year without one.
func holidaysKnown(c community.Calendar, year int) string {
	var years []string
	for _, y := range c.Years() {
		years = append(years, fmt.Sprint(y))
	}
	text := "known for " + strings.Join(years, ", ")
	if !c.Knows(year) {
		text += fmt.Sprintf("; none for %d: only weekends count as days off, import them with: gridmate import holidays FILE", year)
	}
	return text
}

// queues says what waits. A bot that works leaves nothing for long.
func (x examination) queues(ctx context.Context) (string, error) {
	inbox, err := x.db.InboxState(ctx)
	if err != nil {
		return "", err
	}
	if inbox.Waiting > 0 && time.Since(inbox.Oldest) > handleLate {
		return fmt.Sprintf("! %d updates wait since %s: is gridmate run working?", inbox.Waiting, inbox.Oldest.In(x.config.Zone).Format("01-02 15:04")), nil
	}
	return fmt.Sprintf("%d updates wait to be handled", inbox.Waiting), nil
}

func (x examination) letters(ctx context.Context) (string, error) {
	letters, err := x.console.letters(ctx)
	if err != nil {
		return "", err
	}
	files, err := x.refusedFiles(ctx)
	if err == nil && len(files) > 0 {
		return fmt.Sprintf("! %d, and %d files that Telegram refused: see gridmate deadletters", len(letters), len(files)), nil
	}
	if err != nil || len(letters) == 0 {
		return "0", err
	}
	return fmt.Sprintf("! %d: see gridmate deadletters", len(letters)), nil
}
