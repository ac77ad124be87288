package community_test

import (
	"testing"
	"time"

	"gridmate/community"
)

func TestTermsAreReadOrRefused(t *testing.T) {
	t.Parallel()
	got, err := community.ParseTerms(" general=5w, dispute=60 ")
	want := community.DefaultTerms()
	want.General, want.Dispute = community.Term{Days: 5, Work: true}, community.Term{Days: 60}
	if err != nil || got != want || !got.Works() || got.General.String() != "5w" || got.Dispute.String() != "60" {
		t.Errorf("%+v %v", got, err)
	}
	if got, err := community.ParseTerms(""); err != nil || got != community.DefaultTerms() || got.Works() {
		t.Errorf("nothing: %+v %v", got, err)
	}
	for _, s := range []string{"general", "general=0", "general=366", "general=5d", "grave=3", "major=-1w", "7"} {
		if got, err := community.ParseTerms(s); err == nil {
			t.Errorf("%s: %+v", s, got)
		}
	}
}

// National Day 2026: the 1st to the 7th are off, Sunday the 20th of September
// and Saturday the 10th of October are worked.
func TestDeadlinesAreCountedInDaysOfWorkWhereSetSo(t *testing.T) {
	t.Parallel()
	days, err := community.PublishedDays()
	if err != nil {
		t.Fatal(err)
	}
	terms, err := community.ParseTerms("general=5w,major=3w")
	if err != nil {
		t.Fatal(err)
	}
	work := community.Clockwork{Terms: terms, Calendar: community.NewCalendar(days...)}
	from := community.NewDate(2026, 9, 29)
	for _, c := range []struct {
		name, text string
		clockwork  community.Clockwork
		want       community.Date
	}{
		{"by default a week", "3网格路灯不亮", community.Clockwork{}, community.NewDate(2026, 10, 6)},
		{"in days of work", "3网格路灯不亮", work, community.NewDate(2026, 10, 12)},
		{"at once is the same day", "3网格路灯不亮，立行立改", work, from},
		{"a day for what is critical", "3网格燃气泄漏", work, from + 1},
		{"three days of work for what is major", "3网格较大隐患", work, community.NewDate(2026, 10, 9)},
	} {
		r, err := c.clockwork.NewRecord(community.Record{Kind: community.KindIssue, Category: community.Facility, Unit: 11, Date: from, Text: c.text}, from)
		if err != nil || r.Deadline != c.want {
			t.Errorf("%s: %s, want %s (%v)", c.name, r.Deadline, c.want, err)
		}
	}
}

func TestAssignmentsAndReopeningsCountInDaysOfWorkToo(t *testing.T) {
	t.Parallel()
	days, err := community.PublishedDays()
	if err != nil {
		t.Fatal(err)
	}
	terms, err := community.ParseTerms("general=2w")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 9, 29, 10, 0, 0, 0, time.UTC)
	lead := remindPeople()[2]
	m := community.Matter{Record: community.Record{Number: 1, Kind: community.KindIssue, Unit: 11, Status: community.Open, Deadline: community.NewDate(2026, 9, 28)}}
	s := community.Step{
		Action: community.Assign, Owner: worker, OwnerUnit: 11, Seen: community.Unseen,
		Clockwork: community.Clockwork{Terms: terms, Calendar: community.NewCalendar(days...)},
	}
	got, _, err := m.Do(s, lead, remindOrg(), at)
	if want := community.NewDate(2026, 10, 8); err != nil || got.Deadline != want {
		t.Errorf("%s, want %s (%v)", got.Deadline, want, err)
	}
}

func TestAProblemsOwnWordsSayHowGraveItIs(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]community.IssueLevel{
		"3网格路灯不亮":              community.LevelGeneral,
		"2号楼重大火灾隐患，疏散楼梯被锁":     community.LevelCritical,
		"5号楼闻到味道，燃气管道泄漏":       community.LevelCritical,
		"围墙坍塌，砸到电动车":           community.LevelCritical,
		"围墙开裂，容易坍塌，请加固":        community.LevelGeneral,
		"飞线充电，防止起火，请拆除":        community.LevelGeneral,
		"4网格井盖缺失":              community.LevelMajor,
		"较大隐患：外墙瓷砖脱落":          community.LevelMajor,
		"3网格围墙开裂，有坠物风险，限周五前加固": community.LevelGeneral,
	} {
		r, err := community.NewRecord(community.Record{Kind: community.KindIssue, Category: community.Safety, Unit: 11, Text: text}, community.NewDate(2026, 11, 24))
		if err != nil || r.Level != want {
			t.Errorf("%s: %s, want %s (%v)", text, r.Level, want, err)
		}
	}
}
