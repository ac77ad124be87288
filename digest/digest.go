// Package digest reads the figures of a period from a store and says them:
// the one place where groups, people, commands and scripts get their numbers.
package digest

import (
	"context"
	"time"

	"gridmate/community"
)

// Source is where figures come from: one query set for everything that is
// counted. All methods visit; an error from visit ends the reading.
type Source interface {
	// Facts visits what counts of every record of these days, withdrawn ones
	// excepted, through one covering index, in no particular order.
	Facts(ctx context.Context, days community.Span, visit func(community.Fact) error) error
	// Items visits the disputes and issues of days up to and including until
	// that were not finished at that moment or were finished at or after since.
	Items(ctx context.Context, until community.Date, since time.Time, visit func(community.Item) error) error
	// Reviews visits the finished disputes and issues that are to be looked at
	// again by a day, 回访 and 回头看: that day is their deadline, whoever is to
	// do it their owner.
	Reviews(ctx context.Context, until community.Date, visit func(community.Item) error) error
	// Late visits records created in [from, to) of days before the given one.
	Late(ctx context.Context, from, to time.Time, before community.Date, visit func(community.Fact) error) error
}
