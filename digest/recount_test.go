package digest_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"gridmate/community"
	"gridmate/digest"
)

// The histories of these tests happen in these weeks over a month's end, on two
// communities of two grids each.
var (
	firstDay = date("2026-09-14")
	lastDay  = firstDay + 25
)

// drawHistory makes a list of records as it stands after reports, corrections
// of every field, steps that finish something, and withdrawals.
func drawHistory(t *rapid.T) memory {
	n := rapid.IntRange(0, 40).Draw(t, "records")
	m := make(memory, 0, n)
	for i := range n {
		m = append(m, drawRecord(t, community.Number(i+1)))
	}
	for range rapid.IntRange(0, n).Draw(t, "changes") {
		i := rapid.IntRange(0, n-1).Draw(t, "which")
		switch old := m[i]; rapid.IntRange(0, 2).Draw(t, "change") {
		case 0: // corrected throughout, but its number and moment stay
			m[i] = drawRecord(t, old.Number)
			m[i].Created, m[i].Date = old.Created, min(m[i].Date, community.DateOf(old.Created))
		case 1:
			m[i].Withdrawn = old.Created.Add(time.Minute)
		case 2:
			m[i].Withdrawn = time.Time{} // restored
		}
	}
	return m
}

func drawRecord(t *rapid.T, n community.Number) community.Record {
	kind := rapid.SampledFrom(community.Kinds()).Draw(t, "kind")
	r := community.Record{
		Number: n, Kind: kind,
		Category: rapid.SampledFrom(community.Categories(kind)).Draw(t, "category"),
		Unit:     rapid.SampledFrom([]community.UnitID{100, 101, 102, 200, 201, 202}).Draw(t, "unit"),
		Date:     firstDay + community.Date(rapid.IntRange(0, 25).Draw(t, "day")),
		Outcome:  community.OutcomeOngoing,
	}
	minutes := rapid.SampledFrom([]int{0, 1, 17 * 60, 18*60 - 1, 18 * 60, 20 * 60, 33 * 60, 3 * 24 * 60}).Draw(t, "minutes")
	r.Created = r.Date.In(shanghai).Add(time.Duration(minutes) * time.Minute)
	drawCounts(t, &r)
	r, err := community.NewRecord(r, community.DateOf(r.Created))
	if err != nil {
		t.Fatal(err)
	}
	r.Deadline = r.Date + community.Date(rapid.IntRange(0, 10).Draw(t, "deadline"))
	if finished := rapid.IntRange(-20, 20).Draw(t, "finished after"); finished >= 0 && r.ClosedAt.IsZero() {
		r.ClosedAt = r.Created.Add(time.Duration(finished) * 12 * time.Hour)
		r.Status = map[community.Kind]community.Status{
			community.KindDispute: rapid.SampledFrom([]community.Status{community.Success, community.Failure}).Draw(t, "end"),
			community.KindIssue:   community.Closed,
		}[kind]
		if r.Status == "" {
			r.ClosedAt, r.Status = time.Time{}, community.Recorded
		}
	}
	if !r.Finished() || kind == community.KindPatrol || kind == community.KindEvent {
		r.ClosedAt = time.Time{}
	}
	return r
}

func drawCounts(t *rapid.T, r *community.Record) {
	maybe := func(name string, most int) *int {
		if rapid.Bool().Draw(t, name+" stated") {
			return number(rapid.IntRange(0, most).Draw(t, name))
		}
		return nil
	}
	switch r.Kind {
	case community.KindDispute:
		if r.Cases = maybe("cases", 9); r.Cases != nil && *r.Cases > 0 {
			r.Resolved = maybe("resolved", *r.Cases)
		}
	case community.KindEvent:
		r.Participants, r.Handbooks = maybe("participants", 5000), maybe("handbooks", 200_000)
	default:
		if r.Found = maybe("found", 20); r.Found != nil {
			r.Fixed = maybe("fixed", *r.Found)
		}
		r.Visited = maybe("visited", 300)
	}
}

func TestDigestEqualsARecount(t *testing.T) {
	t.Parallel()
	org := city(2, 2)
	rapid.Check(t, func(t *rapid.T) {
		m := drawHistory(t)
		ask := digest.Ask{
			Period: rapid.SampledFrom(community.Periods()).Draw(t, "period"),
			Day:    firstDay + community.Date(rapid.IntRange(0, 30).Draw(t, "digest of")),
			Now:    (lastDay + 20).In(shanghai).Add(10 * time.Hour), Zone: shanghai,
		}
		figures, err := digest.Compute(t.Context(), m, org, ask)
		if err != nil {
			t.Fatal(err)
		}
		unit := rapid.SampledFrom([]community.UnitID{1, 2, 3, 100, 200, 101, 202}).Draw(t, "of")
		typ := rapid.SampledFrom([]community.CommunityType{community.NoType, community.NoType, community.Safe, community.Beautiful}).Draw(t, "type")
		got := figures.Digest(digest.View{Units: []community.UnitID{unit}, Type: typ})
		var mine memory
		for _, r := range m {
			if r.Withdrawn.IsZero() && org.Within(r.Unit, unit) && (typ == community.NoType || r.Type == typ) {
				mine = append(mine, r)
			}
		}
		if diff := cmp.Diff(recount(mine, org, unit, ask), asJSON(t, got)); diff != "" {
			t.Fatalf("digest of %d (-recount +got):\n%s", unit, diff)
		}
		if got.Empty() != (len(recordsOf(mine, ask)) == 0 && got.Issues.Closed+got.Issues.Overdue+got.Late+disputesDue(mine, ask) == 0) {
			t.Fatalf("empty is %v: %+v", got.Empty(), got)
		}
	})
}

func asJSON(t *rapid.T, d digest.Digest) map[string]any {
	text, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, text)
}

func decode(t *rapid.T, text []byte) map[string]any {
	var v map[string]any
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// recount counts the slow way, record by record and in the words of DOMAIN.
func recount(m memory, org *community.Org, unit community.UnitID, ask digest.Ask) map[string]any {
	span := ask.Period.Of(ask.Day)
	prev := ask.Period.Before(span)
	u, _ := org.Unit(unit)
	d := recountSpan(m, span)
	d["org"], d["period"], d["from"], d["to"] = u.Code, string(ask.Period), span.From.String(), span.To.String()
	d["previous"] = recountSpan(m, prev)
	hour := map[community.Period]time.Duration{community.Day: -6 * time.Hour, community.Week: 9 * time.Hour, community.Month: 9 * time.Hour}[ask.Period]
	late := 0
	for _, r := range m {
		if r.Date < span.From && !r.Created.Before(span.From.In(shanghai).Add(hour)) && r.Created.Before((span.To + 1).In(shanghai).Add(hour)) {
			late++
		}
	}
	d["late"], d["silent"] = float64(late), silent(m, org, u, span)
	return d
}

func silent(m memory, org *community.Org, u community.Unit, span community.Span) []any {
	level, codes := community.Village, []any{}
	switch u.Level {
	case community.Grid:
		return codes
	case community.Village:
		level = community.Grid
	}
	for _, below := range org.Below(u.ID, level) {
		if !slices.ContainsFunc(m, func(r community.Record) bool { return span.Has(r.Date) && org.Within(r.Unit, below.ID) }) {
			codes = append(codes, below.Code)
		}
	}
	return codes
}

func recountSpan(m memory, span community.Span) map[string]any {
	end := (span.To + 1).In(shanghai)
	var n, disputes, issues = map[string]int{}, map[string]int{}, map[string]int{}
	for _, r := range m {
		open := r.ClosedAt.IsZero() || !r.ClosedAt.Before(end)
		if r.Kind == community.KindIssue {
			issues["closed"] += count(!r.ClosedAt.IsZero() && !open && !r.ClosedAt.Before(span.From.In(shanghai)))
			issues["open"] += count(open && r.Date <= span.To)
			issues["overdue"] += count(open && r.Date <= span.To && r.Deadline <= span.To)
			issues["opened"] += count(span.Has(r.Date))
		}
		if r.Kind == community.KindDispute && open && r.Date <= span.To {
			disputes["open"] += max(openCases(r), count(!r.ClosedAt.IsZero()))
		}
		if span.Has(r.Date) {
			recountRecord(r, n, disputes)
		}
	}
	d := map[string]any{"disputes": floats(disputes, "registered", "success", "failed", "open"), "issues": floats(issues, "opened", "closed", "open", "overdue")}
	for name, v := range floats(n, "patrols", "found", "fixed", "visited", "events", "participants", "handbooks") {
		d[name] = v
	}
	return d
}

func recountRecord(r community.Record, n, disputes map[string]int) {
	value := func(p *int, none int) int {
		if p == nil {
			return none
		}
		return *p
	}
	switch r.Kind {
	case community.KindDispute:
		cases, settled := value(r.Cases, 1), value(r.Resolved, 0)
		disputes["registered"] += cases
		switch r.Status {
		case community.Success:
			disputes["success"] += value(r.Resolved, cases)
		case community.Failure:
			disputes["success"] += settled
			disputes["failed"] += cases - settled
		default:
			disputes["success"] += settled
		}
	case community.KindEvent:
		n["events"]++
		n["participants"] += value(r.Participants, 0)
		n["handbooks"] += value(r.Handbooks, 0)
	default:
		n["patrols"] += count(r.Kind == community.KindPatrol)
		n["found"] += value(r.Found, 0)
		n["fixed"] += value(r.Fixed, 0)
		n["visited"] += value(r.Visited, 0)
	}
}

func recordsOf(m memory, ask digest.Ask) (found memory) {
	for _, r := range m {
		if ask.Period.Of(ask.Day).Has(r.Date) {
			found = append(found, r)
		}
	}
	return found
}

func disputesDue(m memory, ask digest.Ask) (n int) {
	span := ask.Period.Of(ask.Day)
	for _, r := range m {
		open := r.ClosedAt.IsZero() || !r.ClosedAt.Before((span.To + 1).In(shanghai))
		n += count(r.Kind == community.KindDispute && open && r.Date <= span.To && r.Deadline <= span.To)
	}
	return n
}

func floats(n map[string]int, names ...string) map[string]any {
	v := map[string]any{}
	for _, name := range names {
		v[name] = float64(n[name])
	}
	return v
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestWhatComesAfterItsSlotIsLateOnceInConsecutiveDigests(t *testing.T) {
	t.Parallel()
	org := city(2, 2)
	rapid.Check(t, func(t *rapid.T) {
		m := drawHistory(t)
		period := rapid.SampledFrom(community.Periods()).Draw(t, "period")
		want, got := 0, 0
		for _, r := range m {
			slot := period.Slot(period.Of(r.Date), community.DefaultSchedule().At(period), shanghai)
			want += count(r.Withdrawn.IsZero() && !r.Created.Before(slot))
		}
		for day := firstDay; day <= lastDay+70; day = period.Of(day).To + 1 {
			figures, err := digest.Compute(t.Context(), m, org, digest.Ask{
				Period: period, Day: day, Now: (lastDay + 200).In(shanghai), Zone: shanghai,
			})
			if err != nil {
				t.Fatal(err)
			}
			got += figures.Unit(0).Late
		}
		if got != want {
			t.Fatalf("%d records are late in some digest, want %d", got, want)
		}
	})
}
