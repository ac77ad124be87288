package handlers_test

import (
	"context"
	"strings"
	"testing"

	"gridmate/community"
	"gridmate/reading"
	"gridmate/storage"
)

func TestWordsAdoptedAfterAReportWasPreparedCount(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	u := w.from("小李")
	u.Text, u.Message = "问题 3网格咕噜棚有问题", 1
	ready := w.h.Prepare(u, true)
	adopted, err := w.reader.With([]reading.Word{{Kind: community.KindIssue, Text: "咕噜棚", Category: community.Safety}})
	if err != nil {
		t.Fatal(err)
	}
	w.reader = adopted
	var said []string
	err = w.db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		replies, err := w.h.Answer(ctx, tx, ready)
		for _, r := range replies {
			said = append(said, r.Text)
		}
		return err
	})
	if text := strings.Join(said, "\n"); err != nil || !strings.Contains(text, "安全隐患") {
		t.Errorf("answered %q, %v, want the category of the adopted word", text, err)
	}
}
