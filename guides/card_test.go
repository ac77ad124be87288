package guides_test

import (
	"strings"
	"testing"
	"time"

	"gridmate/community"
	"gridmate/guides"
)

var today = community.NewDate(2026, time.November, 23)

func TestEveryCardFitsItsEightLines(t *testing.T) {
	t.Parallel()
	for _, g := range builtin(t).Guides() {
		lines := strings.Split(g.Card(today), "\n")
		switch {
		case len(lines) > 8:
			t.Errorf("%s: %d lines", g.Slug, len(lines))
		case lines[0] != g.Name:
			t.Errorf("%s: first line is %q", g.Slug, lines[0])
		case lines[len(lines)-1] != guides.Closing:
			t.Errorf("%s: last line is %q", g.Slug, lines[len(lines)-1])
		case strings.Contains(g.Card(today), "{{"):
			t.Errorf("%s: a blank is shown raw", g.Slug)
		}
	}
}

func TestEveryTextEndsWithWhoDecides(t *testing.T) {
	t.Parallel()
	for _, g := range builtin(t).Guides() {
		texts := map[string]string{"text": g.Text(today)}
		for _, k := range guides.Kinds() {
			page, found := g.Page(k, today)
			if !found {
				t.Errorf("%s has no %s", g.Slug, k.Title())
			}
			texts[string(k)] = page
		}
		for name, text := range texts {
			if !strings.HasPrefix(text, g.Name+"\n") || !strings.HasSuffix(text, guides.Closing) || strings.Contains(text, "{{") {
				t.Errorf("%s: %s: name first, no raw blanks, %s last: %s", g.Slug, name, guides.Closing, text)
			}
		}
	}
}

func TestNoteTellsHowOldTheTextIs(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		verified community.Date
		want     string
	}{
		"never checked is said":             {0, "⚠ 未核实"},
		"checked today":                     {today, "核实日期 2026-11-23"},
		"180 days old is still good":        {today - 180, "核实日期 2026-05-27"},
		"older than 180 days is said to be": {today - 181, "⚠ 核实已超过 180 天（2026-05-26）"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := (guides.Guide{Verified: row.verified}).Note(today); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

func TestCardOfAKnownGuide(t *testing.T) {
	t.Parallel()
	g, found := builtin(t).BySlug("juzhu-zheng")
	if !found {
		t.Fatal("no juzhu-zheng")
	}
	want := strings.Join([]string{
		"居住证申领",
		"公安 · 平安型",
		"带什么：居民身份证；近期照片；住所材料；就业或就读材料；居住证",
		"去哪办：居住地派出所，或受公安机关委托的社区服务机构",
		"多久：自受理之日起 15 日内制发；偏远地区可以延长到 30 日。",
		"收费：首次申领不收费，签注不收费；换领、补领工本费 以当地公布为准",
		"⚠ 未核实",
		"以窗口答复为准",
	}, "\n")
	if got := g.Card(today); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
