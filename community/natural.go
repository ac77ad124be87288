package community

import (
	"strconv"
	"strings"
)

// compareNatural orders codes so that BH-2 comes before BH-10.
func compareNatural(a, b string) int {
	for a != "" && b != "" {
		da, db := leadingDigits(a), leadingDigits(b)
		if da == 0 || db == 0 {
			if a[0] != b[0] {
				return int(a[0]) - int(b[0])
			}
			a, b = a[1:], b[1:]
			continue
		}
		na, nb := strings.TrimLeft(a[:da], "0"), strings.TrimLeft(b[:db], "0")
		if c := len(na) - len(nb); c != 0 {
			return c
		}
		if c := strings.Compare(na, nb); c != 0 {
			return c
		}
		a, b = a[da:], b[db:]
	}
	return len(a) - len(b)
}

func leadingDigits(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}

// smallChinese reads a Chinese number from one to ninety-nine.
func smallChinese(s string) (string, bool) {
	const digits = "零一二三四五六七八九"
	value := func(s string) int {
		if i := strings.Index(digits, s); i > 0 && len(s) == len("一") {
			return i / len("一")
		}
		return -1
	}
	tens, ones, found := strings.Cut(s, "十")
	if !found {
		n := value(s)
		return strconv.Itoa(n), n > 0
	}
	n := 10
	if tens != "" {
		n = value(tens) * 10
	}
	if ones != "" {
		one := value(ones)
		if one < 0 {
			return "", false
		}
		n += one
	}
	return strconv.Itoa(n), n >= 10
}
