package main

import (
	"strings"
	"testing"

	"gridmate/community"
)

func TestASettingThatBreaksARedLineStopsTheStartAndNamesTheRule(t *testing.T) {
	t.Parallel()
	wishes := map[string][]string{
		"checkin": {"GRIDMATE_CHECK_IN=daily", "GRIDMATE_CHECK_IN=on"}, "ranking": {"GRIDMATE_RANKING=persons", "GRIDMATE_RANKING=1"},
		"receipts": {"GRIDMATE_READ_RECEIPTS=true"}, "photo": {"GRIDMATE_PHOTO_REQUIRED=yes"}, "place": {"GRIDMATE_PLACE_REQUIRED=on"},
		"personal": {"GRIDMATE_UNMASKED=on"},
		"pushes":   {"GRIDMATE_PUSH_BUDGET=4", "GRIDMATE_PUSH_BUDGET=0", "GRIDMATE_PUSH_BUDGET=-1"},
		"quiet":    {"GRIDMATE_QUIET=22:00-08:00", "GRIDMATE_QUIET=21:00-07:00", "GRIDMATE_QUIET=23:59-00:01"},
	}
	for _, line := range community.RedLines() {
		if line.Breaks != nil && len(wishes[line.Key]) == 0 {
			t.Errorf("no setting breaks %s", line.Key)
		}
		for _, env := range wishes[line.Key] {
			name, value, _ := strings.Cut(env, "=")
			wantOneLine(t, call(t, []string{env}, "", "version"), exitUsage, name, value, "red line "+line.Key, line.Rule)
		}
	}
}

func TestSettingsThatKeepTheRedLinesLoad(t *testing.T) {
	t.Parallel()
	for _, env := range []string{
		"GRIDMATE_PUSH_BUDGET=1", "GRIDMATE_QUIET=20:00-09:30", "GRIDMATE_RANKING=off", "GRIDMATE_CHECK_IN=no", "GRIDMATE_PHOTO_REQUIRED=0",
	} {
		if o := call(t, []string{env}, "", "version"); o.code != exitDone {
			t.Errorf("%s: %+v", env, o)
		}
	}
	for _, env := range []string{"GRIDMATE_PUSH_BUDGET=three", "GRIDMATE_QUIET=late", "GRIDMATE_QUIET=08:00-21:00"} {
		name, value, _ := strings.Cut(env, "=")
		wantOneLine(t, call(t, []string{env}, "", "version"), exitUsage, name, value)
	}
}
