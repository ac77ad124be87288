package sandbox_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"gridmate/sandbox"
)

func TestPollConfirmsAndRepeats(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	for range 3 {
		if _, err := f.li.Say("巡查3网格"); err != nil {
			t.Fatal(err)
		}
	}
	first := f.updates(t, object{})
	again := f.updates(t, object{"limit": 2})
	if len(first) != 6 || len(again) != 2 || first[0]["update_id"] != again[0]["update_id"] {
		t.Fatalf("unconfirmed updates: %d, then %d", len(first), len(again))
	}
	last := first[5]["update_id"].(float64)
	if rest := f.updates(t, object{"offset": last}); len(rest) != 1 {
		t.Errorf("after confirming all but one: %d", len(rest))
	}
	if rest := f.updates(t, object{"offset": last + 1}); len(rest) != 0 || f.PendingUpdates() != 0 {
		t.Errorf("after confirming all: %d", len(rest))
	}
}

func TestNumbersThatStartAnewAreServedToAnOldOffset(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	f.updates(t, object{"offset": -1})
	f.updates(t, object{"offset": 100100})
	f.SetNextUpdateID(50)
	if _, err := f.li.Say("好久不见"); err != nil {
		t.Fatal(err)
	}
	if got := f.updates(t, object{"offset": 900000}); len(got) == 0 {
		t.Error("an update with a low number was lost")
	}
}

func TestLongPollWaitsForTheNextUpdate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, sandbox.Options{})
		defer f.Close()
		f.updates(t, object{"offset": 100004})
		start := time.Now()
		if got := f.updates(t, object{"offset": 100004, "timeout": 30}); len(got) != 0 || time.Since(start) != 30*time.Second {
			t.Errorf("an empty poll: %d updates after %s", len(got), time.Since(start))
		}
		got := make(chan answer)
		go func() {
			a, err := f.try(t.Context(), "getUpdates", object{"offset": 100004, "timeout": 30})
			if err != nil {
				t.Error(err)
			}
			got <- a
		}()
		time.Sleep(10 * time.Second)
		if _, err := f.li.Say("在吗"); err != nil {
			t.Fatal(err)
		}
		if a := <-got; string(a.Result) == "[]" || time.Since(start) != 40*time.Second {
			t.Errorf("a poll that got something: %s after %s", a.Result, time.Since(start))
		}
	})
}

func TestTheOlderOfTwoPollsIsInConflict(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, sandbox.Options{})
		defer f.Close()
		f.updates(t, object{"offset": 100004})
		older := make(chan answer)
		poll := func(to chan<- answer) {
			a, err := f.try(t.Context(), "getUpdates", object{"timeout": 30})
			if err != nil {
				t.Error(err)
			}
			to <- a
		}
		go poll(older)
		synctest.Wait()
		newer := make(chan answer)
		go poll(newer)
		const want = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
		if a := <-older; a.Code != 409 || a.Description != want {
			t.Errorf("the older: %+v", a)
		}
		if a := <-newer; !a.OK {
			t.Errorf("the newer: %+v", a)
		}
	})
}

func TestAllowedUpdatesAreKept(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	f.updates(t, object{"offset": 100004, "allowed_updates": []string{"message"}})
	m, err := f.li.Say("一")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.li.Edit(m, "二"); err != nil {
		t.Fatal(err)
	}
	if got := kinds(f.updates(t, object{})); !slices.Equal(got, []string{"message"}) {
		t.Errorf("got %v", got)
	}
}

func TestPrivacyModeHidesWhatIsNotForTheBot(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	f.updates(t, object{"offset": 100004})
	var own sandbox.Message
	f.must(t, "sendMessage", object{"chat_id": f.group, "text": "大家好"}, &own)
	posted, _ := f.Message(f.group, own.ID)
	for text, seen := range map[string]bool{
		"大家辛苦了":                false,
		"/patrol 3网格":          true,
		"/patrol@gridmate_bot": true,
		"/patrol@other_bot":    false,
		"@gridmate_bot 日报":     true,
		"说说 @other_bot":        false,
		"巡查完了 /patrol":         false,
	} {
		before := f.PendingUpdates()
		if _, err := f.li.Send(f.group, text); err != nil {
			t.Fatal(err)
		}
		if got := f.PendingUpdates() > before; got != seen {
			t.Errorf("%q: seen %v, want %v", text, got, seen)
		}
	}
	before := f.PendingUpdates()
	if _, err := f.li.Reply(posted, "收到"); err != nil {
		t.Fatal(err)
	}
	if f.PendingUpdates() == before {
		t.Error("a reply to the bot was hidden")
	}
}

func TestAGroupTurnedSupergroupNamesItsSuccessor(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	f.updates(t, object{"offset": 100004})
	super, err := f.li.Migrate(f.group)
	if err != nil {
		t.Fatal(err)
	}
	a := f.call(t, "sendMessage", object{"chat_id": f.group, "text": "日报"})
	if a.Description != "Bad Request: group chat was upgraded to a supergroup chat" || a.Parameters.MigrateTo != super {
		t.Errorf("got %+v", a)
	}
	f.must(t, "sendMessage", object{"chat_id": super, "text": "日报"}, nil)
	got := f.updates(t, object{})
	if len(got) != 2 || int64(got[0]["message"].(object)["migrate_to_chat_id"].(float64)) != super {
		t.Errorf("got %v", got)
	}
}

func TestAnUndecodableUpdateStillHasItsNumber(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	id := f.InjectUndecodable()
	got := f.updates(t, object{"offset": id})
	if len(got) != 1 || int64(got[0]["update_id"].(float64)) != id {
		t.Errorf("got %v", got)
	}
}

func TestFaultsHitTheirCalls(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	send := func() (answer, error) {
		return f.try(t.Context(), "sendMessage", object{"chat_id": f.li.ID, "text": "x"})
	}
	for name, tc := range map[string]struct {
		fault  sandbox.Fault
		code   int
		broken bool
		sent   int
	}{
		"a bad gateway":               {sandbox.Fault{Effect: sandbox.BadGateway}, 502, false, 0},
		"a flood wait":                {sandbox.Fault{Effect: sandbox.TooManyRequests, RetryAfter: 7}, 429, false, 0},
		"blocked":                     {sandbox.Fault{Effect: sandbox.Blocked}, 403, false, 0},
		"lost before processing":      {sandbox.Fault{Effect: sandbox.DropBefore}, 0, true, 0},
		"lost after processing":       {sandbox.Fault{Effect: sandbox.DropAfter}, 0, true, 1},
		"half of an answer":           {sandbox.Fault{Effect: sandbox.Truncate}, 0, true, 1},
		"a gateway's page is no JSON": {sandbox.Fault{Effect: sandbox.BadGatewayHTML}, 0, true, 0},
	} {
		tc.fault.Method, tc.fault.Chat, tc.fault.Times = "sendMessage", f.li.ID, 1
		before := len(f.Messages(f.li.ID))
		fault := f.Inject(tc.fault)
		a, err := send()
		if (err != nil) != tc.broken || a.Code != tc.code || a.Parameters.RetryAfter != tc.fault.RetryAfter {
			t.Errorf("%s: %+v, %v", name, a, err)
		}
		if got := len(f.Messages(f.li.ID)) - before; got != tc.sent || len(fault.Hits()) != 1 {
			t.Errorf("%s: %d messages, %d hits", name, got, len(fault.Hits()))
		}
		if a, err := send(); err != nil || !a.OK {
			t.Errorf("%s: the call after it: %+v, %v", name, a, err)
		}
	}
}

func TestAnOutageEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, sandbox.Options{})
		defer f.Close()
		f.Inject(sandbox.Fault{Effect: sandbox.DropBefore, For: time.Minute})
		if _, err := f.try(t.Context(), "getMe", object{}); err == nil {
			t.Error("an outage answered")
		}
		time.Sleep(time.Minute)
		f.must(t, "getMe", object{}, nil)
	})
}

func TestRatesBeyondTheLimitsAreRefused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, sandbox.Options{Limits: sandbox.TelegramLimits()})
		defer f.Close()
		sent := 0
		for sent < 20 {
			a := f.call(t, "sendMessage", object{"chat_id": f.group, "text": "x"})
			if a.OK {
				sent++
				continue
			}
			if a.Code != 429 || a.Parameters.RetryAfter < 1 {
				t.Fatalf("got %+v", a)
			}
			time.Sleep(time.Duration(a.Parameters.RetryAfter) * time.Second)
		}
		if a := f.call(t, "sendMessage", object{"chat_id": f.group, "text": "x"}); a.Parameters.RetryAfter < 30 {
			t.Errorf("the 21st in a minute: %+v", a)
		}
		f.must(t, "sendMessage", object{"chat_id": f.li.ID, "text": "others are not delayed"}, nil)
	})
}

func TestAwaitEndsWithTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, sandbox.Options{})
		defer f.Close()
		if _, err := f.Await(within(t, time.Second), f.li.ID, 0, nil); err == nil {
			t.Error("awaited what never came")
		}
		go func() { _, _ = f.try(t.Context(), "sendMessage", object{"chat_id": f.li.ID, "text": "已记录 #7"}) }()
		m, err := f.Await(within(t, time.Second), f.li.ID, 0, sandbox.Contains("已记录", "#7"))
		if err != nil || m.Text != "已记录 #7" {
			t.Errorf("got %v, %v", m, err)
		}
	})
}
