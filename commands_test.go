package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gridmate/community"
	"gridmate/digest"
	"gridmate/storage"
	"gridmate/tables"
)

const orgFile = `code,level,name,parent,short,pilot
BJ,city,示例市,,,
BH,community,滨河社区,BJ,滨河,1
BH-01,grid,1网格,BH,,
BH-02,grid,2网格,BH,,
`

const peopleFile = `telegram_id,name,role,org
7001,网格员甲,grid,BH-01
7002,书记,community_lead,BH
7002,书记,leader,BJ
`

// deployment is a database with the organisation and people above; the
// environment names it.
func deployment(t *testing.T) (env []string, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "test.db")
	env = []string{"GRIDMATE_DB=" + path}
	for _, args := range [][]string{
		{"import", "org", put(t, "org.csv", orgFile)},
		{"import", "people", put(t, "people.csv", peopleFile)},
	} {
		if o := call(t, env, "", args...); o.code != exitDone {
			t.Fatalf("%v: %+v", args, o)
		}
	}
	return env, path
}

func TestImportSaysWhatChangedAndRepeatsWithoutEffect(t *testing.T) {
	t.Parallel()
	env := []string{"GRIDMATE_DB=" + filepath.Join(t.TempDir(), "test.db")}
	org, people := put(t, "org.csv", orgFile), put(t, "people.csv", peopleFile)
	for _, step := range []struct{ what, file, want string }{
		{"org", org, "org: 4 added, 0 changed, 0 unchanged\n"},
		{"org", org, "org: 0 added, 0 changed, 4 unchanged\n"},
		{"org", put(t, "org.csv", strings.Replace(orgFile, "2网格", "幸福网格", 1)), "org: 0 added, 1 changed, 3 unchanged\n"},
		{"people", people, "people: 3 added, 0 changed, 0 unchanged\n"},
		{"people", people, "people: 0 added, 0 changed, 3 unchanged\n"},
	} {
		if o := call(t, env, "", "import", step.what, step.file); o.code != exitDone || o.out != step.want {
			t.Errorf("import %s: %+v, want %q", step.what, o, step.want)
		}
	}
}

func TestImportOfABadFileNamesEveryRowAndChangesNothing(t *testing.T) {
	t.Parallel()
	env, _ := deployment(t)
	file := put(t, "bad.csv", "code,level,name,parent\nBH-03,grid,3网格,BH\nBH-04,town,4网格,BH\nBH-05,grid,5网格,NO\n")
	o := call(t, env, "", "import", "org", file)
	lines := strings.Split(strings.TrimSpace(o.errors), "\n")
	if o.code != exitFailed || len(lines) != 3 || !strings.Contains(lines[0], "line 3, level") ||
		!strings.Contains(lines[1], "line 4, parent") || !strings.Contains(lines[2], "nothing was imported: 2 errors") {
		t.Errorf("%+v", o)
	}
	o = call(t, env, "", "import", "org", put(t, "org.csv", "code,level,name,parent\nBH-03,grid,3网格,BH\n"))
	if o.out != "org: 1 added, 0 changed, 0 unchanged\n" {
		t.Errorf("the bad file left something behind: %+v", o)
	}
	bad := put(t, "bad.csv", "telegram_id,name,role,org\n7009,丙,grid,BH-09\nx,丁,boss,BH\n")
	if o := call(t, env, "", "import", "people", bad); o.code != exitFailed || strings.Count(o.errors, "\n") != 4 {
		t.Errorf("%+v", o)
	}
}

func TestImportRefusesWhatItCannotRead(t *testing.T) {
	t.Parallel()
	env := []string{"GRIDMATE_DB=" + filepath.Join(t.TempDir(), "test.db")}
	for name, args := range map[string][]string{
		"no such file":     {"import", "org", "/nowhere/org.csv"},
		"GBK":              {"import", "org", put(t, "gbk.csv", "code,level,name,parent\nBH,community,\xb1\xf5\xba\xd3,\n")},
		"columns missing":  {"import", "org", put(t, "o.csv", "code,name\nBH,滨河\n")},
		"an empty file":    {"import", "people", put(t, "p.csv", "")},
		"a folder":         {"import", "people", t.TempDir()},
		"an empty folder":  {"import", "guides", t.TempDir()},
		"no such guides":   {"import", "guides", "/nowhere/guides"},
		"a damaged sheet":  {"import", "guides", put(t, "g.xlsx", "PK\x03\x04")},
		"guides not UTF-8": {"import", "guides", put(t, "g.csv", "slug,name,department\na,\xb1\xf5,\xb1\xf5\n")},
	} {
		o := call(t, env, "", args...)
		if o.code != exitFailed || !strings.Contains(o.errors, "nothing was imported") || o.out != "" {
			t.Errorf("%s: %+v", name, o)
		}
	}
	if _, err := os.Stat(env[0][len("GRIDMATE_DB="):]); err == nil {
		t.Error("a file that could not be read left a database behind")
	}
}

func TestImportedGuidesAreFound(t *testing.T) {
	t.Parallel()
	env, _ := deployment(t)
	file := put(t, "guides.csv", "slug,name,department,aliases\nshuibiao,水表过户,水务,换水表|水表改名\n")
	for _, want := range []string{"guides: 1 added, 0 changed, 0 unchanged\n", "guides: 0 added, 0 changed, 1 unchanged\n"} {
		if o := call(t, env, "", "import", "guides", file); o.out != want {
			t.Errorf("%+v, want %q", o, want)
		}
	}
	o := call(t, env, "换水表\n低保\n量子纠缠\n", "guides", "search", "--limit", "1")
	if want := "query,slugs\n换水表,shuibiao\n低保,dibao\n量子纠缠,\n"; o.out != want {
		t.Errorf("%+v, want %q", o, want)
	}
}

func TestGuideSearchNeedsNoDatabase(t *testing.T) {
	t.Parallel()
	env := []string{"GRIDMATE_DB=" + filepath.Join(t.TempDir(), "none.db")}
	o := call(t, env, "低保\r\n\n怎么离婚\n", "guides", "search")
	if o.code != exitDone || !strings.HasPrefix(o.out, "query,slugs\n低保,dibao") || !strings.Contains(o.out, "lihun-dengji") {
		t.Errorf("%+v", o)
	}
	if _, err := os.Stat(env[0][len("GRIDMATE_DB="):]); err == nil {
		t.Error("the search made a database")
	}
	wantOneLine(t, call(t, env, "", "guides", "search", "--limit", "0"), exitUsage, "--limit")
}

func TestCommandsRefuseWrongUsage(t *testing.T) {
	t.Parallel()
	env, _ := deployment(t)
	for name, test := range map[string]struct {
		args string
		code int
		want string
	}{
		"digest of an unknown unit":      {"digest --org XX --period day --date 2026-11-23", exitFailed, "XX"},
		"digest without a unit":          {"digest --period day --date 2026-11-23", exitUsage, "--org"},
		"digest of a fortnight":          {"digest --org BH --period fortnight --date 2026-11-23", exitUsage, "--period"},
		"digest of no day":               {"digest --org BH --period day --date 23.11.2026", exitUsage, "--date"},
		"digest in another format":       {"digest --org BH --period day --date 2026-11-23 --format xml", exitUsage, "--format"},
		"export of something else":       {"export people --org BH --from 2026-11-01 --to 2026-11-02 -o -", exitUsage, "people"},
		"export backwards":               {"export records --org BH --from 2026-11-02 --to 2026-11-01 -o -", exitUsage, "--to"},
		"export without a file":          {"export records --org BH --from 2026-11-02 --to 2026-11-03", exitUsage, "--output"},
		"export into a missing folder":   {"export records --org BH --from 2026-11-02 --to 2026-11-03 -o /nowhere/x.csv", exitFailed, "/nowhere/x.csv"},
		"invitation to an unknown role":  {"invite --role boss --org BH", exitUsage, "boss"},
		"invitation to an unknown unit":  {"invite --role grid --org XX", exitFailed, "XX"},
		"invitation on a senseless unit": {"invite --role grid --org BJ", exitFailed, "BJ"},
		"import without a file":          {"import org", exitUsage, "<file>"},
		"import of something else":       {"import money x.csv", exitUsage, "money"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wantOneLine(t, call(t, env, "", strings.Fields(test.args)...), test.code, test.want)
		})
	}
}

func TestCommandsOnADatabaseThatIsNotThere(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "none.db")
	for _, args := range []string{
		"digest --org BH --period day --date 2026-11-23",
		"export records --org BH --from 2026-11-01 --to 2026-11-02 -o -",
		"backup " + filepath.Join(t.TempDir(), "copy.db"),
	} {
		wantOneLine(t, call(t, []string{"GRIDMATE_DB=" + path}, "", strings.Fields(args)...), exitFailed, path)
	}
	foreign := put(t, "foreign.db", "this is not a database, it only looks like a file of some length")
	wantOneLine(t, call(t, []string{"GRIDMATE_DB=" + foreign}, "", "digest", "--org", "BH", "--period", "day", "--date", "2026-11-23"), exitFailed, foreign)
}

func TestInvitePrintsAPayloadOnce(t *testing.T) {
	t.Parallel()
	env, path := deployment(t)
	o := call(t, env, "", "invite", "--role", "grid", "--org", "bh-01")
	payload := strings.TrimSpace(o.out)
	if o.code != exitDone || len(payload) < 22 || len(payload) > 64 || strings.Trim(payload, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") != "" {
		t.Fatalf("%+v", o)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), payload) {
		t.Error("the payload itself is stored")
	}
	change(t, path, func(tx *storage.Tx) error {
		inv, err := tx.TakeInvitation(t.Context(), community.HashPayload(payload), 7100, time.Now())
		if err == nil && (inv.Role != community.RoleGrid || time.Until(inv.Expires) < 6*24*time.Hour) {
			t.Errorf("%+v", inv)
		}
		return err
	})
}

// change runs f on the database of a test.
func change(t *testing.T, path string, f func(*storage.Tx) error) {
	t.Helper()
	db, err := storage.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := db.InTx(t.Context(), func(_ context.Context, tx *storage.Tx) error { return f(tx) }); err != nil {
		t.Fatal(err)
	}
}

// withRecords adds one record of each sort on 2026-11-23 to a deployment.
func withRecords(t *testing.T) (env []string) {
	env, path := deployment(t)
	n := func(n int) *int { return &n }
	today := community.NewDate(2026, time.November, 23)
	change(t, path, func(tx *storage.Tx) error {
		grid, _ := tx.Org().ByCode("BH-01")
		village, _ := tx.Org().ByCode("BH")
		person, _, err := tx.PersonByUser(t.Context(), 7001)
		if err != nil {
			return err
		}
		for _, r := range []community.Record{
			{Kind: community.KindPatrol, Unit: grid.ID, Building: "3", Category: community.Fire, Found: n(2), Fixed: n(1), Text: "=1+1 巡查"},
			{Kind: community.KindPatrol, Unit: village.ID, Grids: "1,2", Visited: n(8)},
			{Kind: community.KindDispute, Unit: grid.ID, Category: community.Neighbor, Outcome: community.OutcomeSuccess, Cases: n(2), Resolved: n(2), Amount: n(1200)},
			{Kind: community.KindEvent, Unit: village.ID, Participants: n(30), Handbooks: n(100)},
			{Kind: community.KindIssue, Unit: grid.ID, Place: "东门", Text: "路灯不亮"},
			{Kind: community.KindIssue, Unit: grid.ID, Outcome: community.OutcomeFixed},
		} {
			r.Reporter, r.Date, r.Created = person.ID, today, today.In(time.UTC).Add(4*time.Hour)
			r, err := community.NewRecord(r, today)
			if err != nil {
				return err
			}
			if _, err := tx.AddRecord(t.Context(), r); err != nil {
				return err
			}
		}
		r, err := tx.Record(t.Context(), 2)
		if err != nil {
			return err
		}
		r.Withdrawn = r.Created
		return tx.SaveRecord(t.Context(), r, nil)
	})
	return env
}

func TestExportRecords(t *testing.T) {
	t.Parallel()
	env := withRecords(t)
	span := []string{"--org", "BH", "--from", "2026-11-23", "--to", "2026-11-23"}
	o := call(t, env, "", append([]string{"export", "records", "-o", "-"}, span...)...)
	want := `number,kind,org,grid,building,date,category,found,fixed,visited,participants,handbooks,outcome,cases,resolved,amount,deadline,status,reporter,source,text
1,patrol,BH,BH-01,3,2026-11-23,fire,2,1,,,,partial,,,,,recorded,网格员甲,,'=1+1 巡查
2,patrol,BH,"BH-01,BH-02",,2026-11-23,general,,,8,,,,,,,,withdrawn,网格员甲,,
3,dispute,BH,BH-01,,2026-11-23,neighbor,,,,,,success,2,2,1200,2026-12-23,success,网格员甲,,
4,event,BH,,,2026-11-23,service,,,,30,100,,,,,,recorded,网格员甲,,
5,issue,BH,BH-01,,2026-11-23,general,,,,,,,,,,2026-11-30,open,网格员甲,resident,路灯不亮
6,issue,BH,BH-01,,2026-11-23,general,,,,,,fixed,,,,2026-11-30,closed,网格员甲,resident,
`
	if diff := cmp.Diff(want, o.out); diff != "" || o.code != exitDone {
		t.Errorf("%s %s", diff, o.errors)
	}
	if o := call(t, env, "", "export", "records", "-o", "-", "--org", "BH-02", "--from", "2026-11-23", "--to", "2026-11-23"); strings.Count(o.out, "\n") != 1 {
		t.Errorf("another grid's records: %s", o.out)
	}
}

func TestExportAsJSONKeepsNumbersAndAbsence(t *testing.T) {
	t.Parallel()
	env := withRecords(t)
	file := filepath.Join(t.TempDir(), "r.json")
	args := []string{"--org", "BH", "--from", "2026-11-01", "--to", "2026-11-30", "--format", "json", "-o", file}
	if o := call(t, env, "", append([]string{"export", "records"}, args...)...); o.code != exitDone || o.out != "" {
		t.Fatalf("%+v", o)
	}
	records := readJSON(t, file)
	if len(records) != 6 || records[0]["found"] != 2.0 || records[0]["visited"] != nil || records[0]["text"] != "=1+1 巡查" {
		t.Errorf("%v", records)
	}
	if o := call(t, env, "", append([]string{"export", "ledger"}, args...)...); o.code != exitDone {
		t.Fatalf("%+v", o)
	}
	ledger := readJSON(t, file)
	if len(ledger) != 2 || ledger[0]["code"] != "滨河-2026-0001" || ledger[0]["place"] != "东门" || ledger[1]["closed_at"] != "2026-11-23" || ledger[1]["overdue"] != false {
		t.Errorf("%v", ledger)
	}
}

func readJSON(t *testing.T, file string) []map[string]any {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var list []map[string]any
	if err := json.Unmarshal(text, &list); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return list
}

func TestExportAsWorkbook(t *testing.T) {
	t.Parallel()
	env := withRecords(t)
	file := filepath.Join(t.TempDir(), "r.xlsx")
	o := call(t, env, "", "export", "ledger", "--org", "BJ", "--from", "2026-11-01", "--to", "2026-11-30", "--format", "xlsx", "-o", file)
	if o.code != exitDone {
		t.Fatalf("%+v", o)
	}
	table, err := tables.Read(file)
	if err != nil || len(table.Rows) != 2 || table.Rows[0].Get("text") != "路灯不亮" || table.Rows[1].Get("number") != "6" {
		t.Errorf("%+v, %v", table, err)
	}
}

func TestExportOfTheOfficialTables(t *testing.T) {
	t.Parallel()
	env := withRecords(t)
	file := filepath.Join(t.TempDir(), "tables.xlsx")
	span := []string{"export", "tables", "--org", "BH", "--from", "2026-11-23", "--to", "2026-11-29"}
	if o := call(t, env, "", append(span, "-o", file)...); o.code != exitDone || o.out != "" {
		t.Fatalf("%+v", o)
	}
	if first, err := os.ReadFile(file); err != nil || !strings.HasPrefix(string(first), "PK") {
		t.Errorf("no workbook: %v", err)
	}
	wantOneLine(t, call(t, env, "", append(span, "-o", file, "--format", "csv")...), exitUsage, "--format")
}

func TestDigestEqualsARecountOfTheExport(t *testing.T) {
	t.Parallel()
	env := withRecords(t)
	o := call(t, env, "", "digest", "--org", "BH", "--period", "week", "--date", "2026-11-25", "--format", "json")
	if o.code != exitDone {
		t.Fatalf("%+v", o)
	}
	var got digest.Digest
	if err := json.Unmarshal([]byte(o.out), &got); err != nil {
		t.Fatal(err)
	}
	if got.From != digest.Day(community.NewDate(2026, 11, 23)) || got.To != got.From+6 || got.Org != "BH" {
		t.Errorf("%s", o.out)
	}
	if diff := cmp.Diff(recount(t, env), got.Totals, cmp.FilterPath(func(p cmp.Path) bool { return p.String() == "Issues.Overdue" }, cmp.Ignore())); diff != "" {
		t.Errorf("recount and digest: %s", diff)
	}
}

// recount adds up what export records shows.
func recount(t *testing.T, env []string) digest.Totals {
	t.Helper()
	file := filepath.Join(t.TempDir(), "r.json")
	o := call(t, env, "", "export", "records", "--org", "BH", "--from", "2026-11-23", "--to", "2026-11-29", "--format", "json", "-o", file)
	if o.code != exitDone {
		t.Fatalf("%+v", o)
	}
	var sum digest.Totals
	for _, r := range readJSON(t, file) {
		if r["status"] == "withdrawn" {
			continue
		}
		n := func(field string) int { v, _ := r[field].(float64); return int(v) }
		sum.Found, sum.Fixed, sum.Visited = sum.Found+n("found"), sum.Fixed+n("fixed"), sum.Visited+n("visited")
		sum.Participants, sum.Handbooks = sum.Participants+n("participants"), sum.Handbooks+n("handbooks")
		switch r["kind"] {
		case "patrol":
			sum.Patrols++
		case "event":
			sum.Events++
		case "dispute":
			sum.Disputes.Registered += n("cases")
			sum.Disputes.Success += n("resolved")
		case "issue":
			sum.Issues.Opened++
			if r["status"] == "closed" {
				sum.Issues.Closed++
			} else {
				sum.Issues.Open++
			}
		}
	}
	return sum
}

func TestDigestAsText(t *testing.T) {
	t.Parallel()
	env := withRecords(t)
	o := call(t, env, "", "digest", "--org", "BH", "--period", "day", "--date", "2026-11-23")
	if o.code != exitDone || !strings.Contains(o.out, "滨河社区") || strings.ContainsAny(o.out, "\x02\x03<") {
		t.Errorf("%+v", o)
	}
}

func TestBackupIsAWholeDatabase(t *testing.T) {
	t.Parallel()
	env := withRecords(t)
	file := filepath.Join(t.TempDir(), "copy.db")
	for range 2 { // the second replaces the first
		if o := call(t, env, "", "backup", file); o.code != exitDone || !strings.HasPrefix(o.out, "backup: ") {
			t.Fatalf("%+v", o)
		}
	}
	span := []string{"export", "records", "--org", "BH", "--from", "2026-11-01", "--to", "2026-11-30", "-o", "-"}
	from, to := call(t, env, "", span...), call(t, []string{"GRIDMATE_DB=" + file}, "", span...)
	if from.out != to.out || to.code != exitDone {
		t.Errorf("the copy differs: %+v", to)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(file), ".gridmate-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	wantOneLine(t, call(t, env, "", "backup", strings.TrimPrefix(env[0], "GRIDMATE_DB=")), exitUsage, "database itself")
}

func TestRestoreBringsABackupBack(t *testing.T) {
	t.Parallel()
	env := withRecords(t)
	db, copied := strings.TrimPrefix(env[0], "GRIDMATE_DB="), filepath.Join(t.TempDir(), "copy.db")
	span := []string{"export", "records", "--org", "BH", "--from", "2026-11-01", "--to", "2026-11-30", "-o", "-"}
	before := call(t, env, "", span...).out
	if o := call(t, env, "", "backup", copied); o.code != exitDone {
		t.Fatalf("%+v", o)
	}
	change(t, db, func(tx *storage.Tx) error {
		r, err := tx.Record(t.Context(), 1)
		if err == nil {
			r.Text = "changed since"
			err = tx.SaveRecord(t.Context(), r, nil)
		}
		return err
	})
	if o := call(t, env, "", "restore", copied); o.code != exitDone || !strings.Contains(o.out, ".before-restore") {
		t.Errorf("%+v", o)
	}
	if _, err := os.Stat(db + "-wal"); err == nil {
		t.Error("a log is left for the restored database")
	}
	if after := call(t, env, "", span...); after.out != before {
		t.Errorf("%s", cmp.Diff(before, after.out))
	}
	kept := call(t, []string{"GRIDMATE_DB=" + db + ".before-restore"}, "", span...)
	if !strings.Contains(kept.out, "changed since") {
		t.Errorf("the former database is not kept: %+v", kept)
	}
}

func TestRestoreRefusesWhatWouldDoHarm(t *testing.T) {
	t.Parallel()
	env, path := deployment(t)
	damaged := put(t, "damaged.db", "SQLite format 3\x00 and then nothing of the kind")
	wantOneLine(t, call(t, env, "", "restore", damaged), exitFailed, damaged)
	wantOneLine(t, call(t, env, "", "restore", "/nowhere/copy.db"), exitFailed, "/nowhere/copy.db")
	wantOneLine(t, call(t, env, "", "restore", path), exitUsage, "database itself")
	copied := filepath.Join(t.TempDir(), "copy.db")
	if o := call(t, env, "", "backup", copied); o.code != exitDone {
		t.Fatalf("%+v", o)
	}
	db, err := storage.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	release, err := db.Own() // as the running bot does
	if err != nil {
		t.Fatal(err)
	}
	wantOneLine(t, call(t, env, "", "restore", copied), exitFailed, "stop it first")
	if err := errors.Join(release(), db.Close()); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".gridmate-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestDoctorFindsTheDeploymentInOrder(t *testing.T) {
	t.Parallel()
	env := withRecords(t)
	o := call(t, env, "", "doctor")
	if o.code != exitDone || !strings.Contains(o.out, "4 units") || !strings.Contains(o.out, "dead letters   0") {
		t.Errorf("%+v", o)
	}
}

func TestExportedCSVIsReadBack(t *testing.T) {
	t.Parallel()
	env := withRecords(t)
	o := call(t, env, "", "export", "records", "--org", "BJ", "--from", "2026-11-01", "--to", "2026-11-30", "-o", "-")
	lines, err := csv.NewReader(strings.NewReader(o.out)).ReadAll()
	if err != nil || len(lines) != 7 {
		t.Errorf("%d lines, %v", len(lines), err)
	}
}
