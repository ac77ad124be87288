package storage_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"testing"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/storage"
)

// account is a Telegram id that stands nowhere else in the file.
const account = 7112233445

func TestForgettingSomebodyLeavesTheirRecordsAndNoTraceOfTheirAccount(t *testing.T) {
	t.Parallel()
	b := newBundle(t, storage.WithMask(func(j []byte) []byte { return j }))
	var who community.Person
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		if _, err := tx.SavePeople(ctx, []storage.PersonRow{{User: account, Name: "慕容小白", Grant: community.Grant{Role: community.RoleGrid, Unit: b.grid}}}); err != nil {
			return err
		}
		p, _, err := tx.PersonByUser(ctx, account)
		if err != nil {
			return err
		}
		p.Chat = account
		if who, err = tx.SavePerson(ctx, p); err != nil {
			return err
		}
		r := b.patrol()
		r.Reporter, r.Chat, r.Message = who.ID, account, 77
		if _, err := tx.AddRecord(ctx, r); err != nil {
			return err
		}
		if _, err := tx.AddDraft(ctx, chat.Draft{Chat: account, User: account, Body: []byte("半句话")}); err != nil {
			return err
		}
		if err := tx.SaveSchedule(ctx, account, community.DefaultSchedule()); err != nil {
			return err
		}
		if _, err := tx.ClaimRun(ctx, "digest.day", noon, account, []byte("{}")); err != nil {
			return err
		}
		return tx.Queue(ctx, []chat.Reply{{Verb: chat.Show, Chat: account, Card: "r1", Message: 78, Text: "慕容小白的卡片"}})
	})
	letter := fmt.Appendf(nil, `{"message":{"from":{"id":%d,"first_name":"慕容小白"}}}`, account)
	other := fmt.Appendf(nil, `{"message":{"from":{"id":%d0,"first_name":"somebody"}}}`, account)
	if _, err := b.Accept(t.Context(), []chat.Raw{{UpdateID: 1, JSON: letter, ReceivedAt: noon}, {UpdateID: 2, JSON: other, ReceivedAt: noon}}); err != nil {
		t.Fatal(err)
	}
	b.work(func(context.Context, *storage.Tx, chat.Raw) ([]chat.Reply, error) { return nil, errors.New("no") })

	b.do(func(ctx context.Context, tx *storage.Tx) error {
		if n, err := tx.RecordsBy(ctx, who.ID); err != nil || n != 1 {
			t.Errorf("%d records, %v", n, err)
		}
		if err := tx.Forget(ctx, who, "已注销"); err != nil {
			return err
		}
		if _, found, _ := tx.PersonByUser(ctx, account); found {
			t.Error("the same transaction still knows them")
		}
		return nil
	})
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		p, err := tx.Person(ctx, who.ID)
		if err != nil || p.Name != "已注销" || p.Known() || p.Chat != 0 || p.User > 0 {
			t.Errorf("%+v, %v", p, err)
		}
		records, err := tx.Records(ctx, community.Filter{Reporter: who.ID})
		if err != nil || len(records) != 1 || records[0].Chat != 0 || records[0].Message != 0 {
			t.Errorf("%+v, %v", records, err)
		}
		// Whoever comes back is somebody new.
		again, err := tx.SavePerson(ctx, community.Person{User: account + 1, Name: "慕容二"})
		if err != nil || again.ID == who.ID {
			t.Errorf("%+v, %v", again, err)
		}
		return nil
	})
	letters, err := b.letters()
	if err != nil || len(letters) != 1 || letters[0].UpdateID != 2 {
		t.Fatalf("%+v, %v", letters, err)
	}
	if err := b.drop(letters[0].Seq); err != nil { // its number begins like theirs
		t.Fatal(err)
	}
	if len(b.pending()) != 0 {
		t.Error("something still waits for them")
	}
	wantNowhere(t, b, fmt.Sprint(account), "慕容小白", "半句话")
}

// wantNowhere holds that a copy of the database, which has nothing but what is
// stored, holds none of these words.
func wantNowhere(t *testing.T, b *bundle, words ...string) {
	t.Helper()
	to := t.TempDir() + "/copy.db"
	if _, err := b.Backup(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	held, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range words {
		if bytes.Contains(held, []byte(w)) {
			t.Errorf("%s is still stored", w)
		}
	}
}

func TestOldRecordsBecomeBareFigures(t *testing.T) {
	t.Parallel()
	b := newBundle(t)
	old, young := b.patrol(), b.patrol()
	old.Text, old.Place, old.Created = "老槐树下的纸箱", "老槐树", noon.AddDate(-4, 0, 0)
	old.Date = community.DateOf(old.Created)
	young.Text = "新槐树"
	issue := b.valid(community.Record{Kind: community.KindIssue, Category: community.Fire, Place: "未了结的地方"})
	issue.Created = old.Created
	old, young, issue = b.add(old), b.add(young), b.add(issue)
	b.do(func(ctx context.Context, tx *storage.Tx) error {
		fixed := old
		two := 2
		fixed.Found = &two
		if err := tx.SaveRecord(ctx, fixed, []community.Change{{Number: old.Number, Field: "text", From: "曾经的话", To: "x", By: b.worker.ID, At: noon}}); err != nil {
			return err
		}
		old = fixed
		return tx.Attach(ctx, community.Attachment{Number: old.Number, Message: 5, File: "照片编号"})
	})
	for _, want := range []int{1, 0} { // the second time there is nothing to do
		n, err := b.PruneRecords(t.Context(), noon.AddDate(-3, 0, 0))
		if err != nil || n != want {
			t.Errorf("%d records, want %d, %v", n, want, err)
		}
	}
	b.look(func(ctx context.Context, tx *storage.Tx) error {
		r, err := tx.Record(ctx, old.Number)
		if err != nil || r.Text != "" || r.Place != "" || r.Reporter != 0 || r.Date != old.Date || r.Category != old.Category || *r.Found != 2 {
			t.Errorf("%+v, %v", r, err)
		}
		for _, n := range []community.Number{young.Number, issue.Number} {
			if r, err := tx.Record(ctx, n); err != nil || r.Reporter != b.worker.ID {
				t.Errorf("%+v, %v", r, err)
			}
		}
		return nil
	})
	wantNowhere(t, b, "老槐树", "曾经的话", "照片编号")
	if _, err := b.Audit(t.Context()); err != nil {
		t.Error(err)
	}
}
