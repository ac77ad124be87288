package main

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/storage"
)

// cityState is everything as it stands, read record by record.
type cityState struct {
	org     *community.Org
	people  []community.Person
	matters []community.Matter // and all other records, which have no course
}

func (m *month) state() cityState {
	m.t.Helper()
	var s cityState
	err := m.db.View(m.t.Context(), func(ctx context.Context, tx *storage.Tx) (err error) {
		s.org = tx.Org()
		if s.people, err = tx.PeopleAll(ctx); err != nil {
			return err
		}
		var records []community.Record
		err = tx.EachRecord(ctx, community.Filter{}, func(r community.Record) error {
			records = append(records, r)
			return nil
		})
		if err != nil {
			return err
		}
		s.matters, err = tx.Matters(ctx, records)
		return err
	})
	if err != nil {
		m.t.Fatal(err)
	}
	return s
}

// check holds what was sent in ten minutes to the red lines, and what is due
// to the records as they stand: nobody has acted since.
func (m *month) check(sent []monthMessage) {
	m.t.Helper()
	var state *cityState
	now := func() cityState {
		if state == nil {
			s := m.state()
			state = &s
		}
		return *state
	}
	reminded := map[int64]string{}
	for _, o := range sent {
		r := o.Reply
		if r.Verb != chat.Send || r.Priority == chat.Interactive {
			continue
		}
		text := chat.Plain(r.Text)
		if r.Chat > 0 {
			m.checkPush(o, text, now)
		}
		switch {
		case strings.HasPrefix(text, "今日提醒"):
			reminded[r.Chat] = text
		case r.Priority == chat.Bulk:
			m.checkDigests(o, text, now())
		default:
			m.seen["news"]++
		}
	}
	if at := time.Now().In(shanghai(m.t)); at.Hour() == 8 && at.Minute() == 30 {
		m.checkReminders(reminded, at, now())
	}
	if at := time.Now().In(shanghai(m.t)); at.Hour() == 23 && at.Minute() < 10 {
		m.checkCounts()
	}
}

var monthNumber = regexp.MustCompile(`#(\d+)`)

// checkPush counts what somebody gets unasked: three a day, none at night or
// on a holiday unless it is critical.
func (m *month) checkPush(o monthMessage, text string, now func() cityState) {
	m.t.Helper()
	at := o.at.In(shanghai(m.t))
	key := fmt.Sprint(community.DateOf(at), " ", o.Reply.Chat)
	if m.pushes[key]++; m.pushes[key] > community.DefaultManners().Budget {
		m.t.Errorf("%s gets push %d of the day at %s: %s", m.of[o.Reply.Chat].name, m.pushes[key], at, text)
	}
	if !o.Reply.NotBefore.IsZero() {
		m.t.Errorf("a push waits in the outbox, uncounted: %s", text)
	}
	_, holiday := m.calendar.Holiday(community.DateOf(at))
	night := at.Hour() < 8 || at.Hour() >= 21
	if !holiday && !night {
		return
	}
	critical := slices.ContainsFunc(monthNumber.FindAllString(text, -1), func(n string) bool {
		return slices.ContainsFunc(now().matters, func(it community.Matter) bool {
			return fmt.Sprint("#", it.Number) == n && it.Level == community.LevelCritical
		})
	})
	if !critical {
		m.t.Errorf("%s is written to at %s: %s", m.of[o.Reply.Chat].name, at, text)
	}
	if night {
		m.seen["at night"]++
	} else {
		m.seen["on a holiday"]++
	}
}

// checkCounts holds the program's own count of pushes to what was sent.
func (m *month) checkCounts() {
	m.t.Helper()
	day := community.DateOf(time.Now().In(shanghai(m.t)))
	err := m.db.View(m.t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		for _, p := range m.people {
			got, err := tx.Pushed(ctx, p.user, day)
			if err != nil {
				return err
			}
			if want := m.pushes[fmt.Sprint(day, " ", p.user)]; got.N != want {
				m.t.Errorf("%s: %d pushes are counted for %s, %d were sent", day, got.N, p.name, want)
			}
		}
		return nil
	})
	if err != nil {
		m.t.Fatal(err)
	}
}

// checkReminders holds the morning's messages to who has to hear of what.
func (m *month) checkReminders(got map[int64]string, at time.Time, s cityState) {
	m.t.Helper()
	want := map[int64][]string{}
	today := community.DateOf(at)
	for _, it := range s.matters {
		for _, p := range m.hearers(it, today, s) {
			want[p.Chat] = append(want[p.Chat], fmt.Sprint(it.Number))
		}
	}
	for to := range want {
		if _, ok := got[to]; !ok {
			m.t.Errorf("%s: %s is not reminded of %v", today, m.of[to].name, want[to])
		}
	}
	for to, text := range got {
		m.seen["reminders"]++
		own, _, _ := strings.Cut(text, "\n\n")
		head, _, _ := strings.Cut(own, "\n")
		var told []string
		for _, n := range monthNumber.FindAllStringSubmatch(own, -1) {
			told = append(told, n[1])
		}
		if head != fmt.Sprintf("今日提醒 %d 件", len(want[to])) || len(told) != min(len(want[to]), 10) {
			m.t.Errorf("%s: %s is told %q, want %v", today, m.of[to].name, own, want[to])
		}
		for _, n := range told {
			if !slices.Contains(want[to], n) {
				m.t.Errorf("%s: %s is reminded of #%s", today, m.of[to].name, n)
			}
		}
	}
}

// hearers are the people who are to be reminded of a matter on a day: whoever
// has to act on the last day of work before the deadline and on its day, then
// one level further up with every day of work; of what is critical everybody
// whom it has come to.
func (m *month) hearers(it community.Matter, today community.Date, s cityState) []community.Person {
	works := func(d community.Date) bool { return it.Level == community.LevelCritical || m.calendar.Workday(d) }
	switch {
	case !it.Withdrawn.IsZero():
		return nil
	case it.Review != 0:
		return m.reviewers(it, today, s)
	case it.Kind != community.KindIssue && it.Kind != community.KindDispute || it.Finished() || !works(today):
		return nil
	}
	if today > it.Deadline {
		step := 0
		for d := it.Deadline + 1; d <= today; d++ {
			if works(d) {
				step++
			}
		}
		if it.Level == community.LevelCritical {
			return m.everybody(it, step, s)
		}
		return m.above(it, step, s)
	}
	for d := today + 1; d < it.Deadline; d++ {
		if works(d) {
			return nil // there is another day
		}
	}
	if it.Level == community.LevelCritical {
		return m.everybody(it, 1, s)
	}
	return s.actors(it)
}

// everybody are those whom something critical has come to, each once.
func (m *month) everybody(it community.Matter, steps int, s cityState) (list []community.Person) {
	told := s.actors(it)
	for step := 1; step <= steps; step++ {
		told = append(told, m.above(it, step, s)...)
	}
	for _, p := range told {
		if !slices.ContainsFunc(list, func(have community.Person) bool { return have.ID == p.ID }) {
			list = append(list, p)
		}
	}
	return list
}

func (m *month) reviewers(it community.Matter, today community.Date, s cityState) []community.Person {
	first := it.Review
	for !m.calendar.Workday(first) {
		first++
	}
	if today < first || (today-first)%7 != 0 || !m.calendar.Workday(today) {
		return nil
	}
	m.seen["reviews"]++
	if it.Kind == community.KindIssue {
		return s.answering(s.villageOf(it.Unit))
	}
	return []community.Person{s.person(it.Fixer)}
}

// above are those whom something overdue has come to.
func (m *month) above(it community.Matter, step int, s cityState) []community.Person {
	unit := it.Unit
	if it.OwnerUnit != 0 {
		unit = it.OwnerUnit
	}
	var ladder []community.UnitID
	for u, ok := s.org.Unit(unit); ok; u, ok = s.org.Unit(u.Parent) {
		if u.Level != community.Grid {
			ladder = append(ladder, u.ID)
		}
	}
	step += max(0, slices.Index(ladder, it.Desk))
	if step > len(ladder) {
		return nil
	}
	people := s.answering(ladder[step-1])
	for _, p := range people {
		m.levels[p.Grants[0].Role] = true
	}
	return people
}

func (s cityState) villageOf(unit community.UnitID) community.UnitID {
	u, _ := s.org.At(unit, community.Village)
	return u.ID
}

func (s cityState) person(id community.PersonID) community.Person {
	return s.people[slices.IndexFunc(s.people, func(p community.Person) bool { return p.ID == id })]
}

// answering are the one or two who lead a unit.
func (s cityState) answering(unit community.UnitID) (list []community.Person) {
	for _, p := range s.people {
		lead := slices.Contains([]community.Role{community.RoleLead, community.RoleStreet, community.RoleCounty, community.RoleCity}, p.Grants[0].Role)
		if lead && p.Grants[0].Unit == unit {
			list = append(list, p)
		}
	}
	return list
}

// actors are those who have to act on what is not overdue.
func (s cityState) actors(it community.Matter) []community.Person {
	switch {
	case it.Status == community.FixedState:
		return s.answering(s.villageOf(it.Unit))
	case it.Owner != 0:
		return []community.Person{s.person(it.Owner)}
	case it.OwnerUnit != 0:
		return s.answering(s.villageOf(it.OwnerUnit))
	}
	return []community.Person{s.person(it.Reporter)}
}

var (
	digestHead  = regexp.MustCompile(`^(.+?) (日报|周报|月报) ([^：\n]+)`)
	ownHead     = regexp.MustCompile(`^(\S+) 待办 (\d+)月(\d+)日 周.：逾期 (\d+)，未办结 (\d+)`)
	digestLines = map[string]*regexp.Regexp{
		"patrols":  regexp.MustCompile(`(?m)^巡查 (\d+)（(.+?)）：发现 (\d+)，整改 (\d+)，走访 (\d+)$`),
		"disputes": regexp.MustCompile(`(?m)^纠纷 (\d+)（(.+?)）：成功 (\d+)，未成功 (\d+)，在调 (\d+)$`),
		"events":   regexp.MustCompile(`(?m)^活动 (\d+)（(.+?)）：参与 (\d+) 人次，资料 (\d+) 份$`),
		"issues":   regexp.MustCompile(`(?m)^问题 (\d+)（(.+?)）：销号 (\d+)，未销号 (\d+)，逾期 (\d+)$`),
	}
	overdueLine = regexp.MustCompile(`(?m)^逾期问题 (\d+) 项：`)
	dueLine     = regexp.MustCompile(`(?m)^纠纷超期 (\d+) 件：`)
	silentLine  = regexp.MustCompile(`(?m)^无记录 (\d+) 个：`)
	onTimeRate  = regexp.MustCompile(`按期销号率 \d+%（(\d+)/(\d+)）`)
	settledRate = regexp.MustCompile(`调解成功率 \d+%（(\d+)/(\d+)）`)
	burdenLine  = regexp.MustCompile(`^📉 减负账本：(每条记录 \d+\.\d 条消息、\d+\.\d 次点击、\d+ 秒（\d+ 条）；)?推送 \d+ 条（夜间 \d+）；自动填表 \d+ 格$`)
	monthDay    = regexp.MustCompile(`(\d+)月(\d+)日`)
)

// checkDigests recounts every digest of a message.
func (m *month) checkDigests(o monthMessage, text string, s cityState) {
	m.t.Helper()
	unit := m.groups[o.Reply.Chat]
	if p, ok := m.of[o.Reply.Chat]; ok {
		unit = p.unit
	}
	u, _ := s.org.ByCode(unit)
	for block := range strings.SplitSeq(text, "\n\n") {
		switch {
		case strings.HasPrefix(block, "🔔"):
			m.seen["news"]++
		case burdenLine.MatchString(block):
			m.seen["burden"]++
		case ownHead.MatchString(block):
			m.checkOwn(o, block, s)
		case digestHead.MatchString(block):
			m.checkDigest(o, block, u.ID, s)
		default:
			m.t.Errorf("what is this? %s", block)
		}
	}
}

func (m *month) checkOwn(o monthMessage, block string, s cityState) {
	m.t.Helper()
	m.seen["own"]++
	head := ownHead.FindStringSubmatch(block)
	today := community.DateOf(o.at.In(shanghai(m.t)))
	if _, _, day := today.Civil(); fmt.Sprint(day) != head[3] {
		today-- // what came the next morning
	}
	over, open := 0, 0
	for _, it := range s.matters {
		mine := s.person2(it.Reporter).Chat == o.Reply.Chat || it.Owner != 0 && s.person(it.Owner).Chat == o.Reply.Chat
		if mine && it.Kind.Lives() && it.Withdrawn.IsZero() && !it.Finished() && it.Date <= today {
			open++
			if it.Deadline < min(today+1, community.DateOf(o.at.In(shanghai(m.t)))) {
				over++
			}
		}
	}
	if head[4] != fmt.Sprint(over) || head[5] != fmt.Sprint(open) {
		m.t.Errorf("%s %s: %s; recounted: %d overdue, %d open", o.at, m.of[o.Reply.Chat].name, block, over, open)
	}
}

func (s cityState) person2(id community.PersonID) community.Person {
	if id == 0 {
		return community.Person{}
	}
	return s.person(id)
}

// spanOf reads the days of a digest from its headline.
func spanOf(period, dates string) (span, before community.Span) {
	days := monthDay.FindAllStringSubmatch(dates, -1)
	date := func(d []string) community.Date {
		mon, _ := strconv.Atoi(d[1])
		day, _ := strconv.Atoi(d[2])
		year := 2000
		if mon == 12 {
			year = 1999
		}
		return community.NewDate(year, time.Month(mon), day)
	}
	switch period {
	case "日报":
		d := date(days[0])
		return community.Span{From: d, To: d}, community.Span{From: d - 1, To: d - 1}
	case "周报":
		from, to := date(days[0]), date(days[1])
		return community.Span{From: from, To: to}, community.Span{From: from - 7, To: to - 7}
	}
	year, rest, _ := strings.Cut(dates, "年")
	y, _ := strconv.Atoi(year)
	mon, _ := strconv.Atoi(strings.TrimSuffix(rest, "月"))
	first := community.NewDate(y, time.Month(mon), 1)
	return community.Span{From: first, To: community.NewDate(y, time.Month(mon)+1, 1) - 1},
		community.Span{From: community.NewDate(y, time.Month(mon)-1, 1), To: first - 1}
}

func (m *month) checkDigest(o monthMessage, block string, unit community.UnitID, s cityState) {
	m.t.Helper()
	head := digestHead.FindStringSubmatch(block)
	m.seen[map[string]string{"日报": "day", "周报": "week", "月报": "month"}[head[2]]]++
	span, before := spanOf(head[2], head[3])
	today := community.DateOf(o.at.In(shanghai(m.t)))
	now, was := m.recount(s, unit, span, today), m.recount(s, unit, before, today)
	if strings.Contains(block, "零报告") {
		if now.records+now.closed+now.overdue+now.due > 0 {
			m.t.Errorf("%s: %s; recounted %+v", o.at, block, now)
		}
		return
	}
	want := map[string][]string{
		"patrols":  texts(now.patrols, deltaText(now.patrols, was.patrols), now.found, now.fixed, now.visited),
		"disputes": texts(now.disputes, deltaText(now.disputes, was.disputes), now.success, now.failed, now.mediating),
		"events":   texts(now.events, deltaText(now.events, was.events), now.participants, now.handbooks),
		"issues":   texts(now.issues, deltaText(now.issues, was.issues), now.closed, now.open, now.overdue),
	}
	for name, line := range digestLines {
		got := line.FindStringSubmatch(block)
		if got == nil || !slices.Equal(got[1:], want[name]) {
			m.t.Errorf("%s: %s are %q, recounted %v in\n%s", o.at, name, got, want[name], block)
		}
	}
	m.checkLine(o, block, overdueLine, now.overdue)
	m.checkLine(o, block, dueLine, now.due)
	m.checkLine(o, block, silentLine, now.silent)
	if head[2] != "日报" {
		m.checkLine(o, block, onTimeRate, now.onTime, now.onTimeOf)
		m.checkLine(o, block, settledRate, now.success, now.success+now.failed)
	}
}

// checkLine holds a line to its figures; one whose last figure is zero is left out.
func (m *month) checkLine(o monthMessage, block string, line *regexp.Regexp, want ...int) {
	m.t.Helper()
	got := line.FindStringSubmatch(block)
	if want[len(want)-1] == 0 && got == nil {
		return
	}
	var texts []string
	for _, n := range want {
		texts = append(texts, fmt.Sprint(n))
	}
	if got == nil || !slices.Equal(got[1:], texts) {
		m.t.Errorf("%s: %s is %q, recounted %v in\n%s", o.at, line, got, want, block)
	}
}

func texts(values ...any) []string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = fmt.Sprint(v)
	}
	return list
}

func deltaText(now, was int) string {
	switch {
	case now > was:
		return fmt.Sprint("↑", now-was)
	case now < was:
		return fmt.Sprint("↓", was-now)
	}
	return "持平"
}
