package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gridmate/handlers"
)

// outcome is what one call of the program left behind.
type outcome struct {
	code        int
	out, errors string
}

// call runs the program in this process. env is NAME=value pairs.
func call(t *testing.T, env []string, stdin string, args ...string) outcome {
	t.Helper()
	values := map[string]string{}
	for _, pair := range env {
		name, value, _ := strings.Cut(pair, "=")
		values[name] = value
	}
	var out, errs bytes.Buffer
	code := run(t.Context(), args, func(name string) string { return values[name] }, strings.NewReader(stdin), &out, &errs)
	return outcome{code, out.String(), errs.String()}
}

// put writes a file into a temporary folder and returns its path.
func put(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// wantOneLine holds that a refusal is one line with these words.
func wantOneLine(t *testing.T, o outcome, code int, words ...string) {
	t.Helper()
	if o.code != code {
		t.Errorf("exit code %d, want %d", o.code, code)
	}
	if strings.Count(o.errors, "\n") != 1 {
		t.Errorf("not one line: %q", o.errors)
	}
	for _, w := range words {
		if !strings.Contains(o.errors, w) {
			t.Errorf("%q does not hold %q", o.errors, w)
		}
	}
}

func TestABadSettingStopsTheStart(t *testing.T) {
	t.Parallel()
	const token = "GRIDMATE_TOKEN=123456:secretsecret"
	for name, test := range map[string]struct {
		env  []string
		want []string
	}{
		"no token at all":              {nil, []string{"GRIDMATE_TOKEN"}},
		"token of another shape":       {[]string{"GRIDMATE_TOKEN=secretsecret"}, []string{"GRIDMATE_TOKEN"}},
		"token with a slash":           {[]string{"GRIDMATE_TOKEN=1:secretsecret/x"}, []string{"GRIDMATE_TOKEN"}},
		"token file that is not there": {[]string{"GRIDMATE_TOKEN_FILE=/nowhere/token"}, []string{"GRIDMATE_TOKEN_FILE", "/nowhere/token"}},
		"token and token file":         {[]string{token, "GRIDMATE_TOKEN_FILE=x"}, []string{"GRIDMATE_TOKEN_FILE"}},
		"another database":             {[]string{token, "GRIDMATE_DB=postgres://u:p@host/db"}, []string{"GRIDMATE_DB", "SQLite"}},
		"API address without scheme":   {[]string{token, "GRIDMATE_API_URL=127.0.0.1:8081"}, []string{"GRIDMATE_API_URL", "127.0.0.1:8081"}},
		"admin by name":                {[]string{token, "GRIDMATE_ADMINS=7001,zhang"}, []string{"GRIDMATE_ADMINS", "7001,zhang"}},
		"unknown zone":                 {[]string{token, "GRIDMATE_TIMEZONE=Mars/Olympus"}, []string{"GRIDMATE_TIMEZONE", "Mars/Olympus"}},
		"the machine's zone":           {[]string{token, "GRIDMATE_TIMEZONE=Local"}, []string{"GRIDMATE_TIMEZONE"}},
		"listen without port":          {[]string{token, "GRIDMATE_LISTEN=localhost"}, []string{"GRIDMATE_LISTEN", "localhost"}},
		"listen with a port too high":  {[]string{token, "GRIDMATE_LISTEN=:70000"}, []string{"GRIDMATE_LISTEN"}},
		"webhook without listen":       {[]string{token, "GRIDMATE_WEBHOOK_URL=https://a.b/c", "GRIDMATE_WEBHOOK_SECRET=x"}, []string{"GRIDMATE_LISTEN"}},
		"webhook without secret":       {[]string{token, "GRIDMATE_WEBHOOK_URL=https://a.b/c", "GRIDMATE_LISTEN=:1"}, []string{"GRIDMATE_WEBHOOK_SECRET"}},
		"webhook over http":            {[]string{token, "GRIDMATE_WEBHOOK_URL=http://a.b/c", "GRIDMATE_LISTEN=:1"}, []string{"GRIDMATE_WEBHOOK_URL"}},
		"webhook with a pattern":       {[]string{token, "GRIDMATE_WEBHOOK_URL=https://a.b/{c", "GRIDMATE_LISTEN=:1", "GRIDMATE_WEBHOOK_SECRET=x"}, []string{"GRIDMATE_WEBHOOK_URL"}},
		"secret with a space":          {[]string{token, "GRIDMATE_WEBHOOK_URL=https://a.b/c", "GRIDMATE_LISTEN=:1", "GRIDMATE_WEBHOOK_SECRET=secret secret"}, []string{"GRIDMATE_WEBHOOK_SECRET"}},
		"secret alone":                 {[]string{token, "GRIDMATE_WEBHOOK_SECRET=secretsecret"}, []string{"GRIDMATE_WEBHOOK_SECRET"}},
		"pace without unit":            {[]string{token, "GRIDMATE_RATE_TOTAL=30"}, []string{"GRIDMATE_RATE_TOTAL", `"30"`}},
		"pace below zero":              {[]string{token, "GRIDMATE_RATE_CHAT=-1/s"}, []string{"GRIDMATE_RATE_CHAT"}},
		"pace in fortnights":           {[]string{token, "GRIDMATE_RATE_GROUP=20/w"}, []string{"GRIDMATE_RATE_GROUP", "20/w"}},
		"a term in fortnights":         {[]string{token, "GRIDMATE_DEADLINES=general=2f"}, []string{"GRIDMATE_DEADLINES", "general=2f"}},
		"backup at noonish":            {[]string{token, "GRIDMATE_BACKUP_AT=noon"}, []string{"GRIDMATE_BACKUP_AT", "noon"}},
		"backups for years":            {[]string{token, "GRIDMATE_BACKUP_KEEP=1000"}, []string{"GRIDMATE_BACKUP_KEEP", "1000"}},
		"a copy of no backup":          {[]string{token, "GRIDMATE_BACKUP_COPY=/mnt"}, []string{"GRIDMATE_BACKUP_COPY", "GRIDMATE_BACKUP_DIR"}},
		"a copy beside the backup":     {[]string{token, "GRIDMATE_BACKUP_DIR=/mnt", "GRIDMATE_BACKUP_COPY=/mnt/"}, []string{"GRIDMATE_BACKUP_COPY", "another"}},
		"texts for ever":               {[]string{token, "GRIDMATE_KEEP_TEXTS=0"}, []string{"GRIDMATE_KEEP_TEXTS", "365"}},
		"records for a month":          {[]string{token, "GRIDMATE_KEEP_RECORDS=30"}, []string{"GRIDMATE_KEEP_RECORDS", "365"}},
		"pace of a person":             {[]string{token, "GRIDMATE_RATE_PERSON=lots"}, []string{"GRIDMATE_RATE_PERSON", "lots"}},
		"log level":                    {[]string{token, "GRIDMATE_LOG=loud"}, []string{"GRIDMATE_LOG", "loud"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := call(t, test.env, "")
			wantOneLine(t, o, exitUsage, test.want...)
			if strings.Contains(o.errors, "secret ") || strings.Contains(o.errors, "secretsecret") || strings.Contains(o.errors, "u:p@") {
				t.Errorf("a secret is shown: %q", o.errors)
			}
		})
	}
}

func TestAFlagIsTheSameAsItsVariable(t *testing.T) {
	t.Parallel()
	wantOneLine(t, call(t, nil, "", "--log=loud", "version"), exitUsage, "GRIDMATE_LOG", "loud")
	wantOneLine(t, call(t, []string{"GRIDMATE_LOG=loud"}, "", "version"), exitUsage, "GRIDMATE_LOG", "loud")
	if o := call(t, []string{"GRIDMATE_LOG=loud"}, "", "--log=info", "version"); o.code != exitDone {
		t.Errorf("the flag does not win: %+v", o)
	}
}

func TestSettingsAreReadWholly(t *testing.T) {
	t.Parallel()
	s := settings{
		TokenFile: put(t, "token", " 1:abc\n"), DB: "x.db", APIURL: "http://127.0.0.1:8081/", Admins: "7001, 7002,",
		Timezone: "Asia/Urumqi", Listen: ":0", WebhookURL: "http://127.0.0.1/hook", WebhookSecret: "s-1_2",
		RateTotal: "0", RateChat: "2/s", RateGroup: "20/m", Log: "WARN", PushBudget: "2", Quiet: "20:30-9:00",
		deadlines:  deadlines{Deadlines: "general=5w"},
		safety:     safety{BackupDir: "/a", BackupCopy: "/b", BackupAt: "3:05", BackupKeep: "90"},
		discretion: discretion{KeepTexts: "30", KeepRecords: "400", RatePerson: "60/m"},
	}
	c, err := s.validate()
	if err != nil {
		t.Fatal(err)
	}
	if c.Token != "1:abc" || c.APIURL != "http://127.0.0.1:8081" || len(c.Admins) != 2 || c.Zone.String() != "Asia/Urumqi" {
		t.Errorf("%+v", c)
	}
	if c.Pace.Total.String() != "0" || c.Pace.Chat.String() != "2/s" || c.Pace.Group.String() != "20/m" {
		t.Errorf("%+v", c)
	}
	if c.Nights != (nights{dir: "/a", copy: "/b", at: 3*60 + 5, keep: 90}) {
		t.Errorf("%+v", c.Nights)
	}
	if c.Terms.General.String() != "5w" || c.Terms.Dispute.String() != "30" {
		t.Errorf("%+v", c.Terms)
	}
	if c.Keeping != (handlers.Keeping{Texts: 30, Records: 400}) || c.RatePerson.String() != "60/m" {
		t.Errorf("%+v", c)
	}
	if c.Manners.Budget != 2 || c.Manners.Quiet.String() != "20:30-09:00" {
		t.Errorf("%+v", c.Manners)
	}
}

func TestWrongUsage(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"nonsense"}, {"--nonsense"}, {"version", "nonsense"}, {"run", "--no"},
	} {
		wantOneLine(t, call(t, nil, "", args...), exitUsage)
	}
}

func TestHelpNamesEverySettingAndCommand(t *testing.T) {
	t.Parallel()
	o := call(t, []string{"GRIDMATE_LOG=loud"}, "", "--help")
	if o.code != exitDone || o.errors != "" {
		t.Fatalf("%+v", o)
	}
	for _, word := range []string{
		"$GRIDMATE_TOKEN", "$GRIDMATE_TOKEN_FILE", "$GRIDMATE_DB", "$GRIDMATE_API_URL", "$GRIDMATE_ADMINS",
		"$GRIDMATE_TIMEZONE", "$GRIDMATE_LISTEN", "$GRIDMATE_WEBHOOK_URL", "$GRIDMATE_WEBHOOK_SECRET",
		"$GRIDMATE_RATE_TOTAL", "$GRIDMATE_RATE_CHAT", "$GRIDMATE_RATE_GROUP", "$GRIDMATE_LOG", "$GRIDMATE_PUSH_BUDGET", "$GRIDMATE_QUIET", "$GRIDMATE_DEADLINES",
		"$GRIDMATE_BACKUP_DIR", "$GRIDMATE_BACKUP_COPY", "$GRIDMATE_BACKUP_AT", "$GRIDMATE_BACKUP_KEEP",
		"$GRIDMATE_KEEP_TEXTS", "$GRIDMATE_KEEP_RECORDS", "$GRIDMATE_RATE_PERSON", "version",
	} {
		if !strings.Contains(o.out, word) {
			t.Errorf("the help lacks %s", word)
		}
	}
}

func TestNoSecretIsEverWritten(t *testing.T) {
	t.Parallel()
	var errs bytes.Buffer
	c := &console{stdout: &errs, stderr: &errs, config: config{Token: "1:abcdef", WebhookSecret: "hush"}}
	c.start()
	c.log.Error("poll failed", "error", `Post "https://host/bot1:abcdef/getUpdates": EOF`)
	c.complain("hush")
	if s := errs.String(); strings.Contains(s, "abcdef") || strings.Contains(s, "hush") || strings.Count(s, "[secret]") != 2 {
		t.Errorf("%s", s)
	}
}
