package hanzi_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"gridmate/hanzi"
)

func TestSimplify(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, in, want string }{
		{"single characters convert", "網格員巡查樓道雜物", "网格员巡查楼道杂物"},
		{"variants convert to the same character", "裏裡衆眾為爲", "里里众众为为"},
		{"words decide what one character cannot", "打掃乾淨，乾縣", "打扫干净，乾县"},
		{"simplified text stays", "坏了2个，只有一只，后面干净", "坏了2个，只有一只，后面干净"},
		{"latin and width stay", "Ａb３", "Ａb３"},
		{"empty stays empty", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := hanzi.Simplify(c.in); got != c.want {
				t.Errorf("Simplify(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func TestFold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, in, want string }{
		{"full width becomes half width", "３網格，發現２處（ＬＥＤ）", "3网格,发现2处(led)"},
		{"ideographic space becomes a space", "甲　乙", "甲 乙"},
		{"line breaks stay", "一\n二", "一\n二"},
		{"chinese full stops stay", "好。", "好。"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := hanzi.Fold(c.in); got != c.want {
				t.Errorf("Fold(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func TestInt(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]int{
		"0": 0, "12": 12, "１２": 12, "1,200": 1200, "12,345,678": 12345678,
		"十": 10, "十二": 12, "二十": 20, "三十五": 35, "一百": 100, "一百零五": 105, "一百五": 150,
		"两百五十": 250, "二百五": 250, "一千二": 1200, "一千零二十": 1020, "一千零五": 1005, "两万三": 23000, "三万五千": 35000,
		"两万三千五百": 23500, "十二万": 120000, "一亿二千万": 120000000, "壹拾贰": 12, "伍佰": 500,
		"12.6万": 126000, "1.25万": 12500, "3千": 3000, "2万3": 23000, "1万2千": 12000, "1万2千5百": 12500,
		"百余": 100, "百十来": 100, "百把": 100, "百五十": 150, "百二十三": 123, "千把": 1000, "百十": 100, "廿": 20, "廿三": 23, "卅": 30, "1.2w": 12000, "3w": 30000, "2k": 2000, "二百余": 200, "五十多": 50, "30余": 30, "十来": 10, "十几": 10, "20几": 20, "上百": 100, "近千": 1000,
		"30余万": 300000, "三五": 3, "二三十": 20, "两三百": 200, "七八": 7, "二〇二六": 2026, "一二三": 123,
		"俩": 2, "仨": 3, "两": 2, "零": 0, "一百一十二": 112, "一百一": 110,
	} {
		if got, ok := hanzi.Int(in); !ok || got != want {
			t.Errorf("Int(%q) = %d, %t, want %d", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "百", "千阳", "万达", "个", "3个", "二六三个", "上", "一起"} {
		if got, ok := hanzi.Int(in); ok {
			t.Errorf("Int(%q) = %d, want no number", in, got)
		}
	}
}

func TestScanNumberLeavesTheClassifier(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]int{"两户": 3, "15人": 2, "3.5公里": 1, "五十多人": 9, "俩人": 3, "3来": 1, "10,11": 2} {
		if _, size := hanzi.ScanNumber(in); size != want {
			t.Errorf("ScanNumber(%q) takes %d bytes, want %d", in, size, want)
		}
	}
}

func FuzzFoldKeepsRunes(f *testing.F) {
	for _, s := range []string{"網格３號樓", "\xff\xfe", "乾坤一擲", "İI", "十百千万亿", "1,234.5万6"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		folded := hanzi.Fold(s)
		if utf8.RuneCountInString(folded) != utf8.RuneCountInString(s) {
			t.Fatalf("Fold(%q) = %q has another length", s, folded)
		}
		if again := hanzi.Fold(folded); again != folded {
			t.Fatalf("Fold is not stable: %q, %q", folded, again)
		}
		if _, size := hanzi.ScanNumber(s); size < 0 || size > len(s) {
			t.Fatalf("ScanNumber(%q) takes %d bytes", s, size)
		}
	})
}

func BenchmarkFold(b *testing.B) {
	for name, s := range map[string]string{
		"simplified":  strings.Repeat("下午巡查1网格，消防栓被遮挡1处，已清理。", 10),
		"traditional": strings.Repeat("下午巡查１網格，消防栓被遮擋１處，已清理。", 10),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			for b.Loop() {
				hanzi.Fold(s)
			}
		})
	}
}
