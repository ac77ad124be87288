// Package reading turns what a grid worker types into draft records.
//
// The stages, each a file or two of its own:
//
//	normalise  hanzi.Fold: simplified, half width, rune for rune
//	mask       personal numbers become words such as [手机号]
//	segment    clauses, and groups of clauses that report one fact
//	recognise  lexicon words, dates, grids, buildings, quantities, with spans
//	propose    kind, category, outcome, roles of numbers and dates by rules
//	weigh      the same decisions by weights, which count the rules' as one voice
//	settle     the figures and the outcome that fit together best
//	assemble   one Draft for each fact
//
// What the words mean stands in lexicon/*.txt, which people who do not program
// can extend; how they combine in the rules stands in the code; how much each
// word, run of characters and rule counts stands in weights/*.txt, which the
// labelled lines of testdata teach (see weigh and testdata/README.md). Nothing
// is learnt while the program runs and nothing is asked from a network: the same
// text and time give the same drafts, and every field of a draft names the words
// it came from.
package reading
