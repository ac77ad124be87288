package reading_test

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"gridmate/reading"
)

func stream(t *testing.T, in string) []map[string]any {
	t.Helper()
	var out strings.Builder
	if err := reading.Stream(strings.NewReader(in), &out, now); err != nil {
		t.Fatal(err)
	}
	var lines []map[string]any
	for line := range strings.Lines(out.String()) {
		var o map[string]any
		if err := json.Unmarshal([]byte(line), &o); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		lines = append(lines, o)
	}
	return lines
}

func TestStreamAnswersEveryLine(t *testing.T) {
	t.Parallel()
	got := stream(t, "昨天巡查3网格，正常\n\n{\"id\":\"a1\",\"text\":\"调解纠纷一起，双方和好\"}\r\n{\"id\":7,\"text\":\"收到\"}\n{bad json 3网格井盖坏了\n{\"text\":null}\n发宣传单50份")
	if len(got) != 7 {
		t.Fatalf("%d lines, want 7: %v", len(got), got)
	}
	for i, want := range []string{"patrol", "none", "dispute", "none", "issue", "none", "event"} {
		if got[i]["kind"] != want {
			t.Errorf("line %d is %v, want %s", i+1, got[i]["kind"], want)
		}
	}
	if got[2]["id"] != "a1" || got[3]["id"] != float64(7) {
		t.Errorf("ids %v and %v are not kept", got[2]["id"], got[3]["id"])
	}
	if _, ok := got[0]["id"]; ok {
		t.Error("a plain line has an id")
	}
	for _, field := range strings.Fields("text kind date date_end date_expr grid building found fixed participants handbooks visited cases resolved category outcome agreement amount deadline") {
		if _, ok := got[1][field]; !ok {
			t.Errorf("field %s is missing where it is null", field)
		}
	}
}

func TestStreamReadsVeryLongLines(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("今天天气很好。", 50000)
	got := stream(t, "昨天巡查3网格，正常。"+long+"\n收到\n")
	if len(got) != 2 || got[0]["kind"] != "patrol" || got[1]["kind"] != "none" {
		t.Errorf("%d lines", len(got))
	}
}

func TestStreamMasksTextAndFurtherRecords(t *testing.T) {
	t.Parallel()
	got := stream(t, "巡查3网格正常，联系13812345678。下午调解纠纷1起，双方和好，电话0917-3261234")
	b, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	if s := string(b); strings.Contains(s, "138") || strings.Contains(s, "326") || !strings.Contains(s, "[手机号]") || !strings.Contains(s, "more") {
		t.Error(s)
	}
}

func TestStreamPassesOnErrors(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	if err := reading.Stream(io.MultiReader(strings.NewReader("收到\n"), errReader{broken}), io.Discard, now); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if err := reading.Stream(strings.NewReader("收到\n"), errWriter{broken}, now); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

type errReader struct{ err error }

func (r errReader) Read([]byte) (int, error) { return 0, r.err }

type errWriter struct{ err error }

func (w errWriter) Write([]byte) (int, error) { return 0, w.err }
