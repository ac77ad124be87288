package tables_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"gridmate/tables"
)

func file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// rows shows a table as line: code/name.
func rows(table tables.Table) map[int]string {
	got := map[int]string{}
	for _, r := range table.Rows {
		got[r.Line] = r.Get("code") + "/" + r.Get("name")
	}
	return got
}

func TestReadCSV(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text string
		want map[int]string
	}{
		"plain":                         {"code,name\nBH,滨河社区\n", map[int]string{2: "BH/滨河社区"}},
		"with a byte order mark":        {"\ufeffcode,name\nBH,滨河\n", map[int]string{2: "BH/滨河"}},
		"CRLF line ends":                {"code,name\r\nBH,滨河\r\n", map[int]string{2: "BH/滨河"}},
		"columns in another order":      {"name,x,code\n滨河,1,BH\n", map[int]string{2: "BH/滨河"}},
		"header in capitals and spaces": {" Code , NAME \nBH,滨河\n", map[int]string{2: "BH/滨河"}},
		"cells with spaces":             {"code,name\n BH ,　滨河　\n", map[int]string{2: "BH/滨河"}},
		"quoted comma and line end":     {"code,name\nBH,\"滨,\n河\"\nXY,下一行\n", map[int]string{2: "BH/滨,\n河", 4: "XY/下一行"}},
		"blank rows are skipped":        {"\n\ncode,name\n,,,\n\nBH,滨河\n  ,\n", map[int]string{6: "BH/滨河"}},
		"short rows have empty cells":   {"code,name\nBH\n", map[int]string{2: "BH/"}},
		"no last line end":              {"code,name\nBH,滨河", map[int]string{2: "BH/滨河"}},
		"a formula stays text":          {"code,name\n=1+1,@SUM(A1)\n", map[int]string{2: "=1+1/@SUM(A1)"}},
		"header only":                   {"code,name\n", map[int]string{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			table, err := tables.Read(file(t, "t.csv", test.text))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, rows(table)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"an empty file":            {"", "is empty"},
		"GBK":                      {"code,name\nBH,\xb1\xf5\xba\xd3\n", "line 2 is not UTF-8"},
		"UTF-16":                   {"\xff\xfec\x00o\x00", "UTF-16"},
		"a zero byte":              {"code,name\nBH,a\x00b\n", "line 2 has a zero byte"},
		"an unclosed quote":        {"code,name\n\"BH,滨河\n", "is not CSV"},
		"a quote within a cell":    {"code,name\nBH,滨\"河\n", "line 2 is not CSV"},
		"semicolons":               {"code;name\nBH;滨河\n", "separated by commas"},
		"a column twice":           {"code,name,Code\n", "code is there twice"},
		"more cells than columns":  {"code,name\nBH,滨,河\n", "line 2 has 3 cells, the header 2"},
		"an old workbook":          {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xls"},
		"a damaged workbook":       {"PK\x03\x04nonsense", "not a readable .xlsx"},
		"too many columns":         {strings.Repeat("a,", 200) + "a\n", "more than 64 columns"},
		"a cell beyond all bounds": {"code,name\nBH," + strings.Repeat("长", 5000) + "\n", "line 2: cell 2 is longer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := tables.Read(file(t, "t.csv", test.text))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("error %v, want one with %q", err, test.want)
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("more than one line: %q", err)
			}
		})
	}
}

func TestReadRefusesWhatIsNoFile(t *testing.T) {
	t.Parallel()
	for _, path := range []string{t.TempDir(), filepath.Join(t.TempDir(), "none.csv")} {
		if _, err := tables.Read(path); err == nil || strings.Contains(err.Error(), path) {
			t.Errorf("%s: error %v", path, err)
		}
	}
}

func TestNeedNamesEveryMissingColumn(t *testing.T) {
	t.Parallel()
	table, err := tables.Read(file(t, "t.csv", "Name,code\n"))
	if err != nil {
		t.Fatal(err)
	}
	if err := table.Need("code", "name"); err != nil {
		t.Error(err)
	}
	err = table.Need("code", "level", "name", "parent")
	if err == nil || !strings.Contains(err.Error(), "level, parent") {
		t.Errorf("error %v", err)
	}
}

func TestReadXLSX(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "t.xlsx")
	writeXLSX(t, path, map[string]any{
		"A1": "Name", "B1": "code", "C1": "telegram_id",
		"A2": "滨河社区", "B2": "BH", "C2": 7012345678,
		"A5": " 清水 ", "B5": "=1+1", "C5": "7012345679",
	})
	table, err := tables.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[int]string{2: "BH/滨河社区", 5: "=1+1/清水"}, rows(table)); diff != "" {
		t.Error(diff)
	}
	if got := table.Rows[0].Get("telegram_id"); got != "7012345678" {
		t.Errorf("telegram_id %q", got)
	}
}

func writeXLSX(t *testing.T, path string, cells map[string]any) {
	t.Helper()
	book := excelize.NewFile()
	for cell, value := range cells {
		if err := book.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	if err := book.Close(); err != nil {
		t.Fatal(err)
	}
}

// FuzzRead holds that no bytes make reading panic, and that what was read is
// trimmed and within the header.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"code,name\nBH,滨河\n", "\ufeffa,b\r\n\"1,\n2\",3", "PK\x03\x04", "a;b", "a,a", "\"", "\xff\xfe"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := tables.Read(file(t, "fuzz", string(data)))
		if err != nil {
			return
		}
		for _, r := range table.Rows {
			if code := r.Get("code"); code != strings.TrimSpace(code) || r.Line < 2 {
				t.Errorf("line %d: %q", r.Line, code)
			}
		}
	})
}
