package digest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/locale"
)

// Press is what a button under a digest stands for.
type Press struct {
	Do     string // one of the constants below
	Period community.Period
	Day    community.Date   // the first of the digest's days
	Home   community.UnitID // whose digest it is; zero for all that the person reads
	Unit   community.UnitID // how far down it leads: Home or a unit below it
	Number community.Number // of an item, with PressItem
}

// What a button does.
const (
	PressUrge   = "u" // urges those who answer for the overdue that the digest names
	PressUnit   = "v" // shows a unit's digest with what lies below
	PressItem   = "i" // shows an item
	PressLedger = "l" // sends the ledger
	PressHome   = "h" // goes back to the digest
)

// Data is what the button carries: d:<do>:<period>:<day>:<home>:<unit>:<number>,
// at most 64 bytes.
func (p Press) Data() string {
	return fmt.Sprintf("d:%s:%s:%d:%d:%d:%d", p.Do, p.Period, p.Day, p.Home, p.Unit, p.Number)
}

// ParsePress reads what a button carries; false if no digest has such a button.
func ParsePress(data string) (Press, bool) {
	parts := strings.Split(data, ":")
	if len(parts) != 7 || parts[0] != "d" {
		return Press{}, false
	}
	var ids [4]int64
	for i, text := range parts[3:] {
		id, err := strconv.ParseInt(text, 10, 32)
		if err != nil || id < 0 {
			return Press{}, false
		}
		ids[i] = id
	}
	p := Press{
		Do: parts[1], Period: community.Period(parts[2]), Day: community.Date(ids[0]),
		Home: community.UnitID(ids[1]), Unit: community.UnitID(ids[2]), Number: community.Number(ids[3]),
	}
	known := []string{PressUrge, PressUnit, PressItem, PressLedger, PressHome}
	return p, slices.Contains(known, p.Do) && slices.Contains(community.Periods(), p.Period)
}

// Named lists the overdue items that the digest's text names by number.
func (d Digest) Named() []community.Item {
	over, disputes, tasks := d.Detail.Overdue, d.Detail.DisputesDue, d.Detail.TasksDue
	return slices.Concat(over[:min(len(over), maxOverdue)], disputes[:min(len(disputes), maxDue)], tasks[:min(len(tasks), maxDue)])
}

// Waiting lists what is overdue or due within a week, what waits longest first.
func (d Digest) Waiting() []community.Item {
	return slices.Concat(d.Detail.Overdue, d.Detail.DisputesDue, d.Detail.TasksDue, d.Detail.DueNext)
}

// HomeOf is the home of a digest's buttons: its unit, or zero for several.
func HomeOf(views ...View) community.UnitID {
	if len(views) == 1 && len(views[0].Units) == 1 {
		return views[0].Units[0]
	}
	return 0
}

// Keys are the buttons under a digest. 催办 is there for who may urge, if
// there is anything overdue.
func Keys(d Digest, home community.UnitID, urges bool, p locale.Printer) chat.Keyboard {
	button := func(id, do string) chat.Button {
		press := Press{Do: do, Period: d.Period, Day: community.Date(d.From), Home: home, Unit: home}
		return chat.Button{Label: p.Text("digest." + id), Data: press.Data()}
	}
	var row []chat.Button
	if urges && len(d.Named()) > 0 {
		row = append(row, button("urge", PressUrge))
	}
	return chat.Keyboard{append(row, button("open", PressUnit), button("ledger", PressLedger))}
}
