package handlers

import (
	"strings"

	"gridmate/community"
	"gridmate/reading"
)

// understand reads a text as reports; kind is KindNone when the person did
// not say which. No reports means that the text reports nothing.
func (sc *scene) understand(text string, kind community.Kind) []entry {
	read := sc.read(text, kind)
	entries := make([]entry, len(read.Drafts))
	for i, d := range read.Drafts {
		entries[i] = entry{Record: fromDraft(d), Unsure: unsureFields(d)}
		if entries[i].Record.Text == "" || len(read.Drafts) == 1 {
			entries[i].Record.Text = text
		}
	}
	return entries
}

// fromDraft is a record as far as the text tells: no unit yet.
func fromDraft(d reading.Draft) community.Record {
	r := community.Record{
		Kind: d.Kind, Grids: strings.Join(d.Grids, ","), Building: d.Building, Place: d.Place,
		Date: d.Date, DateEnd: d.DateEnd, Part: d.PartOfDay,
		Category: d.Category, Outcome: d.Outcome,
		Found: d.Found, Fixed: d.Fixed, Visited: d.Visited,
		Participants: d.Participants, Handbooks: d.Handbooks,
		Cases: d.Cases, Resolved: d.Resolved, Persons: d.People,
		Amount: d.Amount, Agreement: d.Agreement, Deadline: d.Deadline, Text: d.Text,
	}
	for _, m := range d.Materials {
		r.Materials = append(r.Materials, community.Material{
			Title: m.Title, Kind: string(m.Kind), Quantity: m.Quantity, Approximate: m.Approximate,
		})
	}
	return r
}

// unsureFields names what the reading guessed. That a bare problem is one
// problem needs no second look.
func unsureFields(d reading.Draft) []guess {
	guesses := make([]guess, 0, len(d.Unsure))
	for _, u := range d.Unsure {
		if d.Kind == community.KindIssue && u.Field == "found" {
			continue
		}
		guesses = append(guesses, guess{Field: u.Field, Else: u.Alternatives})
	}
	return guesses
}
