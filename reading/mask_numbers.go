package reading

import (
	"strings"
	"time"
	"unicode/utf8"
)

// matchNumber says which personal number begins with group i and with which
// group it ends.
func matchNumber(text string, groups []digits, i int) (MaskKind, int) {
	if kind := single(text, groups[i]); kind != "" {
		return kind, i
	}
	var kind MaskKind
	last := i
	joined := groups[i].value
	for j := i + 1; j < len(groups) && j < i+19 && groups[j].joined; j++ {
		joined += groups[j].value
		if len(joined) > 23 {
			break
		}
		if single(text, groups[j]) != "" && !countryCode(groups[i].value) {
			break
		}
		if k := several(text, groups[i:j+1], joined); k != "" {
			kind, last = k, j
		}
	}
	return kind, last
}

// single recognises a number without separators.
func single(text string, g digits) MaskKind {
	v := g.value
	switch {
	case isID18(v, false) && (isID18(v, true) || !codeBefore(text, g.from)):
		return MaskID
	case money(text, g.end):
		return ""
	case isMobile(v), isMobile(strings.TrimPrefix(v, "86")), isMobile(strings.TrimPrefix(v, "0086")), len(v) == 12 && v[0] == '0' && isMobile(v[1:]), mobiles(v):
		return MaskMobile
	case isID15(v) && !codeBefore(text, g.from):
		return MaskID
	case isBankCard(v) && (!codeBefore(text, g.from) || v[:2] == "62"), len(v) >= 15 && len(v) <= 19 && cardBefore(text, g.from) && !strings.Contains(v, "X"):
		return MaskBankCard
	case isLandline(v) && !afterDot(text, g.start):
		return MaskLandline
	case isLocal(v) && phoneBefore(text, g.from):
		return MaskLandline
	}
	return ""
}

// several recognises a number in groups with spaces or dashes between.
func several(text string, gs []digits, v string) MaskKind {
	if money(text, gs[len(gs)-1].end) || dotted(gs) && !(len(gs) == 3 && len(gs[0].value) == 3 && len(gs[1].value) == 4) {
		return ""
	}
	rest := gs
	if countryCode(gs[0].value) && len(gs) > 1 {
		rest, v = gs[1:], v[len(gs[0].value):]
		if isLandline("0"+v) && gs[0].plus {
			return MaskLandline
		}
	}
	switch {
	case isMobile(v) && (phoneShape(rest) || len(rest) < len(gs)):
		return MaskMobile
	case len(v) == 13 && v[:2] == "86" && isMobile(v[2:]) && minSize(rest, 3), len(v) == 15 && v[:4] == "0086" && isMobile(v[4:]) && minSize(rest, 3):
		return MaskMobile
	case isID18(v, true) && minSize(rest, 2):
		return MaskID
	case isID15(v) && len(rest) <= 3 && len(rest[0].value) == 6 && minSize(rest, 3):
		return MaskID
	case isBankCard(v) && cardShape(rest), cardBefore(text, gs[0].from) && len(v) >= 16 && len(v) <= 19 && cardShape(rest):
		return MaskBankCard
	case isLandline(v) && landShape(rest):
		return MaskLandline
	case len(rest) == 2 && isLocal(v) && minSize(rest, 3) && phoneBefore(text, gs[0].from):
		return MaskLandline
	}
	return ""
}

// dotted reports whether dots separate the groups, as in 138.1234.5678.
func dotted(gs []digits) bool {
	for _, g := range gs[1:] {
		if g.dot {
			return true
		}
	}
	return false
}

func countryCode(v string) bool { return v == "86" || v == "0086" || v == "086" }

// isMobile: eleven digits from 13 to 19.
func isMobile(v string) bool {
	return len(v) == 11 && v[0] == '1' && v[1] >= '3' && v[1] <= '9' && v[10] != 'X'
}

// mobiles recognises two or three mobiles written without a gap.
func mobiles(v string) bool {
	if len(v) != 22 && len(v) != 33 {
		return false
	}
	for i := 0; i < len(v); i += 11 {
		if !isMobile(v[i : i+11]) {
			return false
		}
	}
	return true
}

// phoneShape accepts the ways a mobile is grouped: pieces of three digits and
// more, 138 12 34 56 78, or digit by digit; not a list of small numbers.
func phoneShape(gs []digits) bool {
	if minSize(gs, 3) {
		return true
	}
	if len(gs) == 5 && len(gs[0].value) == 3 {
		return minSize(gs[1:], 2)
	}
	return len(gs) == 11
}

func minSize(gs []digits, n int) bool {
	for _, g := range gs {
		if len(g.value) < n {
			return false
		}
	}
	return true
}

// cardShape accepts 4-4-4-4, 4-4-4-4-3, 6-13 and the like.
func cardShape(gs []digits) bool { return minSize(gs[:len(gs)-1], 4) }

// landShape accepts 0917-3261234, 0917 326 1234, 029-8888 8888.
func landShape(gs []digits) bool {
	n := len(gs[0].value)
	return n >= 3 && n <= 4 && minSize(gs, 3)
}

// provinces are the first two digits of identity numbers, GB/T 2260.
const provinces = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 "

// isID18 checks region and birthday and, with check, the last digit by GB 11643
// (ISO 7064 MOD 11-2). One mistyped digit does not make a number anonymous, so
// an unbroken one is masked without the check.
func isID18(v string, check bool) bool {
	if len(v) != 18 || !strings.Contains(provinces, v[:2]+" ") || !birthday(v[6:14]) {
		return false
	}
	if !check {
		return true
	}
	sum := 0
	for i, weight := range [...]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(v[i]-'0') * weight
	}
	return "10X98765432"[sum%11] == v[17]
}

// isID15 checks the region and birthday of the old identity number.
func isID15(v string) bool {
	return len(v) == 15 && v[14] != 'X' && strings.Contains(provinces, v[:2]+" ") && birthday("19"+v[6:12])
}

func birthday(v string) bool {
	t, err := time.Parse("20060102", v)
	return err == nil && t.Year() >= 1900 && t.Year() <= 2035
}

// isBankCard: 16 to 19 digits, or 15 of one issuer, of a known range, with the
// Luhn check digit.
func isBankCard(v string) bool {
	if len(v) < 15 || len(v) > 19 || strings.IndexByte("34569", v[0]) < 0 || len(v) == 15 && v[:2] != "34" && v[:2] != "37" {
		return false
	}
	sum := 0
	for i := range v {
		if v[i] == 'X' {
			return false
		}
		n := int(v[i] - '0')
		if (len(v)-i)%2 == 0 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

// isLandline: an area code of three or four digits and seven or eight more.
func isLandline(v string) bool {
	if len(v) < 10 || len(v) > 12 || v[0] != '0' || strings.Contains(v, "X") {
		return false
	}
	code := 4
	if v[1] == '1' || v[1] == '2' {
		code = 3
	}
	if code == 3 && v[1] == '1' && v[2] != '0' || v[1] == '0' {
		return false
	}
	rest := v[code:]
	return len(rest) >= 7 && len(rest) <= 8 && rest[0] >= '2'
}

// isLocal: seven or eight digits that are no date.
func isLocal(v string) bool {
	if len(v) != 7 && len(v) != 8 || v[0] < '2' || strings.Contains(v, "X") {
		return false
	}
	_, err := time.Parse("20060102", v)
	return err != nil || v[:2] != "20"
}

func money(text string, end int) bool {
	return hasAnyPrefix(text[end:], "元", "块", "万", "亿", "円", "圆", " 元", " 万") != ""
}

func afterDot(text string, start int) bool {
	return start > 1 && text[start-1] == '.' && isDigit(text[start-2])
}

// wordsBefore returns up to n runes before byte i without filler.
func wordsBefore(text string, i, n int) string {
	s := text[:i]
	for ; n > 0 && s != ""; n-- {
		_, w := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-w]
	}
	return strings.TrimRight(text[len(s):i], " :：是为号码(（,，")
}

func phoneBefore(text string, i int) bool {
	return hasAnySuffix(wordsBefore(text, i, 10), "电话", "座机", "固话", "tel", "Tel", "TEL", "联系方式", "致电", "拨打", "电") != ""
}

func cardBefore(text string, i int) bool {
	return hasAnySuffix(wordsBefore(text, i, 10), "卡", "银行卡", "账", "帐", "账户", "储蓄卡", "工资卡") != ""
}

func codeBefore(text string, i int) bool {
	return hasAnySuffix(wordsBefore(text, i, 10), "编", "案", "单", "订单", "流水", "工单", "运单", "信用代", "代", "合同", "发票", "记录", "台账", "文", "序列", "设备") != ""
}
