package main

import (
	"strings"
	"testing"
)

func TestChecklistsAreImportedWhollyAndRepeatably(t *testing.T) {
	t.Parallel()
	env, _ := deployment(t)
	const file = "checklist,item,org\n三个一,一张网格图,BH\n三个一,一支志愿队,BH\n三个一,一个议事点,BH\n"
	for _, step := range []struct{ file, want string }{
		{file, "checklists: 1 added, 0 changed, 0 unchanged\n"},
		{file, "checklists: 0 added, 0 changed, 1 unchanged\n"},
		{strings.Replace(file, "一个议事点", "一个红色驿站", 1), "checklists: 0 added, 1 changed, 0 unchanged\n"},
	} {
		if o := call(t, env, "", "import", "checklists", put(t, "c.csv", step.file)); o.code != exitDone || o.out != step.want {
			t.Errorf("%+v, want %q", o, step.want)
		}
	}
	bad := "checklist,item,org\n三个一,,BH\n三个一,一支志愿队,BH\n三个一,一支志愿队,BH\n五有,有场所,XX\n六好,好,BH-01\n"
	o := call(t, env, "", "import", "checklists", put(t, "bad.csv", bad))
	for _, want := range []string{"line 2, item", "line 4, item: 一支志愿队 is there twice", "line 5, org: there is no unit XX", "line 6, org", "4 errors"} {
		if o.code != exitFailed || !strings.Contains(o.errors, want) {
			t.Errorf("%q is missing in %+v", want, o)
		}
	}
}
