package reading

import (
	"strings"
	"unicode/utf8"
)

// MaskKind is a sort of personal number.
type MaskKind string

// The sorts of numbers that are masked.
const (
	MaskID       MaskKind = "id"
	MaskMobile   MaskKind = "mobile"
	MaskLandline MaskKind = "landline"
	MaskBankCard MaskKind = "bankcard"
)

// Masked is a number that was replaced, with the place of its replacement.
type Masked struct {
	Kind MaskKind
	Span Span // runes of the masked text
}

var maskWords = map[MaskKind]string{MaskID: "[身份证号]", MaskMobile: "[手机号]", MaskLandline: "[电话号码]", MaskBankCard: "[银行卡号]"}

// maskPasses bounds how often a text is looked at again after something was
// masked in it: what is left may have become readable.
const maskPasses = 8

// Mask replaces personal numbers by words: identity cards of 18 or 15 digits,
// mobiles, landlines with an area code (or without one after 电话), bank cards.
// They may be written with spaces, dashes, full width, +86 or, from eleven
// digits on, with Chinese numerals. No digit of them stays, so a masked text
// holds no personal number and masking it again changes nothing. Sums of money,
// dates, record numbers, codes, plates and hot-lines stay.
//
// It takes time linear in the length of the text.
func Mask(text string) (string, []Masked) {
	var kinds []MaskKind
	for range maskPasses {
		next, found := maskOnce(text)
		kinds = append(kinds, found...)
		if len(found) == 0 {
			break
		}
		text = next
	}
	if len(kinds) == 0 {
		return text, nil
	}
	return text, locateMasks(text)
}

// locateMasks finds the replacements in a masked text.
func locateMasks(text string) []Masked {
	var out []Masked
	n := 0
	for i := 0; i < len(text); {
		r, w := utf8.DecodeRuneInString(text[i:])
		if r == '[' {
			for kind, word := range maskWords {
				if strings.HasPrefix(text[i:], word) {
					out = append(out, Masked{kind, Span{n, n + utf8.RuneCountInString(word)}})
				}
			}
		}
		i, n = i+w, n+1
	}
	return out
}

func maskOnce(text string) (string, []MaskKind) {
	groups := digitGroups(text)
	if len(groups) == 0 {
		return text, nil
	}
	var b strings.Builder
	var found []MaskKind
	done := 0
	for i := 0; i < len(groups); i++ {
		kind, last := matchNumber(text, groups, i)
		if kind == "" {
			continue
		}
		b.WriteString(text[done:groups[i].from])
		b.WriteString(maskWords[kind])
		done = groups[last].end
		found = append(found, kind)
		i = last
	}
	if len(found) == 0 {
		return text, nil
	}
	b.WriteString(text[done:])
	return b.String(), found
}
