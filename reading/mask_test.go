package reading_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"gridmate/reading"
)

func TestMaskHidesPersonalNumbers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, in, want string }{
		{"a mobile", "联系13812345678。", "联系[手机号]。"},
		{"a mobile with spaces", "电话 138 1234 5678 王某", "电话 [手机号] 王某"},
		{"a mobile with dashes", "138-1234-5678", "[手机号]"},
		{"a mobile with country code", "+86 138 1234 5678", "[手机号]"},
		{"a mobile with country code and no plus", "8613812345678", "[手机号]"},
		{"a mobile in full width", "手机１３８１２３４５６７８", "手机[手机号]"},
		{"a mobile in full width with dashes", "１３８－１２３４－５６７８", "[手机号]"},
		{"a mobile in pairs", "138 12 34 56 78", "[手机号]"},
		{"a mobile digit by digit", "1 3 8 1 2 3 4 5 6 7 8", "[手机号]"},
		{"a mobile in Chinese numerals", "电话一三八一二三四五六七八", "电话[手机号]"},
		{"a mobile after Latin letters", "tel:13812345678,qq", "tel:[手机号],qq"},
		{"two mobiles", "13812345678、15912345678", "[手机号]、[手机号]"},
		{"two mobiles without a gap", "1381234567815912345678", "[手机号]"},
		{"an identity number", "身份证11010519491231002X住", "身份证[身份证号]住"},
		{"an identity number with a small x", "11010519491231002x", "[身份证号]"},
		{"an identity number in full width", "１１０１０５１９４９１２３１００２Ｘ", "[身份证号]"},
		{"an identity number with spaces", "110105 19491231 002X", "[身份证号]"},
		{"an identity number with dashes", "110105-19491231-002X", "[身份证号]"},
		{"an identity number with a typing error", "身份证110105194912310021", "身份证[身份证号]"},
		{"an old identity number", "旧证110105491231002", "旧证[身份证号]"},
		{"a bank card", "卡号6222021234567890128", "卡号[银行卡号]"},
		{"a bank card in fours", "4111 1111 1111 1111", "[银行卡号]"},
		{"a bank card in fours with dashes", "4111-1111-1111-1111", "[银行卡号]"},
		{"a landline", "家里电话0917-3261234", "家里电话[电话号码]"},
		{"a landline without a dash", "09173261234", "[电话号码]"},
		{"a landline with parentheses", "(029)88881234", "[电话号码]"},
		{"a landline in full width parentheses", "（0917）3261234", "[电话号码]"},
		{"a landline with spaces", "029 8888 1234", "[电话号码]"},
		{"a local number after the word telephone", "电话：3261234", "电话：[电话号码]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, found := reading.Mask(c.in)
			if got != c.want {
				t.Errorf("Mask(%q) = %q, want %q", c.in, got, c.want)
			}
			if len(found) == 0 {
				t.Error("nothing is reported as masked")
			}
		})
	}
}

func TestMaskLeavesOtherNumbers(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]string{
		"a sum of money":            "赔偿12600元，欠款126000元",
		"a big sum of money":        "工程款13800138000元",
		"a record number":           "#1023 撤回，#20261123001",
		"a ledger code":             "滨河-2026-0137 销号",
		"a community code":          "BH-01 610302001003",
		"a date":                    "2026-11-23 10:00，2026年11月23日，20261123",
		"dates in a row":            "2026-11-20 2026-11-21 2026-11-22",
		"a plate":                   "陕C12345、陕C·D88888",
		"hot-lines":                 "110 119 120 12345 12333 12348 96110 12315 10086 95598",
		"a hot-line with area code": "029-12345",
		"a service number":          "400-123-4567",
		"a list of grids":           "1 3 5 7 9 11 13 15网格",
		"counts":                    "走访30户，发放手册50本、折页100份，参加120人",
		"a decimal":                 "面积13812.345678平方米",
		"a house number":            "3号楼2单元501室",
		"a code of a firm":          "统一社会信用代码91610300MA6X9ABC12",
		"a long order number":       "订单号202611231234567890",
		"a time":                    "2026-11-23 09:30:15.123",
		"an eleven digit code":      "编号20261123001",
		"a population":              "常住人口12600000人",
		"a telephone notice":        "电话通知20261123",
		"a placeholder":             "[手机号] [身份证号]",
		"a year range":              "2024-2026年 1-11月",
		"a case number":             "（2026）陕0302民初1234号",
		"a version and an address":  "v1.24.0 192.168.1.10",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, found := reading.Mask(in); got != in || len(found) > 0 {
				t.Errorf("Mask(%q) = %q", in, got)
			}
		})
	}
}

// TestMaskRecall writes thousands of made-up numbers in the ways people write
// them into sentences; none may stay.
func TestMaskRecall(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	missed, n := 0, 0
	for range 4000 {
		number := personal(r)
		text := fmt.Sprintf(frames[r.IntN(len(frames))], number)
		masked, _ := reading.Mask(text)
		n++
		if rest := strings.NewReplacer("3网格", "", "5号楼", "", "2户", "").Replace(masked); digitsIn(rest) > 0 {
			if missed++; missed < 10 {
				t.Logf("%q → %q", text, masked)
			}
		}
	}
	if missed*1000 > n*5 {
		t.Errorf("%d of %d are missed, at most 0.5 %% are allowed", missed, n)
	}
}

// TestMaskFalseAlarms writes numbers of the trade into sentences; none may go.
func TestMaskFalseAlarms(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	wrong, n := 0, 0
	for range 4000 {
		text := fmt.Sprintf(frames[r.IntN(len(frames))], harmless(r))
		n++
		if got, _ := reading.Mask(text); got != text {
			if wrong++; wrong < 10 {
				t.Logf("%q → %q", text, got)
			}
		}
	}
	if wrong*1000 > n*5 {
		t.Errorf("%d of %d are false alarms, at most 0.5 %% are allowed", wrong, n)
	}
}

var frames = []string{"%s", "3网格住户%s反映", "王某，%s，5号楼", "登记：%s。走访2户", "（%s）", "联系方式%s", "他说是 %s 吧", "走访2户\n%s\n3网格"}

func digitsIn(s string) int {
	return strings.Count(strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= '０' && r <= '９' {
			return '0'
		}
		return -1
	}, s), "0")
}

func personal(r *rand.Rand) string {
	var (
		v     string
		sizes []int
	)
	switch r.IntN(5) {
	case 0:
		v, sizes = mobile(r), [][]int{{3, 4, 4}, {3, 8}, {11}, {7, 4}}[r.IntN(4)]
	case 1:
		v, sizes = identity(r), [][]int{{18}, {6, 8, 4}, {6, 4, 4, 4}}[r.IntN(3)]
	case 2:
		v, sizes = identity15(r), []int{15}
	case 3:
		v = card(r)
		sizes = [][]int{{len(v)}, {4, 4, 4, len(v) - 12}, {6, len(v) - 6}}[r.IntN(3)]
		if len(v) == 19 && r.IntN(2) == 0 {
			sizes = []int{4, 4, 4, 4, 3}
		}
	default:
		code := []string{"0917", "029", "010", "0755", "021"}[r.IntN(5)]
		v = code + string(rune('2'+r.IntN(7))) + number(r, 6)
		sizes = []int{len(code), 7}
	}
	s := grouped(v, sizes, []string{" ", "-", "－", "—"}[r.IntN(4)])
	if len(v) == 11 && v[0] == '1' && r.IntN(4) == 0 {
		s = []string{"+86", "+86 ", "86", "86-", "0086"}[r.IntN(5)] + s
	}
	if r.IntN(5) == 0 {
		s = wide(s)
	}
	return s
}

func grouped(v string, sizes []int, sep string) string {
	var parts []string
	for _, n := range sizes {
		parts, v = append(parts, v[:n]), v[n:]
	}
	return strings.Join(parts, sep)
}

func wide(s string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7F {
			return r + 0xFEE0
		}
		return r
	}, s)
}

func number(r *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('0' + r.IntN(10))
	}
	return string(b)
}

func mobile(r *rand.Rand) string { return "1" + string(rune('3'+r.IntN(7))) + number(r, 9) }

func birthday(r *rand.Rand) string {
	return fmt.Sprintf("%04d%02d%02d", 1930+r.IntN(90), 1+r.IntN(12), 1+r.IntN(28))
}

func identity(r *rand.Rand) string {
	v := []string{"610302", "110105", "510104", "330106"}[r.IntN(4)] + birthday(r) + number(r, 3)
	sum := 0
	for i, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(v[i]-'0') * w
	}
	return v + string("10X98765432"[sum%11])
}

func identity15(r *rand.Rand) string { return "610302" + birthday(r)[2:] + number(r, 3) }

func card(r *rand.Rand) string {
	v := []string{"622202", "621700", "436742", "552245"}[r.IntN(4)] + number(r, 9+3*r.IntN(2))
	sum := 0
	for i := range v {
		n := int(v[len(v)-1-i] - '0')
		if i%2 == 0 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return v + string(rune('0'+(10-sum%10)%10))
}

func harmless(r *rand.Rand) string {
	switch r.IntN(9) {
	case 0:
		return fmt.Sprintf("%d元", r.IntN(1e9))
	case 1:
		return fmt.Sprintf("#%d", r.IntN(1e7))
	case 2:
		return fmt.Sprintf("滨河-2026-%04d", r.IntN(1e4))
	case 3:
		return fmt.Sprintf("2026-%02d-%02d %02d:%02d", 1+r.IntN(12), 1+r.IntN(28), r.IntN(24), r.IntN(60))
	case 4:
		return fmt.Sprintf("陕C%05d", r.IntN(1e5))
	case 5:
		return []string{"110", "119", "12345", "12333", "12348", "96110", "12315"}[r.IntN(7)]
	case 6:
		return fmt.Sprintf("BH-%02d-%03d", r.IntN(100), r.IntN(1000))
	case 7:
		return fmt.Sprintf("%d户%d人%d份", r.IntN(1000), r.IntN(1000), r.IntN(10000))
	}
	return fmt.Sprintf("%.1f万元", r.Float64()*1000)
}

func FuzzMask(f *testing.F) {
	for _, s := range []string{"138 1234 5678", "11010519491231002X", "(029)88881234", "电话3261234 电话7654321", "一三八一二三四五六七八", "+86-138", "\xff138"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		masked, found := reading.Mask(s)
		again, more := reading.Mask(masked)
		if again != masked || len(more) > 0 {
			t.Fatalf("masking twice changes %q: %q, %q", s, masked, again)
		}
		runes := []rune(masked)
		for _, m := range found {
			if m.Span.Start < 0 || m.Span.End > len(runes) || runes[m.Span.Start] != '[' || runes[m.Span.End-1] != ']' {
				t.Fatalf("span %v is no replacement in %q", m.Span, masked)
			}
		}
	})
}
