package bulletin

import (
	"archive/zip"
	"embed"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/template"

	"gridmate/export"
)

//go:embed parts
var parts embed.FS

// files are the parts of a document, the content types first as readers
// expect them.
var files = []struct{ name, part string }{
	{"[Content_Types].xml", "content_types.xml"},
	{"_rels/.rels", "rels.xml"},
	{"word/document.xml", "document.xml"},
	{"word/_rels/document.xml.rels", "document_rels.xml"},
	{"word/styles.xml", "styles.xml"},
	{"word/settings.xml", "settings.xml"},
	{"word/fontTable.xml", "font_table.xml"},
	{"word/footer1.xml", "footer_odd.xml"},
	{"word/footer2.xml", "footer_even.xml"},
	{"docProps/core.xml", "core.xml"},
}

// WriteTo writes the bulletin as a Word document (Office Open XML, ECMA-376).
func (b Bulletin) WriteTo(out io.Writer) (int64, error) {
	made, err := template.New("").Funcs(template.FuncMap{"x": escape}).ParseFS(parts, "parts/*.xml")
	if err != nil {
		return 0, fmt.Errorf("bulletin: %w", err)
	}
	count := &counter{to: out}
	archive := zip.NewWriter(count)
	for _, f := range files {
		part, err := archive.Create(f.name)
		if err != nil {
			return count.n, fmt.Errorf("bulletin: %w", err)
		}
		if err := made.ExecuteTemplate(part, f.part, b); err != nil {
			return count.n, fmt.Errorf("bulletin: %s: %w", f.name, err)
		}
	}
	return count.n, errors.Join(archive.Close())
}

// escape is a text as XML holds it, without what XML cannot hold.
func escape(s string) (string, error) {
	var b strings.Builder
	err := xml.EscapeText(&b, []byte(export.Clean(s)))
	return b.String(), err
}

// counter counts what is written.
type counter struct {
	to io.Writer
	n  int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.n += int64(n)
	return n, err
}
