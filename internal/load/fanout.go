package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gridmate/community"
	"gridmate/sandbox"
	"gridmate/storage"
)

// fanoutFactor is how much faster than Telegram's own limits the fan-out is.
const fanoutFactor = 10

// fanout measures how fast digests go to many groups when each sending takes
// as long as to Telegram and back, against the limit, while somebody reports.
func (b *bench) fanout(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	limits := sandbox.TelegramLimits()
	for _, w := range []*sandbox.Window{&limits.Total, &limits.Chat, &limits.Group} {
		w.N *= fanoutFactor
	}
	t, err := listen(sandbox.Options{Limits: limits, History: 4})
	if err != nil {
		return err
	}
	defer t.stop()
	workers, err := t.enter(1)
	if err != nil {
		return err
	}
	db, err := b.database(ctx, 0)
	if err != nil {
		return err
	}
	groups, err := t.bindGroups(ctx, db, workers[0], b.digests)
	if err != nil {
		return err
	}
	if err := t.forget(ctx); err != nil {
		return err
	}
	t.Inject(sandbox.Fault{Method: "sendMessage", Effect: sandbox.Delay, Latency: time.Duration(b.trip) * time.Millisecond})
	_, stop, err := start(ctx, contestant{"gridmate", b.gridmate(
		"GRIDMATE_TIMEZONE="+noonZone(time.Now()), "GRIDMATE_RATE_TOTAL=300/s", "GRIDMATE_RATE_CHAT=10/s", "GRIDMATE_RATE_GROUP=200/m",
	)}, t, db)
	if err != nil {
		return err
	}
	defer stop()
	return b.watchFanout(ctx, t, workers[0], groups)
}

// watchFanout reports while the digests go out, and prints what became of them.
func (b *bench) watchFanout(ctx context.Context, t *telegram, worker *sandbox.User, groups []int64) error {
	if err := t.sent(ctx, 1); err != nil {
		return err
	}
	begin := time.Now()
	done := make(chan error, 1)
	var took time.Duration
	receipts := 0
	go func() {
		err := t.Until(ctx, func() bool { return t.arrived(groups) >= len(groups) })
		took = time.Since(begin)
		done <- err
	}()
	var waits []time.Duration
	every := time.NewTicker(time.Second)
	defer every.Stop()
	for {
		select {
		case err := <-done:
			return errors.Join(err, b.tellFanout(t, groups, took, receipts, waits))
		case <-every.C:
			wait, err := t.took(ctx, worker, receipts)
			if err != nil {
				return err
			}
			receipts++
			waits = append(waits, wait)
		}
	}
}

func (b *bench) tellFanout(t *telegram, groups []int64, took time.Duration, receipts int, waits []time.Duration) error {
	limit := sandbox.TelegramLimits().Total
	least := limit.Per * time.Duration(len(groups)+receipts-1) / time.Duration(limit.N*fanoutFactor)
	throttled := len(t.Refused())
	b.printf("\n%d digests and %d receipts at %d/s with %d ms a sending: %.1f s, the limit allows %.1f s (%+.1f %%); %d refused",
		len(groups), receipts, limit.N*fanoutFactor, b.trip, took.Seconds(), least.Seconds(), 100*(took.Seconds()/least.Seconds()-1), throttled)
	if len(waits) > 0 {
		b.printf("; receipts meanwhile p50 %.0f ms, worst %.0f ms", quantile(waits, 50), quantile(waits, 100))
	}
	b.printf("\n")
	for _, g := range groups {
		if n := t.digests(g); n != 1 {
			return fmt.Errorf("group %d got %d digests", g, n)
		}
	}
	return nil
}

// arrived counts the groups' messages by the calls, less the worker's.
func (t *telegram) arrived(groups []int64) int {
	if t.CallCount("sendMessage") < len(groups) {
		return 0
	}
	n := 0
	for _, g := range groups {
		n += t.digests(g)
	}
	return n
}

func (t *telegram) digests(group int64) (n int) {
	for _, m := range t.Messages(group) {
		if m.ByBot {
			n++
		}
	}
	return n
}

// bindGroups makes groups that are due a daily digest and nothing else.
func (t *telegram) bindGroups(ctx context.Context, path string, creator *sandbox.User, n int) (groups []int64, err error) {
	for i := range n {
		groups = append(groups, t.AddGroup(fmt.Sprint("工作群", i+1), creator))
	}
	db, err := storage.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return groups, db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		communities := tx.Org().Below(0, community.Village)
		for i, g := range groups {
			err := tx.SaveGroup(ctx, community.Group{
				Chat: g, Unit: communities[i%len(communities)].ID, Title: fmt.Sprint("工作群", i+1),
				Schedule: community.Schedule{Day: 9 * 60, Week: community.Off, Month: community.Off}, Since: time.Now().Add(-72 * time.Hour),
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// forget drops what Telegram has to tell so far, as a bot does that asks.
func (t *telegram) forget(ctx context.Context) error {
	client := newClient()
	defer client.CloseIdleConnections()
	for offset := int64(0); ; {
		body, err := post(ctx, client, t.url+"/bot"+t.Token()+"/getUpdates", fmt.Sprintf(`{"offset":%d,"limit":100}`, offset))
		if err != nil {
			return err
		}
		var answer struct{ Result []bareUpdate }
		if err := json.Unmarshal(body, &answer); err != nil || len(answer.Result) == 0 {
			return err
		}
		offset = answer.Result[len(answer.Result)-1].ID + 1
	}
}

// noonZone is a zone in which it is about noon: digests rest at night.
func noonZone(now time.Time) string {
	ahead := 12 - now.UTC().Hour() // Etc/GMT-8 is eight hours ahead
	if ahead == 0 {
		return "Etc/UTC"
	}
	return fmt.Sprintf("Etc/GMT%+d", -ahead)
}
