package main

import (
	"bufio"
	"io"
	"time"

	"gridmate/reading"
)

// explain says of each line how it was read: for people who extend the lexicon.
func explain(reader *reading.Reader, in io.Reader, out io.Writer, now time.Time) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if _, err := io.WriteString(out, reader.Explain(lines.Text(), now)); err != nil {
			return err
		}
	}
	return lines.Err()
}
