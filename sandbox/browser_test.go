package sandbox_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"net/http/httptest"
	"os"
	"testing"

	"github.com/chromedp/chromedp"

	"gridmate/internal/browser"
	"gridmate/sandbox"
)

func TestAPatrolIsReportedInTheBrowser(t *testing.T) {
	t.Parallel()
	f := newFixture(t, sandbox.Options{})
	startBot(t, f)
	server := httptest.NewServer(f.Page(sandbox.PageOptions{
		Roles:  []sandbox.Role{{User: f.li.ID, Label: "网格员", Section: "社区"}},
		Groups: []int64{f.group},
	}))
	t.Cleanup(server.Close)
	ctx := browser.Start(t, 1280, 900)
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

func TestThePageWorksOnAPhone(t *testing.T) {
	t.Parallel()
	f, page := newPage(t)
	startBot(t, f)
	server := httptest.NewServer(page)
	t.Cleanup(server.Close)
	picture := t.TempDir() + "/堆物.png"
	if err := os.WriteFile(picture, onePixel(t), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx := browser.Start(t, 390, 844)
	steps := []struct {
		name string
		do   []chromedp.Action[chromedp.Void]
	}{
		{"the page opens", []chromedp.Action[chromedp.Void]{
			chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateTouch),
			chromedp.Navigate(server.URL), chromedp.WaitVisible(chromedp.CSS(`#log .msg`)),
		}},
		{"markup stays text", []chromedp.Action[chromedp.Void]{
			typed("<b>粗</b><img src=x onerror=alert(1)>"), chromedp.Click(chromedp.CSS(`#send`)),
			chromedp.WaitVisible(chromedp.Search(`//article[contains(., 'onerror=alert(1)')]`)),
		}},
		{"a command is chosen", []chromedp.Action[chromedp.Void]{
			chromedp.Click(chromedp.CSS(`#commands`)), chromedp.WaitVisible(chromedp.CSS(`#pop .option`)),
			chromedp.Click(chromedp.CSS(`#pop .option:last-child`)),
			chromedp.WaitVisible(chromedp.Search(`//article[contains(., '/digest')]`)),
		}},
		{"a photo is sent with words", []chromedp.Action[chromedp.Void]{
			chromedp.SetUploadFiles(chromedp.CSS(`#files`), []string{picture}),
			chromedp.WaitVisible(chromedp.CSS(`#tray .thumb`)), typed("楼道"), chromedp.Click(chromedp.CSS(`#send`)),
			chromedp.WaitVisible(chromedp.CSS(`.msg.own .photo img`)), chromedp.WaitVisible(chromedp.CSS(`.reactions`)),
		}},
		{"the group is opened, another speaks", []chromedp.Action[chromedp.Void]{
			chromedp.Click(chromedp.CSS(`#strip [data-chat^="-"]`)), chromedp.WaitVisible(chromedp.CSS(`#speaker`)),
			chromedp.SetValue(chromedp.CSS(`#as`), "1002"),
			script(`document.querySelector('#as').dispatchEvent(new Event('change'))`),
			typed("@gridmate_bot 巡查2网格"), chromedp.Click(chromedp.CSS(`#title`)), chromedp.Click(chromedp.CSS(`#send`)),
			chromedp.WaitVisible(chromedp.Search(`//article[contains(@class, 'own')][contains(., '巡查2网格')]`)),
			chromedp.WaitVisible(chromedp.Search(`//article[contains(@class, 'other')][contains(., '这样记录可以吗')]`)),
		}},
		{"the tools open", []chromedp.Action[chromedp.Void]{
			chromedp.Click(chromedp.CSS(`#time`)), chromedp.WaitVisible(chromedp.CSS(`#moves .move`)),
			script(`document.querySelector('[data-to="hour"]').click()`), // the sheet still slides in
			chromedp.WaitVisible(chromedp.CSS(`#toast.on`)),
		}},
	}
	for _, step := range steps {
		if err := chromedp.Do(ctx, step.do...); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
	}
	wide, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth`))
	if err != nil || wide > 390 {
		t.Errorf("the page is %d px wide, %v", wide, err)
	}
	if m, _ := f.LastMessage(f.group); !m.ByBot {
		t.Errorf("the group's last message: %+v", m)
	}
}

func typed(text string) chromedp.Action[chromedp.Void] {
	return chromedp.SendKeys(chromedp.CSS(`#input`), text)
}

// script runs JavaScript in the page.
func script(code string) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Evaluate[any](`void (`+code+`)`)(ctx, target)
		return chromedp.Void{}, err
	}
}

func onePixel(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
