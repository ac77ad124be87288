package storage

import (
	"gridmate/community"
	"gridmate/storage/internal/query"
)

// newRow is a record as it is inserted.
func newRow(r community.Record) query.AddRecordParams {
	return query.AddRecordParams{
		Number:       int64(r.Number),
		Kind:         string(r.Kind),
		Unit:         int64(r.Unit),
		Grids:        r.Grids,
		Building:     r.Building,
		Place:        r.Place,
		Date:         int64(r.Date),
		DateEnd:      int64(r.DateEnd),
		Part:         r.Part,
		Category:     string(r.Category),
		Type:         string(r.Type),
		Outcome:      string(r.Outcome),
		Status:       string(r.Status),
		Found:        count(r.Found),
		Fixed:        count(r.Fixed),
		Visited:      count(r.Visited),
		Participants: count(r.Participants),
		Handbooks:    count(r.Handbooks),
		Cases:        count(r.Cases),
		Resolved:     count(r.Resolved),
		Persons:      count(r.Persons),
		Amount:       count(r.Amount),
		Agreement:    string(r.Agreement),
		Title:        r.Title,
		Source:       r.Source,
		Level:        string(r.Level),
		Ledger:       int64(r.Ledger),
		Deadline:     int64(r.Deadline),
		Origin:       ref(r.From),
		Reporter:     ref(r.Reporter),
		Via:          string(r.Via),
		Text:         r.Text,
		Chat:         r.Chat,
		Message:      int64(r.Message),
		Created:      millis(r.Created),
		ClosedAt:     millis(r.ClosedAt),
		Withdrawn:    millis(r.Withdrawn),
		Open:         flag(isOpen(r)),
		Tally:        int64(r.Tally()),
		Sensitive:    flag(r.Delicate()),
	}
}

// changedRow is a record as it is updated: everything but when it was created.
func changedRow(r community.Record) query.UpdateRecordParams {
	return query.UpdateRecordParams{
		Kind:         string(r.Kind),
		Unit:         int64(r.Unit),
		Grids:        r.Grids,
		Building:     r.Building,
		Place:        r.Place,
		Date:         int64(r.Date),
		DateEnd:      int64(r.DateEnd),
		Part:         r.Part,
		Category:     string(r.Category),
		Type:         string(r.Type),
		Outcome:      string(r.Outcome),
		Status:       string(r.Status),
		Found:        count(r.Found),
		Fixed:        count(r.Fixed),
		Visited:      count(r.Visited),
		Participants: count(r.Participants),
		Handbooks:    count(r.Handbooks),
		Cases:        count(r.Cases),
		Resolved:     count(r.Resolved),
		Persons:      count(r.Persons),
		Amount:       count(r.Amount),
		Agreement:    string(r.Agreement),
		Title:        r.Title,
		Source:       r.Source,
		Level:        string(r.Level),
		Ledger:       int64(r.Ledger),
		Deadline:     int64(r.Deadline),
		Origin:       ref(r.From),
		Reporter:     ref(r.Reporter),
		Via:          string(r.Via),
		Text:         r.Text,
		Chat:         r.Chat,
		Message:      int64(r.Message),
		ClosedAt:     millis(r.ClosedAt),
		Withdrawn:    millis(r.Withdrawn),
		Open:         flag(isOpen(r)),
		Tally:        int64(r.Tally()),
		Sensitive:    flag(r.Delicate()),
		Number:       int64(r.Number),
	}
}

// recordOf is a row as a record, without its materials.
func recordOf(r query.Record) community.Record {
	return community.Record{
		Number:       community.Number(r.Number),
		Kind:         community.Kind(r.Kind),
		Unit:         community.UnitID(r.Unit),
		Grids:        r.Grids,
		Building:     r.Building,
		Place:        r.Place,
		Date:         community.Date(r.Date),
		DateEnd:      community.Date(r.DateEnd),
		Part:         r.Part,
		Category:     community.Category(r.Category),
		Type:         community.CommunityType(r.Type),
		Outcome:      community.Outcome(r.Outcome),
		Status:       community.Status(r.Status),
		Found:        counted(r.Found),
		Fixed:        counted(r.Fixed),
		Visited:      counted(r.Visited),
		Participants: counted(r.Participants),
		Handbooks:    counted(r.Handbooks),
		Cases:        counted(r.Cases),
		Resolved:     counted(r.Resolved),
		Persons:      counted(r.Persons),
		Amount:       counted(r.Amount),
		Agreement:    community.Agreement(r.Agreement),
		Title:        r.Title,
		Source:       r.Source,
		Level:        community.IssueLevel(r.Level),
		Ledger:       int(r.Ledger),
		Deadline:     community.Date(r.Deadline),
		From:         deref[community.Number](r.Origin),
		Reporter:     deref[community.PersonID](r.Reporter),
		Via:          community.Via(r.Via),
		Text:         r.Text,
		Chat:         r.Chat,
		Message:      int(r.Message),
		Created:      timeOf(r.Created),
		ClosedAt:     timeOf(r.ClosedAt),
		Withdrawn:    timeOf(r.Withdrawn),
		Sensitive:    r.Sensitive == 1,
	}
}

// isOpen reports whether somebody has to act on a record.
func isOpen(r community.Record) bool {
	return r.Kind.Lives() && r.ClosedAt.IsZero() && r.Withdrawn.IsZero()
}
