// Package hanzi makes Chinese text comparable: traditional characters become
// simplified, full-width forms half-width, capitals small, and numbers, however
// they are written, integers.
//
// All conversions keep the number of runes, so the n-th rune of the result
// belongs to the n-th rune of the input and spans stay valid.
package hanzi
