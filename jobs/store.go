package jobs

import (
	"context"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/digest"
)

// Tx is one transaction: what it queues and claims commits together or not at all.
type Tx interface {
	Chats
	Ledger
	Efforts
	Leaders
	Campaigns
	Work
	Pushes
	digest.Source
}

// Efforts knows what recording cost in a unit and all below it.
type Efforts interface {
	Effort(ctx context.Context, unit community.UnitID, span community.Span) (community.Effort, error)
}

// Chats knows who may get something.
type Chats interface {
	Org() *community.Org
	GroupsAll(ctx context.Context) ([]community.Group, error)
	PeopleAll(ctx context.Context) ([]community.Person, error)
	// SchedulesAll is the schedules that somebody has set, by chat. Every other
	// chat has the default.
	SchedulesAll(ctx context.Context) (map[int64]community.Schedule, error)
}

// Ledger knows what was done.
type Ledger interface {
	// ClaimRun writes a run down; false if there is one of this job, slot and
	// chat already, which then stays as it is.
	ClaimRun(ctx context.Context, job string, slot time.Time, chat int64, body []byte) (bool, error)
	// LastRun is the run with the latest slot; not found if there is none.
	LastRun(ctx context.Context, job string, chat int64) (slot time.Time, body []byte, found bool, err error)
	// AddErrand stores slow work to be done after the commit.
	AddErrand(ctx context.Context, e chat.Errand) (int64, error)
	// Queue stores replies to be sent after the commit.
	Queue(ctx context.Context, replies []chat.Reply) error
}
