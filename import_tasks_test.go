package main

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"gridmate/community"
	"gridmate/storage"
)

const tasksFile = "序号,重点任务,牵头单位,配合单位,完成时限,进展,是否完成,单位编码\n" +
	"1,完善小区消防通道标线,住建局,物业办、BH,{later},60% 已招标,,BH\n" +
	"2,社区食堂开业,BH,民政局,{soon},,,\n" +
	"3,清理僵尸车,BH-01,,{late},,已完成,BH\n"

func taskFile(replace ...string) string {
	day := func(n int) string { return time.Now().AddDate(0, 0, n).Format("2006-01-02") }
	return strings.NewReplacer(replace...).Replace(
		strings.NewReplacer("{later}", day(30), "{soon}", day(2), "{late}", day(-3)).Replace(tasksFile))
}

func TestTasksAreImportedWhollyAndRepeatably(t *testing.T) {
	t.Parallel()
	env, _ := deployment(t)
	for _, step := range []struct{ file, want string }{
		{taskFile(), "tasks: 3 added, 0 changed, 0 unchanged\n"},
		{taskFile(), "tasks: 0 added, 0 changed, 3 unchanged\n"},
		{taskFile("物业办、BH", "物业办， BH", "已完成", "是"), "tasks: 0 added, 0 changed, 3 unchanged\n"},
		{taskFile("社区食堂开业", "社区食堂试营业", "60% 已招标", "80% 已画线"), "tasks: 0 added, 2 changed, 1 unchanged\n"},
	} {
		if o := call(t, env, "", "import", "tasks", put(t, "t.csv", step.file)); o.code != exitDone || o.out != step.want {
			t.Fatalf("%+v, want %q", o, step.want)
		}
	}
	today := time.Now().In(shanghai(t)).Format("2006-01-02")
	o := call(t, env, "", "export", "tasks", "--org", "BH", "--from", today, "--to", today, "--format", "json", "-o", "-")
	var rows []map[string]any
	if err := json.Unmarshal([]byte(o.out), &rows); err != nil || len(rows) != 3 {
		t.Fatalf("%v: %+v", err, o)
	}
	for i, want := range []map[string]any{
		{"task": "完善小区消防通道标线", "lead": "住建局", "partners": "物业办、BH", "percent": 80.0, "progress": "80% 已画线", "status": "rectifying", "overdue": false},
		{"task": "社区食堂试营业", "lead": "BH", "org": "BH", "partners": "民政局", "status": "assigned", "percent": 0.0, "source": "list"},
		{"task": "清理僵尸车", "lead": "BH-01", "org": "BH-01", "status": "closed", "overdue": false, "percent": 100.0},
	} {
		for k, v := range want {
			if rows[i][k] != v {
				t.Errorf("row %d: %s is %v, want %v", i, k, rows[i][k], v)
			}
		}
	}
	if o := call(t, env, "", "export", "records", "--org", "BH", "--from", today, "--to", today, "-o", "-"); strings.Contains(o.out, "task") {
		t.Errorf("tasks are no records: %s", o.out)
	}
	if o := call(t, env, "", "doctor"); !strings.Contains(o.out, "audit") || o.code != exitDone {
		t.Errorf("%+v", o)
	}
}

func TestEveryBadRowOfAListOfTasksIsNamed(t *testing.T) {
	t.Parallel()
	env, _ := deployment(t)
	bad := "task,lead,deadline,progress,done,org\n" +
		",BH,2026-12-20,,,BH\n" +
		"画线,BH,年底前后,,,BH\n" +
		"食堂,,2026-12-20,,,BH\n" +
		"僵尸车,BH,2026-12-20,150%,,BH\n" +
		"绿化,BH,2026-12-20,,也许,BH\n" +
		"路灯,BH,2026-12-20,,,XX\n" +
		"绿化,BH,2026-12-21,,,BH\n"
	o := call(t, env, "", "import", "tasks", put(t, "bad.csv", bad))
	for _, want := range []string{
		"line 2, task: is empty", "line 3, deadline", "line 4, lead: is empty", "line 5, progress", "line 6, done", "line 7, org",
		"line 8, task: stands in line 6 already", "nothing was imported: 7 errors",
	} {
		if o.code != exitFailed || !strings.Contains(o.errors, want) {
			t.Errorf("%q is missing in %+v", want, o)
		}
	}
	if o := call(t, env, "", "import", "tasks", put(t, "head.csv", "task,lead\n画线,BH\n")); !strings.Contains(o.errors, "lacks deadline") {
		t.Errorf("%+v", o)
	}
}

func TestThoseWhoHaveToActHearOfAListWithTheirNextPush(t *testing.T) {
	t.Parallel()
	env, path := deployment(t)
	db, err := storage.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	var news []community.News
	heard := func(step func(context.Context, *storage.Tx) error) {
		if err := db.InTx(t.Context(), step); err != nil {
			t.Fatal(err)
		}
	}
	heard(func(ctx context.Context, tx *storage.Tx) error {
		people, err := tx.PeopleAll(ctx)
		for i, p := range people {
			p.Chat = int64(i + 1)
			if _, err := tx.SavePerson(ctx, p); err != nil {
				return err
			}
		}
		return err
	})
	for range 2 {
		if o := call(t, env, "", "import", "tasks", put(t, "t.csv", taskFile())); o.code != exitDone {
			t.Fatalf("%+v", o)
		}
	}
	heard(func(ctx context.Context, tx *storage.Tx) (err error) {
		news, err = tx.NewsAll(ctx)
		return err
	})
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	if len(news) == 0 {
		t.Fatal("nobody hears of the list")
	}
	for _, n := range news { // one is led from outside, one is done already
		if n.Urgent || !strings.Contains(n.Line, "清单布置：社区食堂开业") {
			t.Errorf("%+v", n)
		}
	}
}
