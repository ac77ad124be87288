package sandbox_test

import (
	"context"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"gridmate/sandbox"
)

func TestTheDemosPeopleAndScriptFitTogether(t *testing.T) {
	t.Parallel()
	s := sandbox.NewServer(sandbox.Options{})
	defer s.Close()
	city := sandbox.Demo{}.City(s)
	units := column(t, sandbox.Demo{}.Org(), "code")
	for i, org := range column(t, sandbox.Demo{}.People(), "org") {
		if !slices.Contains(units, org) {
			t.Errorf("people, line %d: unit %q is not in the organisation", i+2, org)
		}
	}
	for i, id := range column(t, sandbox.Demo{}.People(), "telegram_id") {
		n, err := strconv.ParseInt(id, 10, 64)
		if _, ok := s.User(n); err != nil || !ok {
			t.Errorf("people, line %d: %s is not in the cast", i+2, id)
		}
	}
	before := time.Duration(-1)
	perDay := map[int]int{}
	for _, line := range (sandbox.Demo{}).Script() {
		at := time.Duration(line.Day)*24*time.Hour + line.At
		if at <= before {
			t.Errorf("out of order: %+v", line)
		}
		before = at
		perDay[line.Day]++
		if city.User(line.Person) == nil || line.Chat != "bot" && city.Group(line.Chat) == 0 || strings.TrimSpace(line.Words) == "" {
			t.Errorf("nobody says or hears: %+v", line)
		}
	}
	for day := range 15 {
		if perDay[day] < 5 {
			t.Errorf("day %d has %d lines", day, perDay[day])
		}
	}
}

func TestTheDemoIsPlayedAgainstABot(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		end := time.Now().Add(15 * 24 * time.Hour)
		clock := sandbox.NewClockAt(sandbox.Start(end, nil))
		f := newFixture(t, sandbox.Options{Clock: clock})
		defer f.Close()
		city := sandbox.Demo{}.City(f.Server)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); echoBot{f, t}.run(ctx) }()
		settled := 0
		err := city.Play(t.Context(), sandbox.PlayOptions{Until: end, Settle: func(context.Context) error {
			settled++
			return nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		cancel()
		<-done
		if settled < 28 || clock.Now().Before(end) {
			t.Errorf("settled %d times, the clock stands at %s", settled, clock.Now())
		}
		li := city.User("li").ID
		confirmed := 0
		for _, m := range f.Messages(li) {
			if m.ByBot && strings.Contains(m.Text, "已记录") {
				confirmed++
			}
		}
		if confirmed < 10 {
			t.Errorf("only %d cards were confirmed", confirmed)
		}
	})
}

func TestAPlayEndsWhenTheBotIsSilent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, sandbox.Options{})
		defer f.Close()
		city := sandbox.Demo{}.City(f.Server)
		if err := city.Play(t.Context(), sandbox.PlayOptions{}); err == nil || !strings.Contains(err.Error(), "does not answer") {
			t.Errorf("got %v", err)
		}
	})
}

func TestDatesOfTheScriptAreFilledIn(t *testing.T) {
	t.Parallel()
	line := sandbox.Line{Day: 2, At: 9 * time.Hour, Words: "限{+3}前修好"}
	if got := line.Say(time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)); got != "限12月3日前修好" {
		t.Errorf("got %s", got)
	}
}

// column reads one column of a CSV file.
func column(t *testing.T, file []byte, name string) []string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(string(file))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var cells []string
	for i, head := range rows[0] {
		if head == name {
			for _, row := range rows[1:] {
				cells = append(cells, row[i])
			}
		}
	}
	return cells
}
