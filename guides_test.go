package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gridmate/community"
	"gridmate/guides"
	"gridmate/handlers"
	"gridmate/storage"
)

// fillLocally stores what an administrator would have typed in the chat.
func fillLocally(t *testing.T, path string) {
	t.Helper()
	db, err := storage.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	err = db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		body, err := json.Marshal(map[string]guides.Local{"dibao": {
			Blanks:  map[string]string{"窗口地址和时间": "=滨河路1号"},
			Aliases: []string{"吃皇粮"}, Verified: community.NewDate(2026, time.November, 23),
		}})
		if err != nil {
			return err
		}
		return tx.SetMeta(ctx, handlers.LocalKey, string(body))
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestExportedGuidesAreImportedAgainWithoutEffect(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"guides.csv", "guides.xlsx"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, path := deployment(t)
			fillLocally(t, path)
			file := filepath.Join(t.TempDir(), name)
			if o := call(t, env, "", "guides", "export", "-o", file); o.code != exitDone {
				t.Fatalf("%+v", o)
			}
			if o := call(t, env, "", "import", "guides", file); o.out != "guides: 0 added, 0 changed, 60 unchanged\n" {
				t.Errorf("%+v", o)
			}
		})
	}
}

func TestAnEditedExportChangesOnlyWhatWasEdited(t *testing.T) {
	t.Parallel()
	env, path := deployment(t)
	fillLocally(t, path)
	file := filepath.Join(t.TempDir(), "guides.csv")
	call(t, env, "", "guides", "export", "-o", file)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	edited := put(t, "edited.csv", strings.Replace(string(text), "滨河路1号", "人民路8号", 1))
	for _, want := range []string{"guides: 1 added, 0 changed, 59 unchanged\n", "guides: 0 added, 0 changed, 60 unchanged\n"} {
		if o := call(t, env, "", "import", "guides", edited); o.out != want {
			t.Errorf("%+v, want %q", o, want)
		}
	}
	o := call(t, env, "", "guides", "export", "-o", "-")
	if !strings.Contains(o.out, "人民路8号") || strings.Contains(o.out, "滨河路1号") || !strings.Contains(o.out, "吃皇粮") {
		t.Errorf("exit %d %s, and the table lacks what was edited or what was known", o.code, o.errors)
	}
}

func TestTheBotNoticesGuidesThatAnotherProcessImports(t *testing.T) {
	t.Parallel()
	env, path := deployment(t)
	a := idle(t, path)
	if err := a.learn(t.Context()); err != nil {
		t.Fatal(err)
	}
	before := a.guides.Load()
	a.noticeImport(t.Context())
	if a.guides.Load() != before {
		t.Error("the search was made again although nothing was imported")
	}
	call(t, env, "", "import", "guides", put(t, "guides.csv", "slug,name,department\nshuibiao,水表过户,水务\n"))
	a.noticeImport(t.Context())
	if _, found := a.guides.Load().BySlug("shuibiao"); !found {
		t.Error("the imported guide is not known")
	}
	if _, found := before.BySlug("shuibiao"); found {
		t.Error("the search that others may still be using was changed")
	}
}

func TestGuideWordsAreForgottenInTime(t *testing.T) {
	t.Parallel()
	_, path := deployment(t)
	a := idle(t, path)
	now := a.now()
	fact := func(key, value string) (got string) {
		err := a.db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) (err error) {
			if value != "" {
				return tx.SetMeta(ctx, key, value)
			}
			got, _, err = tx.Meta(ctx, key)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	old, fresh := now.Add(-91*day24).Format(time.RFC3339), now.Add(-time.Hour).Format(time.RFC3339)
	fact("guides.questions", `{"2026-01":{"旧问题":{"Text":"旧问题","N":1,"Last":"`+old+`"},"新问题":{"Text":"新问题","N":1,"Last":"`+fresh+`"}}}`)
	fact("guides.feedback", `{"Counts":{"dibao":{"Wrong":2}},"Day":1,"Seen":{"4711 dibao":true},"Remarks":[`+
		`{"Slug":"dibao","Text":"旧意见","At":"`+old+`"},{"Slug":"dibao","Text":"新意见","At":"`+fresh+`"}]}`)
	n, err := a.pruneGuideWords(t.Context(), now.AddDate(0, 0, -90))
	if err != nil || n != 2 {
		t.Errorf("%d texts pruned, %v; want 2", n, err)
	}
	left := fact("guides.questions", "") + fact("guides.feedback", "")
	for _, gone := range []string{"旧问题", "旧意见", "4711"} {
		if strings.Contains(left, gone) {
			t.Errorf("%s is still there: %s", gone, left)
		}
	}
	for _, kept := range []string{"新问题", "新意见", `"Wrong":2`} {
		if !strings.Contains(left, kept) {
			t.Errorf("%s is gone: %s", kept, left)
		}
	}
}

// idle is a bot on a database that nobody has started.
func idle(t *testing.T, path string) *assistant {
	t.Helper()
	a, err := assemble(t.Context(), config{DB: path, Token: "1:x", Zone: time.UTC}, nil, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.db.Close() })
	return a
}
