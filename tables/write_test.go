package tables_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gridmate/tables"
)

func sample() tables.Sheet {
	return tables.Sheet{
		Header: []string{"number", "code", "name"},
		Rows:   [][]any{{1, "BH", "=1+1"}, {-2, nil, "a,\"b\"\nc"}, {3, "@x", "-巡查"}},
	}
}

func TestCSVNeutralisesFormulasAndKeepsNumbers(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := sample().CSV(&out); err != nil {
		t.Fatal(err)
	}
	want := "number,code,name\n1,BH,'=1+1\n-2,,\"a,\"\"b\"\"\nc\"\n3,'@x,'-巡查\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestXLSXKeepsTextAsText(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "t.xlsx")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := sample().XLSX(file, "台账"); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	table, err := tables.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[int]string{2: "BH/=1+1", 3: "/a,\"b\"\nc", 4: "@x/-巡查"}, rows(table)); diff != "" {
		t.Error(diff)
	}
	lines, err := tables.Workbook(path)
	if err != nil || len(lines) != 4 {
		t.Errorf("%v, %v", lines, err)
	}
}
