package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"gridmate/internal/browser"
	"gridmate/sandbox"
)

// openSandbox runs the sandbox with a database of its own until the test ends.
func openSandbox(t *testing.T) (address, db string, bot running) {
	t.Helper()
	db = filepath.Join(t.TempDir(), "sandbox.db")
	// A real deployment's settings, which must not matter.
	env := []string{"GRIDMATE_TOKEN=1:real", "GRIDMATE_DB=/nowhere/real.db", "GRIDMATE_LISTEN=256.0.0.1:1", "GRIDMATE_RATE_CHAT=nonsense"}
	bot = start(t, env, "sandbox", "--listen", "127.0.0.1:0", "--db", db)
	address = bot.out.await(t, regexp.MustCompile(`http://\S+`))
	return address, db, bot
}

func TestTheSandboxLivesTwoWeeks(t *testing.T) {
	t.Parallel()
	address, db, bot := openSandbox(t)
	if got := get(t, address); got != 200 {
		t.Errorf("the page answers %d", got)
	}
	env := []string{"GRIDMATE_DB=" + db}
	if o := call(t, env, "", "doctor"); o.code != exitDone || !strings.Contains(o.out, "dead letters   0") {
		t.Errorf("%+v", o)
	}
	wantFortnight(t, env)
	if o := bot.stop(); o.code != exitDone || o.errors != "" {
		t.Errorf("%+v", o)
	}
	wantOneLine(t, call(t, nil, "", "sandbox", "--db", db), exitFailed, db, "is there already")
}

// wantFortnight holds the records of the pilot community to what its people
// said in the two weeks, word for word. What the last day has brought by now
// depends on the hour at which the test runs, so that day is left out.
func wantFortnight(t *testing.T, env []string) {
	t.Helper()
	o := call(t, env, "", "export", "records", "--org", "BH", "--from", "2000-01-01", "--to", "2100-01-01", "--format", "json", "-o", "-")
	var records []struct{ Date, Text string }
	if err := json.Unmarshal([]byte(o.out), &records); err != nil || len(records) == 0 {
		t.Fatalf("%v: %+v", err, o)
	}
	first, err := time.Parse(time.DateOnly, records[0].Date)
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for _, r := range records {
		if r.Date < first.AddDate(0, 0, sandbox.Days).Format(time.DateOnly) && !slices.Contains(got, r.Date+" "+r.Text) { // a patrol's leftover has its words
			got = append(got, r.Date+" "+r.Text)
		}
	}
	for _, line := range (sandbox.Demo{}).Script() {
		if line.Day < sandbox.Days && line.Chat == "bot" && slices.Contains(pilots, line.Person) {
			want = append(want, line.Time(first).Format(time.DateOnly)+" "+strings.TrimPrefix(line.Say(first), "问题 "))
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what was said (-) and what was recorded (+):\n%s", diff)
	}
}

// pilots are the people of the pilot community who report, by the cast's keys.
var pilots = []string{"wang", "zhao", "li", "sun", "zhou", "chen"}

func TestTheSandboxNeedsAFreeAddress(t *testing.T) {
	t.Parallel()
	var config net.ListenConfig
	taken, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	wantOneLine(t, call(t, nil, "", "sandbox", "--listen", taken.Addr().String()), exitFailed, taken.Addr().String())
}

// A grid worker reports on a Monday morning, the clock is moved to the
// evening, and the digest on the page counts the report.
func TestAPatrolIsReadInTheDigestOnThePage(t *testing.T) {
	t.Parallel()
	p := page{t, browser.Start(t, 1280, 900)}
	address, _, _ := openSandbox(t)
	p.do(chromedp.Navigate(address))
	p.press("#moves button", "周一")
	p.sees("#now", "09:00")
	p.press("#people button", "网格员小李")
	p.sees("#subtitle", "网格员小李")
	p.do(chromedp.SendKeys(chromedp.CSS(`#input`), "3网格楼道堆物2处，已清理2处，走访7户\r"))
	p.sees("#log article", "请核对", "走访 7") // the morning's reminder may come after it
	p.press("#log article button", "确认")
	p.sees("#log article", "已记录", "走访 7")
	p.press("#people button", "滨河社区工作群")
	p.sees("#title", "滨河社区工作群")
	p.press("#moves button", "18:00")
	p.sees("#log article:last-of-type", "日报", "巡查 1", "发现 2", "走访 7")
}

// A problem lives on the page: a worker reports it, the lead gives it to
// somebody else, who says that it is mended; the lead signs it off, and the
// reporter's own receipt shows it all along.
func TestAnIssueLivesItsWholeLifeOnThePage(t *testing.T) {
	t.Parallel()
	p := page{t, browser.Start(t, 1280, 900)}
	address, _, _ := openSandbox(t)
	last := "#log article:last-of-type"
	say := func(who, words string) {
		p.press("#people button strong", who)
		p.sees("#subtitle", who)
		p.do(chromedp.SendKeys(chromedp.CSS(`#input`), words+"\r"))
	}
	p.do(chromedp.Navigate(address))
	p.press("#moves button", "周一")
	p.sees("#now", "09:00")
	say("网格员小李", "问题 3网格5号楼单元门关不上")
	p.sees("#log article", "已记录", "单元门关不上")
	text, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](`[...document.querySelectorAll("#log article")].map((e) => e.textContent).findLast((s) => s.includes("已记录") && s.includes("单元门关不上"))`))
	if err != nil {
		t.Fatal(err)
	}
	n := regexp.MustCompile(`已记录 #(\d+)`).FindStringSubmatch(text)[1]
	say("社区书记老郑", "交办 "+n+" @网格员小赵")
	p.sees(last, "交办给 网格员小赵", "已交办")
	say("网格员小赵", "/item "+n) // on a holiday nobody is written to unasked
	p.sees(last, "#"+n, "已交办", "责任 网格员小赵")
	p.do(chromedp.SendKeys(chromedp.CSS(`#input`), "整改 "+n+" 换了合页\r"))
	p.sees("#log article", "#"+n, "已整改，待核销")
	p.press("#people button strong", "社区书记老郑")
	p.sees("#log article", "#"+n, "待核销")
	p.do(chromedp.SendKeys(chromedp.CSS(`#input`), "销号 "+n+"\r"))
	p.sees("#log article", "#"+n, "已销号", "回头看")
	p.do(chromedp.SendKeys(chromedp.CSS(`#input`), "/item "+n+"\r"))
	p.sees(last, "经过", "登记", "交办给", "已整改", "已销号")
	p.press("#people button strong", "网格员小李")
	p.sees("#log article", "#"+n, "已销号")
}

// page is the chat page in a browser. It draws itself anew at any time, so
// every step waits for what it needs and does it at once.
type page struct {
	t   *testing.T
	ctx context.Context
}

func (p page) do(step chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, step); err != nil {
		p.t.Fatal(err)
	}
}

// press clicks the first element of these that can be clicked and has the words.
func (p page) press(selector, words string) {
	p.t.Helper()
	p.until(selector, fmt.Sprintf(`(() => {
		const found = [...document.querySelectorAll(%q)].find((e) => !e.disabled && e.textContent.includes(%q));
		found?.click();
		return Boolean(found);
	})()`, selector, words))
}

// sees waits until one of the elements has all of the words.
func (p page) sees(selector string, words ...string) {
	p.t.Helper()
	list, err := json.Marshal(words)
	if err != nil {
		p.t.Fatal(err)
	}
	p.until(selector, fmt.Sprintf(`[...document.querySelectorAll(%q)].some((e) => %s.every((w) => e.textContent.includes(w)))`, selector, list))
}

func (p page) until(selector, condition string) {
	p.t.Helper()
	if _, err := chromedp.Run(p.ctx, chromedp.Poll[bool](condition)); err != nil {
		shown, _ := chromedp.Run(p.ctx, chromedp.Evaluate[string](fmt.Sprintf(`[...document.querySelectorAll(%q)].map((e) => e.textContent).join("\n")`, selector)))
		p.t.Fatalf("%v; the page shows %s", err, shown)
	}
}
