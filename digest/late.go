package digest

import (
	"context"
	"fmt"
	"time"

	"gridmate/community"
)

// Last is the digest before, as far as it bounds what is late (补报): records
// of days before the span that the digest before did not tell. Those are
//
//   - records created since At, the moment at which its figures were read, and
//   - where spans were passed over, records of days after To created before At:
//     they were too new for the digest before and are too old for this one.
//
// With the digests of one chat each naming the one before, every record that
// was created before a digest is told in exactly one: in the totals of its own
// span or as late.
//
// Of a digest that is only looked up nobody knows what was sent before. Then
// At is the slot of the span before, and the records end now while the span is
// running, afterwards at the digest's own slot or now, whichever is first. So
// the digests of consecutive spans, looked up at any later time, tell what came
// in after its own span's slot exactly once too.
type Last struct {
	At time.Time
	To community.Date
}

// After returns the same figures with what is late counted after another
// digest: chats that got their last one at different times share the rest.
func (f *Figures) After(ctx context.Context, source Source, last Last) (*Figures, error) {
	if last.At.Equal(f.last.At) && last.To == f.last.To {
		return f, nil
	}
	other := *f
	other.last = last
	return &other, other.readLate(ctx, source)
}

func (f *Figures) lateBounds() (last Last, until time.Time) {
	schedule := f.ask.Schedule
	if schedule == (community.Schedule{}) || schedule.At(f.ask.Period) == community.Off {
		schedule = community.DefaultSchedule()
	}
	at := schedule.At(f.ask.Period)
	last, until = f.ask.Last, f.ask.Until
	if last.At.IsZero() {
		last = Last{At: f.ask.Period.Slot(f.before.Span, at, f.ask.Zone), To: f.before.To}
	}
	if until.IsZero() {
		until = f.ask.Now
		if slot := f.ask.Period.Slot(f.now.Span, at, f.ask.Zone); f.now.To < f.today && slot.Before(until) {
			until = slot
		}
	}
	return last, until
}

func (f *Figures) readLate(ctx context.Context, source Source) error {
	f.late = make([][5]int32, len(f.tree.units))
	err := f.visitLate(ctx, source, f.last.At, f.until, 0)
	if err == nil && f.last.To < f.before.To {
		err = f.visitLate(ctx, source, (f.last.To + 1).In(f.ask.Zone), f.last.At, f.last.To)
	}
	if err != nil {
		return fmt.Errorf("digest: late records before %s: %w", f.now.From, err)
	}
	return nil
}

// visitLate counts records of days after told and before the span that were
// created in [from, to).
func (f *Figures) visitLate(ctx context.Context, source Source, from, to time.Time, told community.Date) error {
	if !from.Before(to) {
		return nil
	}
	return source.Late(ctx, from, to, f.now.From, func(fact community.Fact) error {
		bits := int(fact.Tally) & (1<<headBits - 1)
		if heads.at[bits] == 0 || fact.Date <= told {
			return nil
		}
		for i := f.tree.find(fact.Unit); i >= 0; i = f.tree.parent[i] {
			f.late[i][heads.kind[bits]]++
		}
		return nil
	})
}
