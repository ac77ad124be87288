package guides_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gridmate/guides"
)

func withBlanks() guides.Guide {
	return guides.Guide{Slug: "a", Name: "甲", Sections: []guides.Section{
		{Kind: guides.Bring, Body: "- 照片：{{本地: 张数}}"},
		{Kind: guides.Fee, Body: "工本费 {{本地：工本费}}，{{ 本地:张数 }}"},
	}}
}

func TestBlanksAreListedOnceWithTheirSection(t *testing.T) {
	t.Parallel()
	want := []guides.Blank{{Name: "张数", Section: guides.Bring}, {Name: "工本费", Section: guides.Fee}}
	if diff := cmp.Diff(want, withBlanks().Blanks()); diff != "" {
		t.Error(diff)
	}
}

func TestFillReplacesOnlyWhatHasAValue(t *testing.T) {
	t.Parallel()
	g := withBlanks()
	filled := g.Fill(map[string]string{"张数": "两张", "工本费": "  ", "别的": "x"})
	fee, _ := filled.Section(guides.Fee)
	if want := "工本费 {{本地：工本费}}，两张"; fee.Body != want {
		t.Errorf("got %q, want %q", fee.Body, want)
	}
	if got, want := guides.Show(fee.Body), "工本费 以当地公布为准，两张"; got != want {
		t.Errorf("shown %q, want %q", got, want)
	}
	if len(g.Blanks()) != 2 {
		t.Error("the guide itself was changed")
	}
}

func TestBuiltinGuidesKeepTheirBlanksWellFormed(t *testing.T) {
	t.Parallel()
	for _, g := range builtin(t).Guides() {
		if len(g.Blanks()) == 0 {
			t.Errorf("%s leaves nothing to the deployment", g.Slug)
		}
		for _, s := range g.Sections {
			if strings.ContainsAny(guides.Show(s.Body), "{}") {
				t.Errorf("%s: a malformed blank in %s", g.Slug, s.Title())
			}
		}
	}
}

func TestReviewNamesWhatNeedsWork(t *testing.T) {
	t.Parallel()
	old := guides.Guide{Slug: "old", Verified: today - 181}
	fresh := guides.Guide{Slug: "fresh", Verified: today}
	got := guides.Review([]guides.Guide{withBlanks(), old, fresh}, today)
	want := guides.Upkeep{
		Unverified: []guides.Guide{withBlanks()},
		Stale:      []guides.Guide{old},
		Blanks:     []guides.GuideBlanks{{Guide: withBlanks(), Blanks: withBlanks().Blanks()}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
