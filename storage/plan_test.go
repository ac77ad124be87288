package storage_test

import (
	"database/sql"
	"errors"
	"strings"
	"testing"

	"gridmate/storage/internal/query"
)

func TestQueriesUseTheirIndexes(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	handle, err := sql.Open("sqlite", b.Path())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = handle.Close() })
	for name, c := range map[string]struct {
		query string
		args  int
		want  string
	}{
		"facts read an index only":             {query.Facts, 2, "USING COVERING INDEX record_fact (date>? AND date<?)"},
		"late facts read an index only":        {query.LateFacts, 3, "USING COVERING INDEX record_late (created>? AND created<?)"},
		"numbers of a span read an index only": {query.NumbersBetween, 2, "USING COVERING INDEX record_fact (date>? AND date<?)"},
		"open numbers read an index only":      {query.OpenNumbers, 0, "USING COVERING INDEX record_open"},
		"open items":                           {query.OpenItems, 1, "USING INDEX record_open"},
		"closed items":                         {query.ClosedItems, 2, "USING INDEX record_closed (closed_at>?)"},
		"records of a message":                 {query.RecordsOfMessage, 2, "USING INDEX record_message (chat=? AND message=?)"},
		"records of a reporter":                {query.RecordsByReporter, 3, "USING INDEX record_reporter (reporter=? AND rowid<?)"},
		"newest records":                       {query.RecordsBefore, 2, "USING INTEGER PRIMARY KEY (rowid<?)"},
		"waiting updates":                      {query.WaitingUpdates, 1, "INDEX inbox_waiting"},
		"finished updates":                     {query.FinishUpdates, 1, "INDEX inbox_waiting (seq<?)"},
		"pending replies":                      {query.PendingOutgoing, 0, "INDEX outbox_unsent"},
		"replies of a chat":                    {query.PendingOfChat, 1, "INDEX outbox_unsent (chat=?)"},
		"refused files":                        {query.RefusedFiles, 0, "INDEX outbox_refused"},
		"expiring a chat":                      {query.ExpireChat, 2, "INDEX outbox_unsent (chat=?)"},
		"claimed replies":                      {query.DoubtClaimed, 1, "INDEX outbox_unsent"},
		"the last run":                         {query.LastRun, 2, "(job=? AND chat=?)"},
		"events of a record":                   {query.EventsOf, 1, "INDEX event_record (record=?)"},
		"the chats of a card":                  {query.CardChats, 1, "INDEX card_name (card=?)"},
		"issues of a place":                    {query.SamePlace, 5, "INDEX record_place (unit=? AND category=? AND date>?)"},
		"an album's records":                   {query.AlbumRecords, 1, "INDEX attachment_album (album=?)"},
		"open tasks":                           {query.OpenTasks, 0, "INDEX record_"},
		"visits":                               {query.VisitsSince, 1, "INDEX visit_date (date>?)"},
		"what is to be reviewed":               {query.ToReview, 1, "INDEX course_review (review<?)"},
		"what a digest tells of it":            {query.ReviewItems, 1, "INDEX course_review (review<?)"},
		"what somebody owns":                   {strings.Replace(query.OwnedOpen, "/*SLICE:units*/", "", 1), 2, "INDEX record_open"},
		"acknowledgements of open records":     {query.AcknowledgedOpen, 0, "INDEX record_open"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, err := explain(t, handle, c.query, c.args)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(plan, c.want) || strings.Contains(plan, "SCAN record\n") {
				t.Errorf("plan %q, want %q", plan, c.want)
			}
		})
	}
}

func explain(t *testing.T, handle *sql.DB, text string, args int) (plan string, err error) {
	t.Helper()
	rows, err := handle.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+text, make([]any, args)...)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			return "", err
		}
		plan += detail + "\n"
	}
	return plan, rows.Err()
}
