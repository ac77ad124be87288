// Package bulletin drafts 简报 from records and writes them as Word documents:
// masthead, number, title of two phrases, lead, 一是…四是…, the lists of who
// gets it, and an annex that leads every figure back to its records.
//
// The look follows GB/T 9704-2012 (layout of official documents): A4, 22 lines
// of 28 characters, 仿宋 of size 3, page numbers outside. Fonts are named, not
// embedded: those who get such documents have them.
package bulletin

import (
	"gridmate/community"
	"gridmate/export"
)

// Bulletin is a drafted bulletin.
type Bulletin struct {
	Masthead string
	Number   string // 第 24 期
	Topic    string // in brackets; may be empty
	Issuer   string
	Date     string
	Title    []string // one line each
	Body     []Paragraph
	Lists    []string // 呈：… 送：… 发：…
	Annex    Annex
}

// Paragraph is a run of text with emphasis in it.
type Paragraph struct {
	ID   string // the part that it is
	Runs []Run

	head    int                // how many runs open it and stay when it is written anew
	figures []export.Key       // what it states
	rated   bool               // it states a rate
	numbers []community.Number // whose words it tells
}

// Run is a stretch of text that looks alike.
type Run struct {
	Text string
	Look Look
}

// Look is how a run looks.
type Look string

// The looks. Doubt is text that no record supports; who edits the draft
// replaces it.
const (
	Plain   Look = ""
	Opening Look = "opening" // the bold sentence after 一是
	Goal    Look = "goal"    // 突出安民目标
	Doubt   Look = "doubt"   // [待核]
)

// Annex says where the figures come from.
type Annex struct {
	Title string
	Heads []string
	Rows  [][]string // figure, value, records
	Note  string
}

// Heading is what a draft needs beyond the records. Empty fields take what the
// unit and the catalogue offer, or [待核] where nobody can know.
type Heading struct {
	Number  int
	Topic   string
	Issuer  string
	Title   []string
	Day     community.Date
	Report  string // 呈
	Copy    string // 送
	Publish string // 发

	Said     map[string]string  // by part: what somebody wrote in its place
	Examples []community.Record // that are told at the end
}
