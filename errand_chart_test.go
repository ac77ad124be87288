package main

import (
	"bytes"
	"context"
	"image/png"
	"strings"
	"testing"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/export"
	"gridmate/sandbox"
	"gridmate/storage"
)

// withErrands stores errands in a database that no bot runs on.
func withErrands(t *testing.T, path string, list ...chat.Errand) {
	t.Helper()
	db, err := storage.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	err = db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		for _, e := range list {
			if _, err := tx.AddErrand(ctx, e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestPicturesOfAMonthAreTwoPhotosAndOfAnEmptyOneNone(t *testing.T) {
	t.Parallel()
	server, worker, env := telegram(t, sandbox.Options{})
	path := strings.TrimPrefix(env[0], "GRIDMATE_DB=")
	history(t, path, 5, 300)
	plate := func(month string) chat.Errand {
		day, err := community.ParseDate(month + "-01")
		if err != nil {
			t.Fatal(err)
		}
		return chat.Errand{
			Kind: export.PlateErrand, Chat: worker.ID, Priority: chat.Bulk,
			Body: export.Plate{Unit: 2, Period: community.Month, From: day}.Encode(),
		}
	}
	if _, err := worker.Say("/start"); err != nil {
		t.Fatal(err)
	}
	withErrands(t, path, plate("2020-01"), plate("2026-10"))
	start(t, env)
	var photos []sandbox.PhotoSize
	_, err := server.Await(soon(t), worker.ID, 0, func(m *sandbox.Message) bool {
		if len(m.Photo) > 0 {
			photos = append(photos, m.Photo[len(m.Photo)-1])
		}
		return len(photos) == 2
	})
	if err != nil {
		t.Fatalf("%d photos: %v", len(photos), err)
	}
	for _, p := range photos {
		data, _, _ := server.File(p.FileID)
		if _, err := png.Decode(bytes.NewReader(data)); err != nil || p.Width+p.Height > 10000 {
			t.Errorf("photo of %d × %d, %v", p.Width, p.Height, err)
		}
	}
	report(t, server, worker, "/help")
	if n := server.CallCount("sendPhoto"); n != 2 {
		t.Errorf("%d photos", n)
	}
}
