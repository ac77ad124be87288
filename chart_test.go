package main

import (
	"image/png"
	"strings"
	"testing"
)

func TestChartsAreDrawnForAUnitAndPeriod(t *testing.T) {
	t.Parallel()
	env := withRecords(t)
	for _, what := range []string{"trend", "kinds", "found-fixed", "overdue", "coverage"} {
		o := call(t, env, "", "chart", what, "--org", "BJ", "--period", "month", "--date", "2026-11-23", "-o", "-")
		if o.code != exitDone {
			t.Fatalf("%s: %+v", what, o.errors)
		}
		if made, err := png.Decode(strings.NewReader(o.out)); err != nil || made.Bounds().Dx() != 1080 {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, row := range []struct {
		name, args string
		code       int
		want       string
	}{
		{"a grid has no units below", "chart coverage --org BH-01 --period week --date 2026-11-23 -o -", exitFailed, "BH-01"},
		{"a community has no communities below", "chart overdue --org BH --period week --date 2026-11-23 -o -", exitFailed, "BH"},
		{"persons are not shown", "chart persons --org BH --period week --date 2026-11-23 -o -", exitUsage, "persons"},
		{"a day is too short", "chart trend --org BH --period day --date 2026-11-23 -o -", exitUsage, "--period"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			wantOneLine(t, call(t, env, "", strings.Fields(row.args)...), row.code, row.want)
		})
	}
}
