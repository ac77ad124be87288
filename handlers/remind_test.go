package handlers_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"gridmate/community"
	"gridmate/storage"
)

func TestAPressOnAReminderAcknowledgesWhatItIsAbout(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.act("小李: 问题 3网格5号楼楼道堆物1处，限11月24日前整改")
	day := community.NewDate(2026, 11, 23)
	w.remind(11, day, community.Reminded{Number: 1, Deadline: day + 1})
	press := fmt.Sprintf("小李: (data) k:%d", day)
	for _, want := range []string{"这 1 件不再提醒", "已经有人在办"} {
		if got := w.act(press); !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
	if got := w.act(fmt.Sprintf("小李: (data) k:%d", day-1)); !strings.Contains(got, "过期") {
		t.Errorf("an older reminder: %q", got)
	}
	if got := w.act(strings.Replace(press, "小李", "小王", 1)); !strings.Contains(got, "过期") {
		t.Errorf("somebody who was not reminded: %q", got)
	}
	if d := w.duties(); len(d) != 1 || !d[0].Acknowledged {
		t.Errorf("%+v", d)
	}
	w.now = w.now.Add(time.Hour)
	w.act("陈书记: 交办 1 @老周")
	if d := w.duties(); len(d) != 1 || d[0].Acknowledged || d[0].Owner != "老周" {
		t.Errorf("given away: %+v", d)
	}
}

// remind notes in the run ledger what a job would have sent.
func (w *town) remind(room int64, day community.Date, items ...community.Reminded) {
	w.t.Helper()
	body, err := json.Marshal(community.ReminderNote{At: w.now, Items: items})
	if err != nil {
		w.t.Fatal(err)
	}
	err = w.db.InTx(w.t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		_, err := tx.ClaimRun(ctx, community.RemindJob, day.In(time.UTC), room, body)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *town) duties() (duties []community.Duty) {
	w.t.Helper()
	err := w.db.View(w.t.Context(), func(ctx context.Context, tx *storage.Tx) (err error) {
		duties, err = tx.Duties(ctx, community.NewDate(2027, 1, 1))
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return duties
}
