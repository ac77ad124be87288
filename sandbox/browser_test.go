package sandbox_test

import (
	"context"
	"net/http/httptest"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"gridmate/sandbox"
)

// newBrowser starts Chromium with a window of this size. Without Chromium the
// test is skipped, or fails where GRIDMATE_REQUIRE_BROWSER=1.
func newBrowser(t *testing.T, width, height int) context.Context {
	t.Helper()
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "/usr/bin/chromium"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		if os.Getenv("GRIDMATE_REQUIRE_BROWSER") == "1" {
			t.Fatal("no Chromium, which GRIDMATE_REQUIRE_BROWSER=1 requires")
		}
		t.Skip("no Chromium on this machine")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(width, height),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.UserDataDir(t.TempDir()),
	)
	ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
	t.Cleanup(cancel)
	ctx, cancelBrowser := chromedp.NewExecAllocator(ctx, opts...)
	t.Cleanup(cancelBrowser)
	ctx, cancelTab := chromedp.NewContext(ctx)
	t.Cleanup(cancelTab)
	return ctx
}

func TestAPatrolIsReportedInTheBrowser(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	startBot(t, f)
	server := httptest.NewServer(f.Page(sandbox.PageOptions{
		Roles:  []sandbox.Role{{User: f.li.ID, Label: "网格员", Section: "社区"}},
		Groups: []int64{f.group},
	}))
	t.Cleanup(server.Close)
	ctx := newBrowser(t, 1280, 900)
	const confirm = chromedp.Search(`//article[contains(., '这样记录可以吗')]//button[contains(., '确认')]`)
	err := chromedp.Do(ctx,
		chromedp.Navigate(server.URL),
		chromedp.WaitVisible(chromedp.CSS(`#log .msg`)),
		chromedp.SendKeys(chromedp.CSS(`#input`), "巡查3网格，楼道堆物2处，已清理\r"),
		chromedp.WaitVisible(confirm),
		chromedp.Click(confirm),
		chromedp.WaitVisible(chromedp.Search(`//article[contains(., '已记录') and contains(., '已编辑')]`)),
	)
	if err != nil {
		t.Fatal(err)
	}
	before := shown(t, ctx, `#date`)
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS(`[data-to="day"]`)), chromedp.WaitVisible(chromedp.CSS(`#toast.on`))); err != nil {
		t.Fatal(err)
	}
	if after := shown(t, ctx, `#date`); before == after {
		t.Errorf("the clock still shows %s", after)
	}
}

// shown reads the text of an element.
func shown(t *testing.T, ctx context.Context, selector chromedp.CSS) string {
	t.Helper()
	text, err := chromedp.Run(ctx, chromedp.Text(selector))
	if err != nil {
		t.Fatal(err)
	}
	return text
}
