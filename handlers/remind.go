package handlers

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"gridmate/chat"
	"gridmate/community"
)

// Reminders is what jobs have reminded people of, and who stands in for whom.
type Reminders interface {
	// LastRun is the run of a job with the latest slot; not found if there is none.
	LastRun(ctx context.Context, job string, chat int64) (slot time.Time, body []byte, found bool, err error)
	// Acknowledge notes that somebody sees to a record by a deadline; false if
	// somebody has said so before.
	Acknowledge(ctx context.Context, n community.Number, deadline community.Date, by community.PersonID, at time.Time) (bool, error)
	// Leaves lists the leaves that are not over before a day.
	Leaves(ctx context.Context, since community.Date) ([]community.Leave, error)
	AddLeave(ctx context.Context, l community.Leave) error
	// DropLeaves forgets a person's leaves that are not over, and counts them.
	DropLeaves(ctx context.Context, id community.PersonID, since community.Date) (int, error)
}

// remindButton acknowledges what the newest reminder is about: k:<day>. An
// older one may name what has long been closed.
func remindButton(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	_, day, _ := strings.Cut(sc.up.Button.Data, ":")
	slot, body, found, err := sc.store.LastRun(ctx, community.RemindJob, sc.up.Chat.ID)
	if err != nil {
		return nil, err
	}
	if !found || strconv.Itoa(int(community.DateOf(slot))) != day || !sc.private() {
		return []chat.Reply{sc.toast("remind.old")}, nil
	}
	var note community.ReminderNote
	if err := json.Unmarshal(body, &note); err != nil {
		return nil, err
	}
	n := 0
	for _, item := range note.Items {
		first, err := sc.store.Acknowledge(ctx, item.Number, item.Deadline, sc.who.ID, sc.now)
		if err != nil {
			return nil, err
		}
		if first {
			n++
		}
	}
	if n == 0 {
		return []chat.Reply{sc.toast("remind.acked_already")}, nil
	}
	return []chat.Reply{sc.alert("remind.acked", "N", n)}, nil
}
