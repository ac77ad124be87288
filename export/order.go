package export

import (
	"encoding/json"
	"fmt"
	"slices"

	"gridmate/community"
)

// Table names one table of the workbook.
type Table string

// The tables, in the order of the workbook's sheets.
const (
	SummaryTable  Table = "summary"
	PatrolTable   Table = "patrols"
	IssueTable    Table = "issues"
	DisputeTable  Table = "disputes"
	EventTable    Table = "events"
	EighteenTable Table = "eighteen"
)

// Tables lists all tables of the workbook.
func Tables() []Table {
	return []Table{SummaryTable, PatrolTable, IssueTable, DisputeTable, EventTable, EighteenTable}
}

// All is an order of the workbook with all tables, Details of the records as
// they are imported again.
const (
	All     Table = "all"
	Details Table = "details"
)

// Orders lists what may be ordered, the usual one first.
func Orders() []Table {
	return append([]Table{All}, append(Tables()[1:], Details)...)
}

// Errand is the kind of chat.Errand that carries an Order.
const Errand = "export"

// Order is a file that somebody asks for in the chat. It is the body of an
// errand.
type Order struct {
	What Table                   `json:"what"`
	Unit community.UnitID        `json:"unit"`
	Type community.CommunityType `json:"type,omitempty"` // of a task group, which sees nothing else
	From community.Date          `json:"from"`
	To   community.Date          `json:"to"`
}

// Span is the days of the order.
func (o Order) Span() community.Span { return community.Span{From: o.From, To: o.To} }

// Card is the name of the card that shows how the order gets on.
func (o Order) Card() string {
	return fmt.Sprintf("export.%s.%d.%d.%d", o.What, o.Unit, o.From, o.To)
}

// Valid reports whether it can be carried out.
func (o Order) Valid() bool {
	return slices.Contains(Orders(), o.What) && o.Unit > 0 && o.From > 0 && o.From <= o.To
}

// Encode is the order as an errand carries it.
func (o Order) Encode() []byte {
	body, _ := json.Marshal(o) // words and numbers: never fails
	return body
}

// ParseOrder reads an errand's body.
func ParseOrder(body []byte) (o Order, err error) {
	if err = json.Unmarshal(body, &o); err == nil && !o.Valid() {
		err = fmt.Errorf("export: an order that cannot be carried out: %+v", o)
	}
	return o, err
}
