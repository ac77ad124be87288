package form

import (
	"slices"

	"gridmate/community"
	"gridmate/export"
)

// figure is a number of a summary, of everything or of one category.
type figure struct {
	of func(*export.Sum, community.Category) any
}

// figures are what summaries can ask for, by the names that headings.csv uses.
var figures = map[string]figure{
	"patrols": sum(export.Patrols), "found": sum(export.Found), "fixed": sum(export.Fixed), "visited": sum(export.Visited),
	"registered": sum(export.Registered), "success": sum(export.Success), "failed": sum(export.Failed),
	"open_cases": sum(export.OpenCases), "persons": sum(export.Persons), "amount": sum(export.Amount),
	"events": sum(export.Events), "participants": sum(export.Participants), "handbooks": sum(export.Handbooks),
	"opened": sum(export.Opened), "closed": sum(export.Closed), "open": sum(export.Open), "overdue": sum(export.Overdue),

	"success_rate": share(export.Success, export.Success, export.Failed),
	"fixed_rate":   share(export.Fixed, export.Found),
	"closed_rate":  share(export.Closed, export.Closed, export.Open),

	"period": {of: nil}, // the days of the table, see filler
}

// byDefault is what a category alone counts, by the kind it belongs to.
var byDefault = map[community.Kind]string{
	community.KindPatrol: "found", community.KindIssue: "opened",
	community.KindDispute: "registered", community.KindEvent: "events",
}

// ratio is a part of a whole that is not zero.
type ratio float64

func sum(code export.Code) figure {
	return figure{of: func(s *export.Sum, c community.Category) any {
		return s.Of(export.Key{Code: code, Category: c}).N
	}}
}

// share is a part of several figures together; nothing of nothing.
func share(part export.Code, of ...export.Code) figure {
	return figure{of: func(s *export.Sum, c community.Category) any {
		whole := 0
		for _, code := range of {
			whole += s.Of(export.Key{Code: code, Category: c}).N
		}
		if whole == 0 {
			return nil
		}
		return ratio(float64(s.Of(export.Key{Code: part, Category: c}).N) / float64(whole))
	}}
}

// recordFields and sumFields are what tables of either sort can have.
func recordFields(kind community.Kind) lexis {
	in := lexis{fields: map[string]bool{}}
	for name, i := range items {
		in.fields[name] = i.kinds == nil || slices.Contains(i.kinds, kind)
	}
	return in
}

func sumFields() lexis {
	in := lexis{fields: map[string]bool{"no": true, "date": true}, figures: true}
	for name := range figures {
		in.fields[name] = true
	}
	for _, name := range unitWords {
		in.fields[name] = true
	}
	return in
}
