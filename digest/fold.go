package digest

import (
	"gridmate/community"
)

// cell is what one unit and everything below it counts of one type.
type cell struct {
	now, before, year Totals
	records           int // of the span
	onTime            Rate
	codes             []int32            // by heads: the span's records, for disputes cases
	numbers           []community.Number // the span's disputes and issues, hardly more than maxNumbers
}

// add takes another cell in.
func (c *cell) add(other *cell) {
	c.now.add(&other.now)
	c.before.add(&other.before)
	c.year.add(&other.year)
	c.records += other.records
	c.onTime.Part += other.onTime.Part
	c.onTime.Of += other.onTime.Of
	if len(c.numbers) <= maxNumbers {
		c.numbers = append(c.numbers, other.numbers...)
	}
	if other.codes == nil {
		return
	}
	if c.codes == nil {
		c.codes = make([]int32, len(heads.list))
	}
	for i, n := range other.codes {
		c.codes[i] += n
	}
}

func (t *Totals) add(o *Totals) {
	t.Patrols += o.Patrols
	t.Found += o.Found
	t.Fixed += o.Fixed
	t.Visited += o.Visited
	t.Disputes.Registered += o.Disputes.Registered
	t.Disputes.Success += o.Disputes.Success
	t.Disputes.Failed += o.Disputes.Failed
	t.Disputes.Open += o.Disputes.Open
	t.Events += o.Events
	t.Participants += o.Participants
	t.Handbooks += o.Handbooks
	t.Issues.Opened += o.Issues.Opened
	t.Issues.Closed += o.Issues.Closed
	t.Issues.Open += o.Issues.Open
	t.Issues.Overdue += o.Issues.Overdue
}

// count takes one record in.
func (t *Totals) count(c community.Counts) {
	switch c.Kind {
	case community.KindPatrol:
		t.Patrols++
	case community.KindIssue:
		t.Issues.Opened++
	case community.KindEvent:
		t.Events++
		t.Participants += c.Participants
		t.Handbooks += c.Handbooks
		return
	case community.KindDispute:
		t.Disputes.Registered += c.Cases
		t.Disputes.Success += c.Success
		t.Disputes.Failed += c.Failed
		return
	}
	t.Found += c.Found
	t.Fixed += c.Fixed
	t.Visited += c.Visited
}

// head is a kind with one of its categories.
type head struct {
	kind     community.Kind
	category community.Category
}

// headBits is how many of a tally's lowest bits hold kind, category and type.
const headBits = 11

// headTable finds the place of a tally's kind and category, and its type,
// without unpacking words.
type headTable struct {
	list []head
	at   [1 << headBits]int16 // place in list + 1; 0 for what counts nothing
	kind [1 << headBits]int8  // place in types
}

var types = append([]community.CommunityType{community.NoType}, community.Types()...)

var heads = newHeadTable()

func newHeadTable() *headTable {
	t := &headTable{}
	for _, kind := range community.Kinds() {
		for _, category := range community.Categories(kind) {
			t.list = append(t.list, head{kind, category})
			for i, typ := range types {
				tally := community.Record{Kind: kind, Category: category, Type: typ}.Tally()
				bits := int(tally) & (1<<headBits - 1)
				t.at[bits], t.kind[bits] = int16(len(t.list)), int8(i)
			}
		}
	}
	return t
}

// typeAt is the place of a type in types.
func typeAt(typ community.CommunityType) int {
	for i, t := range types {
		if t == typ {
			return i
		}
	}
	return 0
}
