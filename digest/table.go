package digest

import (
	"strconv"
	"strings"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/locale"
)

// minTable is the fewest units that are worth a table.
const minTable = 3

// UnitTable is the digest's lines by unit as a table, in the order of the
// units; nil where there are none or few. What a unit has nothing of is empty.
func UnitTable(d Digest, p locale.Printer) *chat.Table {
	rows := d.Detail.Rows
	if d.Empty() || len(rows) < minTable || d.Period == community.Day && len(d.Detail.Names) == 1 {
		return nil
	}
	w := writer{p: p, d: d}
	w.byUnit()
	t := &chat.Table{Instead: strings.Join(w.lines, "\n")}
	for _, id := range []string{"unit", "patrols", "found", "fixed", "disputes", "events", "issues", "overdue"} {
		t.Head = append(t.Head, w.text("table."+id))
	}
	for _, r := range rows {
		row := []string{r.Unit.Label()}
		for _, n := range []int{r.Patrols, r.Found, r.Fixed, r.Disputes.Registered, r.Events, r.Issues.Opened, r.Issues.Overdue} {
			cell := ""
			if n != 0 {
				cell = strconv.Itoa(n)
			}
			row = append(row, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
