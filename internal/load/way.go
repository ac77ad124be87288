package main

import (
	"context"
	"fmt"
	"time"

	"gridmate/sandbox"
)

// way measures how many reports a second go the whole way: Telegram has it,
// the bot reads it, checks rights, records it and sends the receipt.
func (b *bench) way(ctx context.Context) error {
	b.printf("\n| people | records | bot | reports/s | of bare | of naive | processor a report | peak memory |\n|---|---|---|---|---|---|---|---|\n")
	for range b.rounds {
		for _, records := range b.records {
			for _, people := range b.people {
				if err := b.wayOf(ctx, people, records); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (b *bench) wayOf(ctx context.Context, people, records int) error {
	speeds := map[string]float64{}
	for _, c := range b.contestants() {
		speed, u, err := b.race(ctx, c, people, records)
		if err != nil {
			return fmt.Errorf("%s, %d people, %d records: %w", c.name, people, records, err)
		}
		speeds[c.name] = speed
		of := func(other string) string {
			if speeds[other] == 0 || other == c.name {
				return "–"
			}
			return fmt.Sprintf("%.2f", speed/speeds[other])
		}
		b.printf("| %d | %d | %s | %.0f | %s | %s | %d µs | %d MB |\n", people, records, c.name, speed, of("bare"), of("naive"),
			u.processor.Microseconds()/int64(b.reports+people), u.peak/1024)
	}
	return nil
}

// race lets one bot answer everybody's /start first and then all reports.
func (b *bench) race(ctx context.Context, c contestant, people, records int) (float64, used, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	t, err := listen(sandbox.Options{CallLog: -1, History: 4})
	if err != nil {
		return 0, used{}, err
	}
	defer t.stop()
	db, err := b.database(ctx, records)
	if err != nil {
		return 0, used{}, err
	}
	workers, err := t.enter(people)
	if err != nil {
		return 0, used{}, err
	}
	_, stop, err := start(ctx, c, t, db)
	if err != nil {
		return 0, used{}, err
	}
	if err := t.sent(ctx, people); err != nil {
		stop()
		return 0, used{}, err
	}
	begin := time.Now()
	for i := range b.reports {
		if _, err := workers[i%people].Say(report(i)); err != nil {
			stop()
			return 0, used{}, err
		}
	}
	err = t.sent(ctx, people+b.reports)
	took := time.Since(begin)
	return float64(b.reports) / took.Seconds(), stop(), err
}

// report is what a worker types; places differ as they do.
func report(i int) string {
	return fmt.Sprintf("/patrol %d号楼楼道堆物%d处，已清理", i%40+1, i%3+1)
}

// enter lets people open the chat with the bot.
func (t *telegram) enter(people int) ([]*sandbox.User, error) {
	workers := make([]*sandbox.User, people)
	for i := range workers {
		workers[i] = t.AddUser(sandbox.Person{ID: int64(firstWorker + i), FirstName: "网格员"})
		if _, err := workers[i].Start(""); err != nil {
			return nil, err
		}
	}
	return workers, nil
}

// sent waits until the bot has sent so many messages.
func (t *telegram) sent(ctx context.Context, n int) error {
	if err := t.Until(ctx, func() bool { return t.CallCount("sendMessage") >= n }); err != nil {
		return fmt.Errorf("%d of %d messages came: %w", t.CallCount("sendMessage"), n, err)
	}
	return nil
}
