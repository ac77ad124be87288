package tables

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

var utf8Mark = []byte("\xef\xbb\xbf")

func readCSV(data []byte) (Table, error) {
	data = bytes.TrimPrefix(data, utf8Mark)
	if err := checkText(data); err != nil {
		return Table{}, err
	}
	var b builder
	in := csv.NewReader(bytes.NewReader(data))
	in.FieldsPerRecord = -1
	in.TrimLeadingSpace = true
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return b.done()
		}
		if broken, ok := errors.AsType[*csv.ParseError](err); ok {
			return Table{}, fmt.Errorf("line %d is not CSV: %w", broken.Line, broken.Err)
		}
		if err != nil {
			return Table{}, err
		}
		line, _ := in.FieldPos(0)
		if err := b.add(line, cells); err != nil {
			return Table{}, err
		}
	}
}

// checkText finds files in another encoding: what a Chinese spreadsheet
// program writes unless it is told otherwise is GBK.
func checkText(data []byte) error {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return errors.New("is UTF-16: save it as CSV UTF-8")
	}
	if !utf8.Valid(data) {
		return fmt.Errorf("line %d is not UTF-8 (GBK?): save it as CSV UTF-8 or as .xlsx", firstInvalidLine(data))
	}
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return fmt.Errorf("line %d has a zero byte: this is not a text file", 1+bytes.Count(data[:i], []byte("\n")))
	}
	return nil
}

func firstInvalidLine(data []byte) int {
	for n, line := range bytes.Split(data, []byte("\n")) {
		if !utf8.Valid(line) {
			return n + 1
		}
	}
	return 1
}
