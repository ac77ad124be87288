package bot_test

import (
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"

	"gridmate/bot"
	"gridmate/chat"
)

func TestRenderEscapesOnce(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"plain text", "已记录 #5", "已记录 #5"},
		{"what looks like tags", "<b>a</b> & \"b\" &amp;", "&lt;b&gt;a&lt;/b&gt; &amp; \"b\" &amp;amp;"},
		{"bold", chat.Bold("逾期") + " 3 项 <", "<b>逾期</b> 3 项 &lt;"},
		{"bold that is never closed", chat.BoldStart + "逾期\n下一行", "<b>逾期</b>\n下一行"},
		{"bold in bold", chat.Bold("a" + chat.Bold("b") + "c"), "<b>ab</b>c"},
		{"an end without a start", "a" + chat.BoldEnd, "a"},
		{"control characters", "a\x00\x1b[1mb\tc\r\n", "a[1mb\tc"},
		{"broken UTF-8", "a\xffb", "a\uFFFDb"},
		{"space around", "\n\n a \n", "a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			parts, err := bot.Render(tt.text)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, []string{tt.want}, parts)
		})
	}
}

func TestRenderRefusesEmptyTexts(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", " \n\t", chat.Bold(""), "\x00", strings.Repeat("\n", 9000)} {
		if parts, err := bot.Render(text); err == nil {
			t.Errorf("%q became %q", text, parts)
		}
	}
}

func TestSplitCutsAtLineEnds(t *testing.T) {
	t.Parallel()
	line := strings.Repeat("网", 99) + "\n"
	text := strings.Repeat(line, 60)
	parts := bot.Split(text)
	equal(t, []string{strings.Repeat(line, 40), strings.Repeat(line, 20)}, parts)
}

func TestSplitOpensBoldAgainBehindACut(t *testing.T) {
	t.Parallel()
	parts := bot.Split("x" + chat.Bold(strings.Repeat("y", 5000)))
	equal(t, []string{
		"x" + chat.Bold(strings.Repeat("y", 4095)),
		chat.Bold(strings.Repeat("y", 905)),
	}, parts)
}

func units(s string) int { return len(utf16.Encode([]rune(s))) }

// anyText draws texts with everything that splitting can get wrong.
func anyText(t *rapid.T) string {
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{"\n", "网格", "👨‍👩‍👧‍👦", "😀", "&<>", chat.BoldStart, chat.BoldEnd, chat.Bold("重点"), "\n\n"}),
		rapid.String(),
		rapid.Custom(func(t *rapid.T) string {
			return strings.Repeat(rapid.SampledFrom([]string{"网", "😀", "a\n", "<"}).Draw(t, "unit"), rapid.IntRange(1, 5000).Draw(t, "times"))
		}),
	)
	return strings.Join(rapid.SliceOfN(piece, 0, 8).Draw(t, "pieces"), "")
}

func TestSplitKeepsTheText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := anyText(t)
		parts := bot.Split(text)
		if chat.Plain(strings.Join(parts, "")) != chat.Plain(text) {
			t.Fatal("the parts are not the text")
		}
		for i, part := range parts {
			if n := units(chat.Plain(part)); n > 4096 || n == 0 && chat.Plain(text) != "" && i > 0 && i < len(parts)-1 {
				t.Errorf("part %d has %d units", i, n)
			}
			if !utf8.ValidString(part) {
				t.Errorf("part %d cuts a character", i)
			}
		}
	})
}

var tags = regexp.MustCompile(`</?b>`)

func TestRenderedPartsAreWholeMessages(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		parts, err := bot.Render(anyText(t))
		if err != nil {
			return
		}
		for _, part := range parts {
			open := 0
			for _, tag := range tags.FindAllString(part, -1) {
				if tag == "<b>" {
					open++
				} else {
					open--
				}
				if open < 0 || open > 1 {
					t.Fatalf("tags do not match")
				}
			}
			plain := tags.ReplaceAllString(part, "")
			if open != 0 || strings.ContainsAny(plain, "<>") {
				t.Errorf("a part is no HTML of its own")
			}
			if n := units(html.UnescapeString(plain)); n == 0 || n > 4096 {
				t.Errorf("a part has %d units", n)
			}
		}
	})
}
