package bot

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// Rate is a number of messages in a stretch of time. The zero value is no limit.
type Rate struct {
	N   int
	Per time.Duration
}

// maxRate is the highest number in a rate: each of them costs memory.
const maxRate = 10000

var errRate = errors.New(`must look like 30/s, 20/m or 100/h with a number from 1 to 10000, or be 0 for no limit`)

// ParseRate reads "30/s", "20/m", "100/h", or "0" for no limit.
func ParseRate(s string) (Rate, error) {
	if s == "0" {
		return Rate{}, nil
	}
	digits, unit, found := strings.Cut(s, "/")
	n, err := strconv.ParseUint(digits, 10, 32)
	per, known := map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour}[unit]
	if !found || err != nil || !known || n == 0 || n > maxRate {
		return Rate{}, errRate
	}
	return Rate{int(n), per}, nil
}

// UnmarshalText reads a setting.
func (r *Rate) UnmarshalText(text []byte) (err error) {
	*r, err = ParseRate(string(text))
	return err
}

// String writes a rate as ParseRate reads it.
func (r Rate) String() string {
	for _, u := range []struct {
		per  time.Duration
		unit string
	}{{time.Second, "/s"}, {time.Minute, "/m"}, {time.Hour, "/h"}} {
		if r.N > 0 && r.Per == u.per {
			return strconv.Itoa(r.N) + u.unit
		}
	}
	return "0"
}

// Pace is how fast the sender may be.
type Pace struct {
	Total Rate // over all chats
	Chat  Rate // in one chat; three times as much may come at once, in three times the time
	Group Rate // in one group, besides Chat
}

// TelegramPace is what Telegram documents.
func TelegramPace() Pace {
	return Pace{
		Total: Rate{30, time.Second},
		Chat:  Rate{1, time.Second},
		Group: Rate{20, time.Minute},
	}
}
