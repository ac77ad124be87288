package reading_test

import (
	"testing"
	"time"

	"gridmate/community"
	"gridmate/reading"
)

func TestAdoptedWordsActAtOnceAndLeaveTheReaderAlone(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	const text = "3网格咕噜棚松了，要人处理"
	plain := reading.Default()
	before := plain.ReadKind(text, community.KindIssue, now).Drafts[0].Category
	if before == community.Security {
		t.Fatal("the word is known already: choose another one")
	}
	learnt, err := plain.With([]reading.Word{{Kind: community.KindIssue, Text: "咕噜棚", Category: community.Security}})
	if err != nil {
		t.Fatal(err)
	}
	if got := learnt.ReadKind(text, community.KindIssue, now).Drafts[0].Category; got != community.Security {
		t.Errorf("category %q after adopting the word", got)
	}
	if got := plain.ReadKind(text, community.KindIssue, now).Drafts[0].Category; got != before {
		t.Errorf("the first reader changed to %q", got)
	}
}

func TestNewWordRefusesWhatWouldHarm(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name string
		word reading.Word
	}{
		{"one character", reading.Word{Kind: community.KindPatrol, Text: "棚", Category: community.Fire}},
		{"a whole sentence", reading.Word{Kind: community.KindPatrol, Text: "今天下午我们在三网格巡查发现", Category: community.Fire}},
		{"a category of another kind", reading.Word{Kind: community.KindPatrol, Text: "彩钢棚", Category: community.Neighbor}},
		{"no kind", reading.Word{Text: "彩钢棚", Category: community.Fire}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			if _, err := reading.NewWord(row.word); err == nil {
				t.Error("taken")
			}
			if _, err := reading.Default().With([]reading.Word{row.word}); err == nil {
				t.Error("the reader took it")
			}
		})
	}
}

func TestSuggestListsWhatPeopleCorrectAlike(t *testing.T) {
	t.Parallel()
	got := reading.Default().Suggest([]reading.Correction{
		{Kind: community.KindPatrol, Text: "巡查3网格，咕噜棚松动1处", To: community.Safety},
		{Kind: community.KindIssue, Text: "5号楼顶的咕噜棚要掉", To: community.Safety},
		{Kind: community.KindIssue, Text: "5号楼顶的咕噜棚要掉", To: community.Safety}, // told twice, one wording
		{Kind: community.KindPatrol, Text: "飞碟桌坏了", To: community.Facility},   // once
		{Kind: community.KindPatrol, Text: "巡查飞毯角", To: community.Env},
		{Kind: community.KindPatrol, Text: "看了飞毯角", To: community.Order}, // not the same way
	})
	if len(got) != 1 {
		t.Fatalf("suggestions %+v, want one", got)
	}
	want := reading.Suggestion{Word: reading.Word{Kind: community.KindPatrol, Text: "咕噜棚", Category: community.Safety}, Reports: 2}
	if got[0] != want {
		t.Errorf("got %+v, want %+v", got[0], want)
	}
	if got := reading.Default().Suggest(nil); len(got) != 0 {
		t.Errorf("suggestions from nothing: %+v", got)
	}
}
