package jobs

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/robfig/cron/v3"
)

const everyMinute = "* * * * *"

// startClock makes cron say "look" every minute. stop waits for cron's end.
func (r *Runner) startClock() (stop func(), err error) {
	schedule, err := parse(everyMinute)
	if err != nil {
		return nil, err
	}
	log := cronLog{r.Log}
	c := cron.New(cron.WithLocation(r.Zone), cron.WithLogger(log), cron.WithChain(cron.Recover(log), cron.SkipIfStillRunning(log)))
	c.Schedule(schedule, cron.FuncJob(r.Look))
	c.Start()
	return func() { <-c.Stop().Done() }, nil
}

// parse reads a cron line. The library panics on some lines that it should refuse.
func parse(line string) (schedule cron.Schedule, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("jobs: cron line %q: %v", line, p)
		}
	}()
	return cron.ParseStandard(line)
}

// cronLog passes on cron's errors; it tells every wake-up, which nobody reads.
type cronLog struct{ log *slog.Logger }

func (l cronLog) Info(string, ...any) {}

func (l cronLog) Error(err error, _ string, _ ...any) {
	l.log.ErrorContext(context.Background(), "clock failed", "job", "look", "error", err)
}
