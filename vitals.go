package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"gridmate/chat"
	"gridmate/handlers"
	"gridmate/internal/machine"
	"gridmate/storage"
)

// vitals is how the program is at this moment.
func (a *assistant) vitals(ctx context.Context) (handlers.Vitals, error) {
	v := handlers.Vitals{
		Version: versionText(), Started: a.started, Polling: a.stored != nil, BackupOn: a.config.Nights.dir != "",
		Throttled: int(a.throttled.Load()),
	}
	if a.stored != nil {
		v.Intake = a.stored()
	}
	inbox, err := a.db.InboxState(ctx)
	if err != nil {
		return v, err
	}
	v.Waiting, v.Dead = inbox.Waiting, inbox.Dead
	if v.Refused, err = a.db.UndeliveredFiles(ctx); err != nil {
		return v, err
	}
	if inbox.Waiting > 0 {
		v.Oldest = a.now().Sub(inbox.Oldest)
	}
	v.Replies = map[chat.Priority]handlers.Queue{}
	for priority, q := range a.outbox.queues() {
		v.Replies[priority] = handlers.Queue{Waiting: q.waiting, Oldest: q.oldest}
	}
	v.Bytes, v.Free = bytesOf(a.config.DB), -1
	if free, known := machine.Free(a.config.DB); known {
		v.Free = free
	}
	v.Ahead, v.ClockKnown = a.client.Ahead()
	if v.Backup, err = lastBackup(ctx, a.db); err != nil {
		return v, err
	}
	return v, a.db.View(ctx, func(ctx context.Context, tx *storage.Tx) error {
		v.Gap, _, err = tx.LastGap(ctx)
		return err
	})
}

// bytesOf is how large the database is, with its log.
func bytesOf(path string) (bytes int64) {
	for _, end := range []string{"", "-wal"} {
		if info, err := os.Stat(path + end); err == nil {
			bytes += info.Size()
		}
	}
	return bytes
}

// lastBackup is when the last nightly backup was made, zero if there was none.
func lastBackup(ctx context.Context, db *storage.DB) (at time.Time, err error) {
	err = db.View(ctx, func(ctx context.Context, tx *storage.Tx) error {
		_, body, found, err := tx.LastRun(ctx, backupJob, 0)
		if err != nil || !found {
			return err
		}
		var done struct {
			At time.Time `json:"at"`
		}
		err = json.Unmarshal(body, &done)
		at = done.At
		return err
	})
	return at, err
}

// What is too long for a bot that works.
const (
	intakeLate = 3 * time.Minute // a long poll answers within one
	handleLate = time.Minute
	answerLate = 5 * time.Minute // an answer that somebody waits for
)

// ills lists what is wrong with a bot's vitals, a line each; none for a healthy one.
func ills(v handlers.Vitals, now time.Time) []string {
	var list []string
	since := v.Intake
	if since.IsZero() {
		since = v.Started
	}
	if late := now.Sub(since); v.Polling && late > intakeLate {
		list = append(list, fmt.Sprintf("no update could be asked for and stored for %s", late.Round(time.Second)))
	}
	if v.Oldest > handleLate {
		list = append(list, fmt.Sprintf("an update has waited for %s to be handled", v.Oldest.Round(time.Second)))
	}
	if late := v.Replies[chat.Interactive].Oldest; late > answerLate {
		list = append(list, fmt.Sprintf("an answer has waited for %s to be sent", late.Round(time.Second)))
	}
	return list
}

// gauges are the vitals as metrics. What cannot be read is left out.
func (a *assistant) gauges() []gauge {
	ctx, cancel := context.WithTimeout(context.Background(), bodyTime)
	defer cancel()
	v, err := a.vitals(ctx)
	if err != nil {
		a.log.Error("the vitals cannot be read", "error", err)
		return nil
	}
	now := a.now()
	list := []gauge{
		{"inbox_waiting", "", float64(v.Waiting)}, {"inbox_oldest_seconds", "", v.Oldest.Seconds()},
		{"dead_letters", "", float64(v.Dead)}, {"files_refused", "", float64(v.Refused)}, {"database_bytes", "", float64(v.Bytes)},
	}
	all := 0
	for priority, name := range priorities {
		q := v.Replies[priority]
		all += q.Waiting
		list = append(list, gauge{"outbox_waiting", name, float64(q.Waiting)}, gauge{"outbox_oldest_seconds", name, q.Oldest.Seconds()})
	}
	list = append(list, gauge{"replies_waiting", "", float64(all)})
	if v.Free >= 0 {
		list = append(list, gauge{"disk_free_bytes", "", float64(v.Free)})
	}
	if !v.Intake.IsZero() {
		list = append(list, gauge{"intake_age_seconds", "", now.Sub(v.Intake).Seconds()})
	}
	if v.ClockKnown {
		list = append(list, gauge{"clock_ahead_seconds", "", v.Ahead.Seconds()})
	}
	if !v.Backup.IsZero() {
		list = append(list, gauge{"backup_age_seconds", "", now.Sub(v.Backup).Seconds()})
	}
	return list
}
