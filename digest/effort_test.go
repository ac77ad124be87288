package digest_test

import (
	"testing"

	"gridmate/community"
	"gridmate/digest"
	"gridmate/locale"
)

func TestTheEffortLineIsPerRecord(t *testing.T) {
	t.Parallel()
	texts, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name   string
		effort community.Effort
		want   string
	}{
		{"nothing happened", community.Effort{}, ""},
		{
			"a week", community.Effort{Records: 40, Messages: 46, Taps: 22, Seconds: 300, Cells: 1240, Pushes: 35, Nights: 1},
			"每条记录 1.2 条消息、0.6 次点击、8 秒（40 条）；推送 35 条（夜间 1）；自动填表 1240 格",
		},
		{"pushes alone", community.Effort{Pushes: 3}, "推送 3 条（夜间 0）；自动填表 0 格"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			if got := digest.EffortLine(row.effort, texts.For(locale.Chinese)); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}
