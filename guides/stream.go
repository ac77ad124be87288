package guides

import (
	"bufio"
	"encoding/csv"
	"io"
	"strings"
)

// Stream answers queries one a line with CSV "query,slugs": ranked slugs with
// "|" between, at most limit, none for no match. Empty lines are left out.
func Stream(in io.Reader, out io.Writer, ix *Index, limit int) error {
	w := csv.NewWriter(out)
	if err := w.Write([]string{"query", "slugs"}); err != nil {
		return err
	}
	r := bufio.NewScanner(in)
	r.Buffer(nil, 1<<20)
	for r.Scan() {
		text := strings.TrimSpace(strings.TrimPrefix(r.Text(), "\ufeff"))
		if text == "" {
			continue
		}
		if err := w.Write([]string{text, strings.Join(ix.Search(text, limit).Slugs(), "|")}); err != nil {
			return err
		}
	}
	if err := r.Err(); err != nil {
		return err
	}
	w.Flush()
	return w.Error()
}

// Slugs lists the hits' slugs.
func (r Result) Slugs() []string {
	out := make([]string, len(r.Hits))
	for i, h := range r.Hits {
		out[i] = h.Guide.Slug
	}
	return out
}
