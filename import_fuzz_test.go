package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// nothingNew is what an import says that changed nothing.
var nothingNew = regexp.MustCompile(`0 added, 0 changed|already`)

// FuzzImport: whatever a file holds, it is taken whole, and then taking it
// again changes nothing, or refused with a line that says what is wrong, and
// then nothing of it is there.
func FuzzImport(f *testing.F) {
	kinds := []string{"org", "people", "tasks", "checklists", "holidays", "indicators", "guides"}
	for i, seeds := range [][]string{
		{"code,level,name,parent\nBH,community,滨河社区,\nBH-01,grid,1网格,BH\n", "code,level,name,parent,short,pilot,tags\nA,city,甲,,甲,yes,\"x;y\"\nB,county,乙,A,,,\n", "编码,级别,名称,上级\nA,grid,一,A\n"},
		{"telegram_id,name,role,org\n5001,王芳,grid,BH-01\n", "telegram_id,name,role,org,type\n1,甲,task_group,BH,pingan\n-1,,admin,\n"},
		{"task,lead,deadline\n标线,住建局,2026-12-20\n", "任务,牵头单位,完成时限\n\"路,灯\",BH,12月20日前\n"},
		{"checklist,item\n三个一,一本台账\n", "checklist,item,org\n三个一,一,BH\n三个一,一,BH\n"},
		{"date,kind,name\n2027-10-01,off,国庆节\n", "date,kind,name,source\n2027-02-30,work,,x\n"},
		{"type,item,clause,text,max_score\npingan,1,1.1,有台账,5\n", "type,item,clause,text,max_score,evidence\nmeili,1,1.1,甲,2.5,巡查 消防 本季 ≥3次\n"},
		{"slug,name,department,what\na,甲,民政,乙\n", "名称,编码,部门\n\"甲\n乙\",b,民政\n"},
	} {
		for _, s := range seeds {
			f.Add(uint8(i), s)
		}
		f.Add(uint8(i), "\ufeff")
		f.Add(uint8(i), "PK\x03\x04")
	}
	folder := f.TempDir()
	org := filepath.Join(folder, "org.csv")
	if err := os.WriteFile(org, []byte("code,level,name,parent\nBH,community,滨河社区,\nBH-01,grid,1网格,BH\n"), 0o600); err != nil {
		f.Fatal(err)
	}
	db := filepath.Join(folder, "gridmate.db")
	if code := run(f.Context(), []string{"import", "org", org}, getenvOf("GRIDMATE_DB="+db), strings.NewReader(""), os.Stdout, os.Stderr); code != exitDone {
		f.Fatalf("the organisation was not imported: %d", code)
	}
	empty, err := os.ReadFile(db)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, kind uint8, content string) {
		name := kinds[int(kind)%len(kinds)]
		path := put(t, "gridmate.db", string(empty))
		env := []string{"GRIDMATE_DB=" + path}
		file := put(t, name+".csv", content)
		first := call(t, env, "", "import", name, file)
		if first.code != exitDone {
			if first.code != exitFailed || !strings.HasPrefix(first.errors, "gridmate: ") && !strings.HasPrefix(first.errors, "nothing was imported") {
				t.Errorf("code %d: %q", first.code, first.errors)
			}
			if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, empty) {
				t.Errorf("the file was refused, yet the database is another: %v", err)
			}
			return
		}
		if again := call(t, env, "", "import", name, file); again.code != exitDone || !nothingNew.MatchString(again.out) {
			t.Errorf("first %q, again %d %q %q", first.out, again.code, again.out, again.errors)
		}
	})
}

// getenvOf is an environment of NAME=value.
func getenvOf(pairs ...string) func(string) string {
	return func(name string) string {
		for _, p := range pairs {
			if value, ok := strings.CutPrefix(p, fmt.Sprint(name, "=")); ok {
				return value
			}
		}
		return ""
	}
}
