package digest

import (
	"slices"

	"gridmate/community"
)

// Sent is what is kept of a digest that went out, to be compared with what
// the same days count when the next one is made.
type Sent struct {
	Digest  Digest                  `json:"digest"`
	Type    community.CommunityType `json:"type,omitempty"`    // of a task group's digest
	Numbers []community.Number      `json:"numbers,omitempty"` // its disputes and issues
}

// maxNumbers is how many numbers are kept of one digest. Above that a change
// is shown without the numbers that caused it.
const maxNumbers = 200

// Sent is what to keep of the digest.
func (d Digest) Sent() Sent {
	s := Sent{Digest: d, Type: d.Detail.Type}
	if len(d.Detail.numbers) <= maxNumbers {
		s.Numbers = slices.Sorted(slices.Values(d.Detail.numbers))
	}
	return s
}

// Change is a figure of the digest before that counts differently today.
type Change struct {
	Code     string // patrol, found, fixed, dispute, success, failed, event, participants, handbooks, issue, closed
	From, To int
}

// Compare adds to a digest what changed in the one that was sent before it:
// corrections, withdrawals and late records. Only the span right before is
// compared, since only that was counted again.
func (f *Figures) Compare(d Digest, sent Sent) Digest {
	if sent.Digest.Org != d.Org || sent.Type != d.Detail.Type || sent.Digest.Span() != f.before.Span {
		return d
	}
	was, is := figures(sent.Digest.Totals), figures(d.Previous)
	for i, figure := range is {
		if was[i].N != figure.N {
			d.Detail.Changes = append(d.Detail.Changes, Change{Code: figure.Code, From: was[i].N, To: figure.N})
		}
	}
	for _, n := range sent.Numbers {
		if _, known := slices.BinarySearch(f.known, n); !known {
			d.Detail.Withdrawn = append(d.Detail.Withdrawn, n)
		}
	}
	return d
}

// figures lists what belongs to a span's own days; what is open depends on
// the day it is asked and does not change the past.
func figures(t Totals) []Count {
	return []Count{
		{"patrol", t.Patrols}, {"found", t.Found}, {"fixed", t.Fixed}, {"visited", t.Visited},
		{"dispute", t.Disputes.Registered}, {"success", t.Disputes.Success}, {"failed", t.Disputes.Failed},
		{"event", t.Events}, {"participants", t.Participants}, {"handbooks", t.Handbooks},
		{"issue", t.Issues.Opened}, {"closed", t.Issues.Closed},
	}
}
