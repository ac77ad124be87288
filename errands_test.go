package main

import (
	"bytes"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"gridmate/community"
	"gridmate/sandbox"
)

func TestAFileThatSomebodySentIsFetchedOrRefusedInWordsForPeople(t *testing.T) {
	t.Parallel()
	api := sandbox.NewServer(sandbox.Options{})
	defer api.Close()
	site := httptest.NewServer(api.Handler())
	defer site.Close()
	a, err := assemble(t.Context(), config{
		Token: api.Token(), APIURL: site.URL, DB: filepath.Join(t.TempDir(), "test.db"), Zone: time.UTC,
	}, slog.New(slog.DiscardHandler), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.db.Close() }()
	li := api.AddUser(sandbox.Person{ID: 42, FirstName: "李"})
	for _, row := range []struct {
		name    string
		content []byte
		refusal string
	}{
		{"a table", []byte("PK table"), ""},
		{"one that is too large", make([]byte, 20<<20+1), "file_large"},
		{"one that is not there", nil, "file_gone"},
	} {
		t.Run(row.name, func(t *testing.T) {
			id := "BQACnothing"
			if row.content != nil {
				m, err := li.SendDocument(42, "", "报表.xlsx", row.content)
				if err != nil {
					t.Fatal(err)
				}
				id = m.Document.FileID
			}
			got, err := a.download(t.Context(), id)
			refusal, refused := community.Refusal(err)
			if row.refusal == "" && (err != nil || !bytes.Equal(got, row.content)) {
				t.Errorf("got %d bytes, %v", len(got), err)
			}
			if row.refusal != "" && (!refused || refusal.Key != row.refusal) {
				t.Errorf("got %v, want the refusal %s", err, row.refusal)
			}
		})
	}
}
