package handlers

import (
	"context"
	"time"

	"gridmate/community"
)

// Matters is the life of disputes and issues.
type Matters interface {
	// Matter finds a record and how far it has come; a NotFound refusal
	// "record_unknown" if there is no such record.
	Matter(ctx context.Context, n community.Number) (community.Matter, error)
	// Matters adds to records how far each has come.
	Matters(ctx context.Context, records []community.Record) ([]community.Matter, error)
	// SaveMatter stores a matter and the events that led there.
	SaveMatter(ctx context.Context, m community.Matter, events []community.Event) error
	// AddTask stores a task with the first event of its history.
	AddTask(ctx context.Context, k community.Task, by community.Person, at time.Time) (community.Matter, community.Event, error)
	// OpenTasks lists the tasks on which somebody has to act, newest first,
	// that lie in these units or that one of these units helps with; no units
	// stands for all.
	OpenTasks(ctx context.Context, units []community.UnitID) ([]community.Matter, error)
	// Instructions lists what a leader asked for, oldest first, revoked ones
	// excepted.
	Instructions(ctx context.Context, leader community.PersonID) ([]community.Asked, error)
	// Owned lists the open records that were given to somebody, or to one of
	// these units and to nobody in it, newest first.
	Owned(ctx context.Context, owner community.PersonID, units []community.UnitID) ([]community.Record, error)
	// Events lists what happened to a record, oldest first.
	Events(ctx context.Context, n community.Number) ([]community.Event, error)
}

// Circle is who may have to hear of a matter, and where it is shown.
type Circle interface {
	// PeopleAll lists everybody, in the order they came.
	PeopleAll(ctx context.Context) ([]community.Person, error)
	// CardAt is the card that a message carries; false if it carries none.
	CardAt(ctx context.Context, chat int64, message int) (string, bool, error)
	// CardChats lists the chats that show a card.
	CardChats(ctx context.Context, card string) ([]int64, error)
	// ToReview lists what is to be looked at again by a day, what is due longest first.
	ToReview(ctx context.Context, until community.Date) ([]community.Matter, error)
	// SamePlace lists the issues of a record's category at its place since a
	// day, withdrawn ones excepted.
	SamePlace(ctx context.Context, r community.Record, since community.Date) ([]community.Number, error)
}
