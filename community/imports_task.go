package community

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// TaskRow is one row of a list of tasks (任务责任分解表, 微治理清单), as typed.
type TaskRow struct {
	Line     int    `json:"-"`
	Org      string `json:"org,omitempty"`  // whose list it is; may be empty where there is one unit at the top
	Code     string `json:"code,omitempty"` // the list's own number of the task, if it has one
	Task     string `json:"task"`
	Lead     string `json:"lead"`
	Partners string `json:"partners,omitempty"`
	Deadline string `json:"deadline"`
	Progress string `json:"progress,omitempty"` // 60%, or words, or both
	Done     string `json:"done,omitempty"`
	Type     string `json:"type,omitempty"`
}

// PlannedTask is a row that has been understood.
type PlannedTask struct {
	Key     string // the same for the same row of a later file
	Row     TaskRow
	Task    Task
	Percent int    // 0 if the row says nothing of it
	Note    string // the progress in words
	Done    bool
}

// PlanTasks checks a list of tasks. With any error nothing is planned.
func PlanTasks(org *Org, rows []TaskRow, today Date) ([]PlannedTask, []RowError) {
	p := taskPlanner{org: org, today: today, lines: map[string]int{}}
	var plan []PlannedTask
	for _, row := range rows {
		plan = append(plan, p.read(row))
	}
	if len(p.bad) > 0 {
		return nil, sorted(p.bad)
	}
	return plan, nil
}

type taskPlanner struct {
	org   *Org
	today Date
	lines map[string]int // where a key first stands
	bad   []RowError
}

func (p *taskPlanner) say(line int, column, reason string, args ...any) {
	p.bad = append(p.bad, RowError{Line: line, Column: column, Reason: fmt.Sprintf(reason, args...)})
}

func (p *taskPlanner) read(row TaskRow) PlannedTask {
	t := PlannedTask{Row: row, Task: Task{Title: row.Task, Text: row.Task, Source: SourceList}}
	switch n := utf8.RuneCountInString(row.Task); {
	case n == 0:
		p.say(row.Line, "task", "is empty")
	case n > maxTitle:
		p.say(row.Line, "task", "is longer than %d characters", maxTitle)
	}
	owner := p.owner(row)
	p.lead(row, &t.Task, owner)
	p.partners(row, &t.Task)
	p.deadline(row, &t.Task)
	if t.Task.Type = CommunityType(row.Type); t.Task.Type != NoType && !slices.Contains(Types(), t.Task.Type) {
		p.say(row.Line, "type", "unknown type %q: use %s", row.Type, join(Types()))
	}
	p.progress(row, &t)
	t.sameWords()
	t.Key = taskKey(owner, row)
	if first, twice := p.lines[t.Key]; twice {
		p.say(row.Line, "task", "stands in line %d already", first)
		return t
	}
	p.lines[t.Key] = row.Line
	return t
}

// taskKey tells rows apart: by the list's own number where it has one, else by
// what is to be done.
func taskKey(owner Unit, row TaskRow) string {
	if row.Code != "" {
		return owner.Code + " #" + row.Code
	}
	return owner.Code + " " + strings.Join(strings.Fields(row.Task), "")
}

// owner is whose list the row stands on.
func (p *taskPlanner) owner(row TaskRow) Unit {
	if row.Org == "" {
		if top := p.org.Children(0); len(top) == 1 {
			return top[0]
		}
		p.say(row.Line, "org", "is empty: say whose list it is")
		return Unit{}
	}
	u, ok := p.org.ByCode(row.Org)
	if !ok {
		p.say(row.Line, "org", "there is no unit %q", row.Org)
	}
	return u
}

func (p *taskPlanner) lead(row TaskRow, t *Task, owner Unit) {
	t.Unit = owner.ID
	if reason := badName(row.Lead); reason != "" {
		p.say(row.Line, "lead", "%s", reason)
		return
	}
	u, n := p.org.Called(row.Lead, owner.ID)
	switch {
	case n > 1:
		p.say(row.Line, "lead", "%d units are called %q: use the code", n, row.Lead)
	case n == 1:
		t.Unit, t.Lead = u.ID, u.ID
	default:
		t.Body = row.Lead
	}
}

func (p *taskPlanner) partners(row TaskRow, t *Task) {
	for _, name := range SplitNames(row.Partners) {
		if reason := badName(name); reason != "" {
			p.say(row.Line, "partners", "%q %s", name, reason)
			continue
		}
		u, n := p.org.Called(name, 0)
		if n != 1 {
			u = Unit{} // several of one name, or a body: kept by name
		}
		t.Partners = append(t.Partners, Partner{Unit: u.ID, Name: name})
	}
	if len(t.Partners) > maxPartners {
		p.say(row.Line, "partners", "more than %d", maxPartners)
	}
}

func (p *taskPlanner) deadline(row TaskRow, t *Task) {
	date, ok := listDate(row.Deadline, p.today)
	switch {
	case !ok:
		p.say(row.Line, "deadline", "%q is no date: use YYYY-MM-DD", row.Deadline)
	case date > p.today+maxAhead || date < p.today-maxAhead:
		p.say(row.Line, "deadline", "%s is more than three years away", date)
	}
	t.Deadline = date
}

// sameWords writes a row as any file would say it, so that a workbook and a CSV
// file of one list are the same.
func (t *PlannedTask) sameWords() {
	t.Row.Deadline = t.Task.Deadline.String()
	t.Row.Partners = strings.Join(SplitNames(t.Row.Partners), "、")
	t.Row.Done = ""
	if t.Done {
		t.Row.Done = "1"
	}
	if _, err := strconv.ParseFloat(t.Row.Progress, 64); err == nil {
		t.Row.Progress, t.Note = fmt.Sprintf("%d%%", t.Percent), ""
	}
}

var percentIn = regexp.MustCompile(`([0-9]{1,3})\s*[%％]`)

// Percent is how much is done, as a text says it: 60%, 百分之六十 is not read.
// It is 0 if nothing is said, and not ok for more than 100.
func Percent(text string) (n int, ok bool) {
	m := percentIn.FindStringSubmatch(text)
	if m == nil {
		return 0, true
	}
	n, _ = strconv.Atoi(m[1])
	return n, n <= 100
}

func (p *taskPlanner) progress(row TaskRow, t *PlannedTask) {
	n, ok := Percent(row.Progress)
	if bare, err := strconv.ParseFloat(row.Progress, 64); err == nil {
		if bare > 0 && bare <= 1 {
			bare *= 100 // as a spreadsheet stores its percentages
		}
		n, ok = int(bare+0.5), bare >= 0 && bare <= 100
	}
	if !ok {
		p.say(row.Line, "progress", "%q is more than 100 %%", row.Progress)
	}
	if utf8.RuneCountInString(row.Progress) > maxTitle {
		p.say(row.Line, "progress", "is longer than %d characters", maxTitle)
	}
	t.Percent, t.Note = n, row.Progress
	switch row.Done {
	case "完成", "已完成", "办结", "已办结", "√", "✓":
		t.Done = true
	case "未完成", "进行中", "推进中", "×":
	default:
		if t.Done, ok = yesNo(row.Done); !ok {
			p.say(row.Line, "done", "%q is neither yes nor no: use 1 or 0", row.Done)
		}
	}
}

// SplitNames takes a list of units apart: 物业办、滨河社区.
func SplitNames(s string) []string {
	var names []string
	for _, name := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("、,，;；|/\n", r) }) {
		if name = strings.TrimSpace(name); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// Called finds the units of a code or a name within one, and counts them; the
// unit is there if it is exactly one. A grid is looked for there only.
func (o *Org) Called(name string, within UnitID) (Unit, int) {
	if u, ok := o.ByCode(name); ok {
		return u, 1
	}
	var found []Unit
	for id, u := range o.units {
		if (u.Name == name || u.Short != "" && u.Short == name) && (o.Within(id, within) || u.Level.Rank() <= Village.Rank()) {
			found = append(found, u)
		}
	}
	if len(found) == 1 {
		return found[0], 1
	}
	return Unit{}, len(found)
}

var listDates = regexp.MustCompile(`^(?:(20[0-9]{2})[-/.年])?([0-9]{1,2})[-/.月](?:([0-9]{1,2})日?|底|末)?前?$`)

// A spreadsheet's own dates are days since 1899-12-30: those of 2000 to 2099.
const serialEpoch, firstSerial, lastSerial = 25569, 36525, 73051

// listDate reads a date as lists have it: 2026-12-20, 2026年12月20日, 12月20日,
// 12月底, a spreadsheet's number. Without a year it is the next such day within a year.
func listDate(text string, today Date) (Date, bool) {
	if d, err := ParseDate(text); err == nil {
		return d, true
	}
	if n, err := strconv.Atoi(text); err == nil && n > firstSerial && n < lastSerial {
		return Date(n - serialEpoch), true
	}
	m := listDates.FindStringSubmatch(strings.Join(strings.Fields(text), ""))
	if m == nil {
		return 0, false
	}
	year, month, day := 0, 0, 0
	for i, n := range []*int{&year, &month, &day} {
		*n, _ = strconv.Atoi(m[i+1])
	}
	if month < 1 || month > 12 {
		return 0, false
	}
	on := func(year int) Date {
		if day == 0 {
			return NewDate(year, time.Month(month)+1, 1) - 1
		}
		return NewDate(year, time.Month(month), day)
	}
	if year != 0 {
		return valid(on(year), month)
	}
	y, _, _ := today.Civil()
	if d := on(y); d >= today {
		return valid(d, month)
	}
	return valid(on(y+1), month)
}

// valid refuses the 31st of a month that has none.
func valid(d Date, month int) (Date, bool) {
	_, m, _ := d.Civil()
	return d, int(m) == month
}

// Listed is a task as a row of a list has it, before where there was such a
// row in an earlier file: only what that row said otherwise is taken over, so
// that what people did since stays.
func (m Matter) Listed(p PlannedTask, before TaskRow, at time.Time) (Matter, []Event) {
	n, row := m, p.Row
	e := Event{Number: m.Number, Action: Import, At: at, From: m.State()}
	if row.Task != before.Task {
		n.Title, n.Text = p.Task.Title, p.Task.Text
	}
	if row.Deadline != before.Deadline && p.Task.Deadline != m.Deadline {
		e.Was, e.Due = m.Deadline, p.Task.Deadline
		n.Deadline = p.Task.Deadline
	}
	if row.Lead != before.Lead {
		n.Unit, n.OwnerUnit, n.Owner, n.Body = p.Task.Unit, p.Task.Lead, 0, p.Task.Body
		e.Unit = p.Task.Lead
	}
	if row.Partners != before.Partners {
		n.Partners = p.Task.Partners
	}
	if row.Type != before.Type {
		n.Type = p.Task.Type
	}
	if row.Progress != before.Progress && !m.Finished() {
		n.Percent, n.Measure, e.Why = max(p.Percent, n.Percent), p.Note, row.Progress
		n.Status = Rectifying
	}
	if p.Done && row.Done != before.Done && !m.Finished() {
		n.Status, n.ClosedAt, n.Percent, n.Outcome = Closed, at, 100, OutcomeDone
	}
	n.Revision++
	e.To = n.State()
	return n, []Event{e}
}

// State is the status, or Withdrawn.
func (m Matter) State() Status {
	if !m.Withdrawn.IsZero() {
		return Withdrawn
	}
	return m.Status
}
