package form

import (
	"fmt"
	"strings"

	"gridmate/community"
	"gridmate/export"
)

// entry is one record that a row shows.
type entry struct {
	record   community.Record
	work     export.Work // of issues and disputes
	reporter string
}

// item is what a cell can say of a record.
type item struct {
	kinds  []community.Kind // that have it; none for all
	detail bool             // left out of what is sensitive
	get    func(*filler, entry) any
}

var (
	issues    = []community.Kind{community.KindIssue}
	disputes  = []community.Kind{community.KindDispute}
	events    = []community.Kind{community.KindEvent}
	matters   = []community.Kind{community.KindIssue, community.KindDispute}
	findings  = []community.Kind{community.KindPatrol, community.KindIssue}
	unitWords = []string{"city", "county", "street", "community", "grid", "unit"}
)

// items are the fields of records, by the names that headings.csv uses. What is
// missing here for a kind is not held.
var items = map[string]item{
	"no":          {get: nil}, // counted while rows are written
	"number":      {get: func(_ *filler, e entry) any { return fmt.Sprintf("#%d", e.record.Number) }},
	"ledger_code": {kinds: issues, get: func(f *filler, e entry) any { return e.record.LedgerCode(f.frame.Org) }},
	"date":        {get: func(_ *filler, e entry) any { return e.record.Date }},
	"city":        {get: unitAt(community.City)},
	"county":      {get: unitAt(community.County)},
	"street":      {get: unitAt(community.Street)},
	"community":   {get: unitAt(community.Village)},
	"grid":        {get: func(f *filler, e entry) any { return f.frame.Grid(e.record) }},
	"unit":        {get: func(f *filler, e entry) any { return f.frame.Village(e.record) }},
	"building":    {detail: true, get: func(_ *filler, e entry) any { return e.record.Building }},
	"place":       {detail: true, get: (*filler).place},
	"kind":        {get: func(f *filler, e entry) any { return f.texts.Text("kind." + string(e.record.Kind)) }},
	"category": {get: func(f *filler, e entry) any {
		return export.Category(f.texts, e.record.Kind, e.record.Category)
	}},
	"type":       {get: func(f *filler, e entry) any { return export.Word(f.texts, "type", string(e.record.Type)) }},
	"text":       {detail: true, get: func(_ *filler, e entry) any { return e.record.Text }},
	"title":      {kinds: events, detail: true, get: (*filler).title},
	"materials":  {kinds: events, get: (*filler).materials},
	"agreement":  {kinds: disputes, get: func(f *filler, e entry) any { return export.Word(f.texts, "agreement", string(e.record.Agreement)) }},
	"outcome":    {get: (*filler).outcome},
	"progress":   {get: (*filler).progress},
	"measure":    {kinds: matters, detail: true, get: func(_ *filler, e entry) any { return e.work.Measure }},
	"deadline":   {kinds: matters, get: func(_ *filler, e entry) any { return e.record.Deadline }},
	"owner_unit": {kinds: matters, get: func(_ *filler, e entry) any { return e.work.Unit }},
	"owner":      {kinds: matters, get: func(_ *filler, e entry) any { return e.work.Owner }},
	"fixed_at":   {kinds: issues, get: func(_ *filler, e entry) any { return e.work.FixedAt }},
	"closed_at":  {kinds: matters, get: func(f *filler, e entry) any { return f.frame.Day(e.record.ClosedAt) }},
	"settled_at": {kinds: disputes, get: func(f *filler, e entry) any {
		if !settled(e.record) {
			return nil
		}
		return f.frame.Day(e.record.ClosedAt)
	}},
	"closer":   {kinds: issues, get: func(_ *filler, e entry) any { return e.work.Closer }},
	"reporter": {get: func(_ *filler, e entry) any { return e.reporter }},
	"level":    {kinds: issues, get: func(f *filler, e entry) any { return export.Word(f.texts, "issue_level", string(e.record.Level)) }},
	"source":   {kinds: matters, get: (*filler).source},
	"is_fixed": {kinds: issues, get: func(f *filler, e entry) any {
		return f.yes(e.record.Status == community.FixedState || e.record.Status == community.Closed)
	}},
	"is_closed": {kinds: matters, get: func(f *filler, e entry) any {
		return f.yes(settled(e.record))
	}},
	"is_overdue": {kinds: matters, get: func(f *filler, e entry) any { return f.yes(f.frame.Overdue(e.record)) }},

	"found":        {kinds: findings, get: func(_ *filler, e entry) any { return e.record.Found }},
	"fixed":        {kinds: findings, get: func(_ *filler, e entry) any { return e.record.Fixed }},
	"visited":      {kinds: findings, get: func(_ *filler, e entry) any { return e.record.Visited }},
	"participants": {kinds: events, get: func(_ *filler, e entry) any { return e.record.Participants }},
	"handbooks":    {kinds: events, get: func(_ *filler, e entry) any { return e.record.Handbooks }},
	"persons":      {kinds: disputes, get: func(_ *filler, e entry) any { return e.record.Persons }},
	"amount":       {kinds: disputes, get: func(_ *filler, e entry) any { return e.record.Amount }},
	"cases":        {kinds: disputes, get: func(_ *filler, e entry) any { return e.record.Tally().Counts().Cases }},
}

// settled reports whether an issue or a dispute came to a good end.
func settled(r community.Record) bool {
	return r.Status == community.Closed || r.Status == community.Success || r.Status == community.FollowedUp
}

func unitAt(level community.Level) func(*filler, entry) any {
	return func(f *filler, e entry) any {
		u, _ := f.frame.Org.At(e.record.Unit, level)
		return u.Name
	}
}

// place says the grid as well where the table has no column for it.
func (f *filler) place(e entry) any {
	where := export.Place(e.record)
	if where != "" && !f.sheet.has("grid") {
		where = strings.TrimSpace(f.frame.Grid(e.record) + " " + where)
	}
	return where
}

func (f *filler) title(e entry) any {
	if e.record.Title != "" {
		return e.record.Title
	}
	return e.record.Text
}

func (f *filler) materials(e entry) any {
	var list []string
	for _, m := range e.record.Materials {
		id := "export.material"
		if m.Approximate {
			id = "export.material_about"
		}
		list = append(list, f.texts.Text(id, "Title", m.Title, "N", m.Quantity))
	}
	return strings.Join(list, "；")
}

// outcome of what has a life is where it stands.
func (f *filler) outcome(e entry) any {
	if k := e.record.Kind; k == community.KindIssue || k == community.KindDispute {
		return f.frame.Progress(f.texts, e.record)
	}
	return export.Word(f.texts, "outcome", string(e.record.Outcome))
}

func (f *filler) progress(e entry) any { return f.outcome(e) }

func (f *filler) source(e entry) any {
	if e.record.Kind == community.KindIssue {
		return export.Word(f.texts, "form.source", e.record.Source)
	}
	return export.Word(f.texts, "source", e.record.Source)
}

func (f *filler) yes(so bool) string {
	if so {
		return f.texts.Text("form.yes")
	}
	return f.texts.Text("form.no")
}
