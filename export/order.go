package export

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

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
	TaskTable     Table = "tasks" // 任务分解表; in the workbook if there are any
)

// IndicatorTable is 指标自查表, a workbook of its own.
const IndicatorTable Table = "indicators"

// Tables lists all tables of the workbook.
func Tables() []Table {
	return []Table{SummaryTable, PatrolTable, IssueTable, DisputeTable, EventTable, EighteenTable, TaskTable}
}

// All is an order of the workbook with all tables, Details of the records as
// they are imported again, Form of a table that somebody sent to be filled, Scores
// of a 指标自查表 that somebody sent with scores in it.
const (
	All     Table = "all"
	Details Table = "details"
	Form    Table = "form"
	Scores  Table = "scores"
)

// MaxForm is how large a table that is to be filled may be, in bytes.
const MaxForm = 4 << 20

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
	File int64                   `json:"file,omitempty"` // of a Form and Scores: where it is kept
}

// Span is the days of the order.
func (o Order) Span() community.Span { return community.Span{From: o.From, To: o.To} }

// Card is the name of the card that shows how the order gets on.
func (o Order) Card() string {
	return fmt.Sprintf("export.%s.%d.%d.%d", o.Name(), o.Unit, o.From, o.To)
}

// Name is what is ordered in one word: of a form also which.
func (o Order) Name() string {
	if o.sent() {
		return fmt.Sprintf("%s.%d", o.What, o.File)
	}
	return string(o.What)
}

// sent reports whether the order is about a table that somebody sent.
func (o Order) sent() bool { return o.What == Form || o.What == Scores }

// ParseName reads what Name writes.
func ParseName(name string) (what Table, file int64, err error) {
	if number, ok := strings.CutPrefix(name, string(Form)+"."); ok {
		file, err = strconv.ParseInt(number, 10, 64)
		return Form, file, err
	}
	return Table(name), 0, nil
}

// Valid reports whether it can be carried out.
func (o Order) Valid() bool {
	known := slices.Contains(Orders(), o.What) || o.What == IndicatorTable || o.sent() && o.File > 0
	return known && o.Unit > 0 && o.From > 0 && o.From <= o.To
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
