package digest

import (
	"fmt"

	"gridmate/community"
	"gridmate/locale"
)

// EffortLine says what recording cost and saved: messages, taps and seconds a
// record, pushes, and cells that nobody typed. It is empty if there is nothing
// to say.
func EffortLine(e community.Effort, p locale.Printer) string {
	if e == (community.Effort{}) {
		return ""
	}
	per := func(n int) string {
		tenths := (20*n + e.Records) / max(2*e.Records, 1)
		return fmt.Sprintf("%d.%d", tenths/10, tenths%10)
	}
	return p.Text("burden.line", "Records", e.Records, "Messages", per(e.Messages), "Taps", per(e.Taps),
		"Seconds", (2*e.Seconds+e.Records)/max(2*e.Records, 1), "Pushes", e.Pushes, "Nights", e.Nights, "Cells", e.Cells)
}
