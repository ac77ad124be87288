package jobs_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/jobs"
	"gridmate/locale"
)

// shanghai is a fixed zone, so that no zone database is needed.
var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, shanghai)
	if err != nil {
		panic(err)
	}
	return t
}

// city has the communities 滨河 (10, grids 11 and 12) and 金桥 (20) in one street (3).
func city() *community.Org {
	return community.NewOrg([]community.Unit{
		{ID: 1, Code: "BJ", Level: community.City, Name: "宝鸡市"},
		{ID: 2, Code: "WB", Level: community.County, Name: "渭滨区", Parent: 1},
		{ID: 3, Code: "QJ", Level: community.Street, Name: "清姜街道", Parent: 2},
		{ID: 10, Code: "BH", Level: community.Village, Name: "滨河社区", Short: "滨河", Parent: 3},
		{ID: 11, Code: "BH-01", Level: community.Grid, Name: "1网格", Parent: 10},
		{ID: 12, Code: "BH-02", Level: community.Grid, Name: "2网格", Parent: 10},
		{ID: 20, Code: "JQ", Level: community.Village, Name: "金桥社区", Short: "金桥", Parent: 3},
	})
}

var texts = sync.OnceValues(locale.Load)

// bench is a runner on a store in memory with a clock to set.
type bench struct {
	*memory
	*jobs.Runner
	zone   *time.Location
	clock  time.Time
	clocks map[int64]community.Schedule // the first group's schedule by moment
	log    bytes.Buffer
}

func newBench(t testing.TB, now string) *bench {
	t.Helper()
	b := &bench{memory: newMemory(city()), zone: shanghai, clock: at(now)}
	b.restart(t)
	return b
}

// restart puts a new process in the runner's place: all it remembers is gone.
func (b *bench) restart(t rapid.TB) { b.Runner = b.another(t) }

func (b *bench) another(t rapid.TB) *jobs.Runner {
	t.Helper()
	catalogue, err := texts()
	if err != nil {
		t.Fatal(err)
	}
	return jobs.New(jobs.Options{
		InTx: b.InTx, Catalogue: catalogue, Zone: b.zone,
		Now: func() time.Time { return b.clock }, Log: slog.New(slog.NewTextHandler(&b.log, nil)),
	})
}

// at moves the clock, looks, and returns what was sent as "chat: headline".
func (b *bench) at(t testing.TB, now string) []string {
	t.Helper()
	b.clock = at(now)
	return b.tick(t)
}

func (b *bench) tick(t testing.TB) []string {
	t.Helper()
	if err := b.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	return headlines(b.sent())
}

func headlines(replies []chat.Reply) []string {
	var all []string
	for _, r := range replies {
		line, _, _ := strings.Cut(chat.Plain(r.Text), "\n")
		line, _, _ = strings.Cut(line, "：")
		all = append(all, fmt.Sprintf("%d: %s", r.Chat, line))
	}
	return all
}

func (b *bench) group(chat int64, unit community.UnitID, since string) {
	b.groups = append(b.groups, community.Group{Chat: chat, Unit: unit, Schedule: community.DefaultSchedule(), Since: at(since)})
}

// daily is a group that gets the day's digest only.
func (b *bench) daily(chat int64, unit community.UnitID, since string) {
	b.group(chat, unit, since)
	last := &b.groups[len(b.groups)-1]
	last.Schedule.Week, last.Schedule.Month = community.Off, community.Off
}

func (b *bench) person(id community.PersonID, grants ...community.Grant) {
	b.people = append(b.people, community.Person{ID: id, Chat: int64(id), Name: fmt.Sprint("P", id), Grants: grants})
}

func is(t testing.TB, what string, got []string, want ...string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s: got\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestAGroupGetsEachDigestOnceAtItsTime(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-22 12:00")
	b.group(-1, 10, "2026-11-22 10:00")
	is(t, "before the first slot", b.tick(t))
	is(t, "a minute early", b.at(t, "2026-11-22 17:59"))
	is(t, "in time", b.at(t, "2026-11-22 18:00"), "-1: 滨河社区 日报 11月22日 周日")
	is(t, "a minute later", b.at(t, "2026-11-22 18:01"))
	b.restart(t)
	is(t, "after a restart", b.tick(t))
	is(t, "on Monday morning", b.at(t, "2026-11-23 09:00"), "-1: 滨河社区 周报 11月16日—11月22日")
	is(t, "on Monday evening", b.at(t, "2026-11-23 18:00"), "-1: 滨河社区 日报 11月23日 周一")
	is(t, "on the 1st", b.at(t, "2026-12-01 09:00"), "-1: 滨河社区 日报 11月30日 周一",
		"-1: 滨河社区 周报 11月23日—11月29日", "-1: 滨河社区 月报 2026年11月")
}

func TestSlotsBeforeAGroupWasBoundAreNotItsOwn(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-23 18:30")
	b.group(-1, 10, "2026-11-23 18:10")
	is(t, "the day it was bound", b.tick(t))
	is(t, "the day after", b.at(t, "2026-11-24 18:00"), "-1: 滨河社区 日报 11月24日 周二")
}

func TestNothingIsSentInTheQuietHours(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-22 12:00")
	b.group(-1, 10, "2026-11-22 10:00")
	b.groups[0].Schedule = community.Schedule{Day: 22 * 60, Week: 7 * 60, Month: community.Off}
	is(t, "at 22:00", b.at(t, "2026-11-22 22:00"))
	is(t, "at 07:30", b.at(t, "2026-11-23 07:30"))
	is(t, "at 08:00", b.at(t, "2026-11-23 08:00"), "-1: 滨河社区 日报 11月22日 周日", "-1: 滨河社区 周报 11月16日—11月22日")
}

func TestPeopleGetWhatTheirRoleReads(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-30 12:00")
	b.group(-1, 10, "2026-11-01 10:00")
	b.records = []community.Record{{
		Number: 1, Kind: community.KindIssue, Category: community.Fire, Type: community.Safe, Unit: 11, Reporter: 1,
		Date: community.NewDate(2026, 11, 20), Deadline: community.NewDate(2026, 11, 27), Place: "3号楼", Status: community.Open, Created: at("2026-11-20 10:00"),
	}}
	b.person(1, community.Grant{Role: community.RoleGrid, Unit: 11})
	b.person(2, community.Grant{Role: community.RoleGrid, Unit: 12})
	b.person(3, community.Grant{Role: community.RoleLead, Unit: 10})
	b.person(4, community.Grant{Role: community.RoleStaff, Unit: 20})
	b.person(5, community.Grant{Role: community.RoleTask, Unit: 1, Type: community.Safe})
	b.person(6, community.Grant{Role: community.RoleLeader, Unit: 10}, community.Grant{Role: community.RoleLeader, Unit: 20})
	b.person(7, community.Grant{Role: community.RoleCity, Unit: 1})
	b.person(8, community.Grant{Role: community.RoleAdmin})
	b.person(9, community.Grant{Role: community.RoleGrid, Unit: 11}, community.Grant{Role: community.RoleStreet, Unit: 3})
	b.records[0].Reporter = 1
	is(t, "people begin when they are first seen", b.tick(t), "-1: 滨河社区 日报 11月29日 周日",
		"-1: 滨河社区 周报 11月23日—11月29日")
	is(t, "the day", b.at(t, "2026-11-30 18:00"),
		"-1: 滨河社区 日报 11月30日 周一", "1: P1 待办 11月30日 周一", "4: 金桥社区 日报 11月30日 周一",
		"6: 滨河、金桥 日报 11月30日 周一", "9: 清姜街道 日报 11月30日 周一")
	is(t, "the month", b.at(t, "2026-12-01 09:00"),
		"-1: 滨河社区 月报 2026年11月", "4: 金桥社区 月报 2026年11月", "5: 宝鸡市 平安型月报 2026年11月",
		"6: 滨河、金桥 月报 2026年11月", "7: 宝鸡市 月报 2026年11月", "9: 清姜街道 月报 2026年11月")
	if b.log.Len() > 0 {
		t.Errorf("logged: %s", &b.log)
	}
}

func TestAFailingChatStopsNobodyAndIsLoggedOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t, "2026-11-24 12:00")
	for i := range int64(5) {
		b.group(-1-i, 10, "2026-11-24 10:00")
	}
	b.fail = func(what string, chat int64) error {
		if chat == -3 {
			return errors.New("the disk is full")
		}
		return nil
	}
	is(t, "the others", b.at(t, "2026-11-24 18:00"), "-1: 滨河社区 日报 11月24日 周二", "-2: 滨河社区 日报 11月24日 周二",
		"-4: 滨河社区 日报 11月24日 周二", "-5: 滨河社区 日报 11月24日 周二")
	is(t, "while it lasts", b.at(t, "2026-11-24 18:01"))
	if n := strings.Count(b.log.String(), "level=ERROR"); n != 1 || !strings.Contains(b.log.String(), "job=digest.day") {
		t.Errorf("%d errors logged: %s", n, &b.log)
	}
	b.fail = nil
	is(t, "when it is over", b.at(t, "2026-11-24 18:02"), "-3: 滨河社区 日报 11月24日 周二")
}
