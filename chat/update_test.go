package chat_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"gridmate/chat"
)

func TestParseCommand(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, text            string
		command, to, argument string
		ok                    bool
	}{
		{"alone", "/patrol", "patrol", "", "", true},
		{"with text", "/patrol 3网格 一切正常", "patrol", "", "3网格 一切正常", true},
		{"with text on the next line", "/patrol\n3网格\n一切正常", "patrol", "", "3网格\n一切正常", true},
		{"to a bot", "/Patrol@Some_Bot x", "patrol", "Some_Bot", "x", true},
		{"with space around", "  /my  ", "my", "", "", true},
		{"a path is none", "/etc/passwd", "", "", "", false},
		{"Chinese is none", "/巡查", "", "", "", false},
		{"a lone slash", "/", "", "", "", false},
		{"a slash later on", "去 /patrol", "", "", "", false},
		{"nothing", "", "", "", "", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			command, to, argument, ok := chat.ParseCommand(row.text)
			if command != row.command || to != row.to || argument != row.argument || ok != row.ok {
				t.Errorf("got %q %q %q %t", command, to, argument, ok)
			}
		})
	}
}

func FuzzCleanLeavesNothingThatHides(f *testing.F) {
	for _, seed := range []string{"", "巡查3网格\n正常", "a\x02b\x03c", "\u202e反的", "\xff\xfe", "  x\t ", "👨‍👩‍👧"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		clean := chat.Clean(s)
		if !utf8.ValidString(clean) {
			t.Errorf("%q is no UTF-8", clean)
		}
		if strings.ContainsAny(clean, "\x00\x02\x03\r\u202e\u2066") {
			t.Errorf("%q keeps what nobody sees", clean)
		}
		if chat.Clean(clean) != clean {
			t.Errorf("%q is not clean yet", clean)
		}
		if chat.Plain(chat.Bold(clean)) != clean {
			t.Errorf("marks change %q", clean)
		}
	})
}
