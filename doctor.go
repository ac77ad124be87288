package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"gridmate/bot"
	"gridmate/handlers"
	"gridmate/internal/machine"
	"gridmate/storage"
)

type doctorCommand struct {
	Offline bool `help:"Do not ask Telegram."`
}

// examination is what the doctor looks at.
type examination struct {
	*console
	db     *storage.DB
	client *bot.Client // nil without a token, or offline
}

// exams are in the order in which people read them. What begins with "!" needs
// somebody; an error is damage, and the command fails.
func exams() []struct {
	name string
	look func(examination, context.Context) (string, error)
} {
	return []struct {
		name string
		look func(examination, context.Context) (string, error)
	}{
		{"telegram", examination.telegram}, {"updates", examination.updates}, {"clock", examination.clock},
		{"database", examination.database}, {"integrity", examination.integrity}, {"audit chain", examination.chain},
		{"disk", examination.disk}, {"permissions", examination.permissions}, {"backup", examination.backup}, {"restored", examination.restored},
		{"organisation", examination.organisation}, {"people", examination.people}, {"out of reach", examination.unreached},
		{"guides", examination.guides}, {"holidays", examination.holidays}, {"queues", examination.queues},
		{"dead letters", examination.letters},
	}
}

// Run says how the deployment is. It fails if something is damaged, or the
// token is refused.
func (d doctorCommand) Run(ctx context.Context, c *console) (err error) {
	from := "the environment"
	if c.file != "" {
		from = c.file
	}
	c.finding("settings", "valid, from %s; token %s", from, set(c.config.Token != ""))
	db, err := c.existing(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	x := examination{console: c, db: db}
	if c.config.Token != "" && !d.Offline {
		if x.client, err = bot.NewClient(bot.Config{Token: c.config.Token, URL: c.config.APIURL}); err != nil {
			return err
		}
	}
	var wrong []error
	for _, exam := range exams() {
		said, err := exam.look(x, ctx)
		if err != nil {
			c.finding(exam.name, "! %s", err)
			wrong = append(wrong, err)
			continue
		}
		if said != "" {
			c.finding(exam.name, "%s", said)
		}
	}
	return errors.Join(wrong...)
}

func (c *console) finding(name, format string, args ...any) {
	_, _ = fmt.Fprintf(c.stdout, "%-14s %s\n", name, fmt.Sprintf(format, args...))
}

func set(is bool) string {
	if is {
		return "set"
	}
	return "not set"
}

func (x examination) telegram(ctx context.Context) (string, error) {
	if x.client == nil {
		return "not asked", nil
	}
	me, err := x.client.Ask(ctx)
	if errors.Is(err, bot.ErrToken) || errors.Is(err, bot.ErrAddress) {
		return "", err
	}
	if err != nil {
		return fmt.Sprintf("! no answer: %s: check the network and GRIDMATE_API_URL, or HTTPS_PROXY where it is needed", err), nil
	}
	return "the token is @" + me.Username + "'s", nil
}

// updates says how they come, and whether Telegram and the settings agree.
func (x examination) updates(ctx context.Context) (string, error) {
	if x.client == nil {
		return "", nil
	}
	info, err := x.client.WebhookInfo(ctx)
	if err != nil {
		return fmt.Sprintf("not known: %s", err), nil
	}
	set := x.config.WebhookURL
	switch {
	case set == "" && info.URL == "":
		return fmt.Sprintf("polling, %d wait at Telegram", info.Pending), nil
	case set == "":
		return "! a webhook is set at Telegram: gridmate run removes it and polls", nil
	case set != info.URL:
		return "! the webhook is not set at Telegram yet: gridmate run sets it", nil
	case info.LastError != "" && time.Since(info.ErrorAt) < day24:
		return fmt.Sprintf("! webhook, %d wait at Telegram, which last failed %s: %s", info.Pending,
			info.ErrorAt.In(x.config.Zone).Format("01-02 15:04"), info.LastError), nil
	}
	return fmt.Sprintf("webhook, %d wait at Telegram", info.Pending), nil
}

func (x examination) clock(context.Context) (string, error) {
	now := time.Now().In(x.config.Zone).Format("2006-01-02 15:04 MST")
	if x.client == nil {
		return now, nil
	}
	ahead, known := x.client.Ahead()
	if !known {
		return now, nil
	}
	if ahead.Abs() > clockOff {
		return fmt.Sprintf("! %s, which is %s off Telegram's: let the network set it (timedatectl set-ntp true)", now, ahead), nil
	}
	return fmt.Sprintf("%s, %s off Telegram's", now, ahead), nil
}

func (x examination) database(context.Context) (string, error) {
	return fmt.Sprintf("%s, %s, schema up to date", x.db.Path(), handlers.Size(bytesOf(x.db.Path()))), nil
}

func (x examination) integrity(ctx context.Context) (string, error) {
	return "ok", x.db.Integrity(ctx)
}

func (x examination) chain(ctx context.Context) (string, error) {
	events, err := x.db.Audit(ctx)
	return fmt.Sprintf("%d events and the ticks of checklists, unbroken", events), err
}

func (x examination) disk(context.Context) (string, error) {
	free, known := machine.Free(x.db.Path())
	if !known {
		return "", nil
	}
	if free < max(littleRoom, 2*bytesOf(x.db.Path())) {
		return fmt.Sprintf("! only %s free beside the database: free some", handlers.Size(free)), nil
	}
	return handlers.Size(free) + " free beside the database", nil
}

// permissions look for files that others on the machine can read.
func (x examination) permissions(context.Context) (string, error) {
	if runtime.GOOS == "windows" {
		return "", nil // rights are kept elsewhere
	}
	var open []string
	for _, path := range []string{x.db.Path(), x.db.Path() + "-wal", x.config.TokenFile, x.config.Nights.dir} {
		if info, err := os.Stat(path); err == nil && path != "" && info.Mode().Perm()&0o077 != 0 {
			open = append(open, fmt.Sprintf("%s (%s)", path, info.Mode().Perm()))
		}
	}
	if len(open) > 0 {
		return "! others on this machine can read " + strings.Join(open, ", ") + ": chmod go= them", nil
	}
	return "for the owner alone", nil
}

// restored tells of the last backup that was restored with records missing.
func (x examination) restored(ctx context.Context) (said string, err error) {
	err = x.db.View(ctx, func(ctx context.Context, tx *storage.Tx) error {
		gap, found, err := tx.LastGap(ctx)
		if err != nil || !found {
			return err
		}
		last := "without records"
		if !gap.Copied.IsZero() {
			last = "whose last record is of " + gap.Copied.In(x.config.Zone).Format(minutes)
		}
		said = fmt.Sprintf("%s, from a backup %s; #%d to #%d are not given out again",
			gap.Restored.In(x.config.Zone).Format(minutes), last, gap.First, gap.Last)
		return nil
	})
	return said, err
}

const minutes = "2006-01-02 15:04"

func (x examination) backup(ctx context.Context) (string, error) {
	n := x.config.Nights
	if n.dir == "" {
		return "! none at night: set GRIDMATE_BACKUP_DIR", nil
	}
	files, err := filepath.Glob(filepath.Join(n.dir, nightly))
	if err != nil || len(files) == 0 {
		return fmt.Sprintf("! none in %s yet: gridmate run makes them", n.dir), err
	}
	newest := files[len(files)-1]
	info, err := os.Stat(newest)
	if err != nil {
		return "", err
	}
	held, err := storage.Inspect(ctx, newest)
	if err != nil {
		return fmt.Sprintf("! %s is no good: %s", newest, err), nil
	}
	said := fmt.Sprintf("%s, %s, %d kept", newest, held, len(files))
	if time.Since(info.ModTime()) > 2*day24 {
		return "! the newest is older than two days: " + said, nil
	}
	if n.copy == "" {
		return said + "; on this machine only: set GRIDMATE_BACKUP_COPY to a folder on another disk", nil
	}
	return said, nil
}
