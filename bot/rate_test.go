package bot_test

import (
	"testing"
	"time"

	"gridmate/bot"
)

func TestParseRateReadsSettings(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bot.Rate{
		"30/s": {N: 30, Per: time.Second}, "20/m": {N: 20, Per: time.Minute},
		"100/h": {N: 100, Per: time.Hour}, "10000/s": {N: 10000, Per: time.Second}, "0": {},
	} {
		got, err := bot.ParseRate(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
		}
		equal(t, want, got)
		equal(t, text, got.String())
	}
}

func TestParseRateRefusesTheRest(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", " ", "30", "-1/s", "0/s", "1.5/s", "+3/s", "30/", "/s", "30/d", "30/S", "30 /s", "30/s ", "３/s", "1e3/s", "10001/s", "99999999999999999999/s", "off", "NaN/s",
	} {
		if got, err := bot.ParseRate(text); err == nil {
			t.Errorf("%q was read as %v", text, got)
		}
	}
}
