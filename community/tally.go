package community

import "slices"

// Tally is what digests count of one record, packed into one integer so that
// a digest reads nothing but an index. Zero counts nothing: a withdrawn
// record, and a task, which is to be done and has not happened.
//
// Bits from the lowest: kind 3, category 5, type 3, then by kind
//
//	patrol, issue  found 12, fixed 12, visited 20
//	dispute        cases 12, resolved 12, success 12, failed 12
//	event          participants 20, handbooks 24
type Tally int64

var tallyKinds = []Kind{KindNone, KindPatrol, KindDispute, KindEvent, KindIssue}

var tallyTypes = []CommunityType{NoType, Safe, Convenient, Beautiful, Happy}

// Counts is a tally unpacked. Cases counts a dispute without a number as one.
type Counts struct {
	Kind                    Kind
	Category                Category
	Type                    CommunityType
	Found, Fixed, Visited   int
	Cases, Success, Failed  int
	Participants, Handbooks int
}

// Tally packs what counts of a record.
func (r Record) Tally() Tally {
	if !r.Withdrawn.IsZero() || r.Kind == KindTask {
		return 0
	}
	t, shift := int64(0), 0
	put := func(n, bits int) {
		t |= int64(n) << shift
		shift += bits
	}
	put(slices.Index(tallyKinds, r.Kind), 3)
	put(slices.Index(categories[r.Kind], r.Category), 5)
	put(slices.Index(tallyTypes, r.Type), 3)
	switch r.Kind {
	case KindDispute:
		cases, success, failed := r.settled()
		put(cases, 12)
		put(success, 12)
		put(failed, 12)
	case KindEvent:
		put(value(r.Participants), 20)
		put(value(r.Handbooks), 24)
	default:
		put(value(r.Found), 12)
		put(value(r.Fixed), 12)
		put(value(r.Visited), 20)
	}
	return Tally(t)
}

// settled says how many cases a dispute record stands for and how they ended.
func (r Record) settled() (cases, success, failed int) {
	cases = 1
	if r.Cases != nil {
		cases = *r.Cases
	}
	switch r.Status {
	case Success, FollowedUp, Closed:
		if r.Resolved != nil {
			return cases, *r.Resolved, 0
		}
		return cases, cases, 0
	case Failure:
		return cases, value(r.Resolved), cases - value(r.Resolved)
	}
	return cases, value(r.Resolved), 0
}

// Counts unpacks the tally.
func (t Tally) Counts() Counts {
	take := func(bits int) int {
		n := int(t) & (1<<bits - 1)
		t >>= bits
		return n
	}
	c := Counts{Kind: tallyKinds[take(3)]}
	if i, list := take(5), categories[c.Kind]; i < len(list) {
		c.Category = list[i]
	}
	c.Type = tallyTypes[take(3)]
	switch c.Kind {
	case KindDispute:
		c.Cases, c.Success, c.Failed = take(12), take(12), take(12)
	case KindEvent:
		c.Participants, c.Handbooks = take(20), take(24)
	default:
		c.Found, c.Fixed, c.Visited = take(12), take(12), take(20)
	}
	return c
}

func value(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}
