package sandbox

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
)

// RichMessage is a rich message as the Bot API shows it: of its blocks the
// sandbox knows paragraphs and tables.
type RichMessage struct {
	Blocks []RichBlock `json:"blocks"`
}

// RichBlock is a paragraph or a table.
type RichBlock struct {
	Type  string       `json:"type"` // paragraph or table
	Text  string       `json:"text,omitempty"`
	Cells [][]RichCell `json:"cells,omitempty"`
}

// RichCell is a cell of a table.
type RichCell struct {
	Text   string `json:"text,omitempty"`
	Header bool   `json:"is_header,omitempty"`
	Align  string `json:"align"`
	VAlign string `json:"valign"`
}

// sendRichMessage implements the method of that name, of its HTML what the
// program uses.
func (s *Server) sendRichMessage(c *call) (any, error) {
	m, err := s.draft(c.params)
	if err != nil {
		return nil, err
	}
	var in struct {
		HTML     string `json:"html"`
		Markdown string `json:"markdown"`
	}
	if err := c.params.decode("rich_message", &in); err != nil {
		return nil, err
	}
	if (in.HTML == "") == (in.Markdown == "") {
		return nil, badRequest("exactly one of html and markdown must be given")
	}
	if m.Rich, err = parseRich(in.HTML); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	posted, err := s.send(c.params, m)
	if err != nil {
		return nil, err
	}
	return posted[0], nil
}

// richTags are the tags that parseRich takes, and what each may stand in.
var richTags = map[string][]string{
	"p": {""}, "table": {""}, "tr": {"table"}, "th": {"tr"}, "td": {"tr"}, "b": {"p", "th", "td"},
}

// parseRich reads the HTML of a rich message.
func parseRich(in string) (*RichMessage, error) {
	d := xml.NewDecoder(strings.NewReader(in))
	var m RichMessage
	open := []string{""}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, complaint("%s", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			name := t.Name.Local
			if !slices.Contains(richTags[name], open[len(open)-1]) || len(t.Attr) > 0 {
				return nil, complaint("unsupported tag %q", name)
			}
			open = append(open, name)
			m.begin(name)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if err := m.write(open, string(t)); err != nil {
				return nil, err
			}
		}
	}
	if len(m.Blocks) == 0 {
		return nil, badRequest("message text is empty")
	}
	return &m, nil
}

// begin starts what a tag stands for.
func (m *RichMessage) begin(tag string) {
	switch tag {
	case "p":
		m.Blocks = append(m.Blocks, RichBlock{Type: "paragraph"})
	case "table":
		m.Blocks = append(m.Blocks, RichBlock{Type: "table"})
	case "tr":
		last := &m.Blocks[len(m.Blocks)-1]
		last.Cells = append(last.Cells, nil)
	case "th", "td":
		cells := m.Blocks[len(m.Blocks)-1].Cells
		row := &cells[len(cells)-1]
		*row = append(*row, RichCell{Header: tag == "th", Align: "left", VAlign: "middle"})
	}
}

// write adds text to what is open.
func (m *RichMessage) write(open []string, text string) error {
	switch {
	case slices.Contains(open, "p"):
		m.Blocks[len(m.Blocks)-1].Text += text
	case slices.Contains(open, "th"), slices.Contains(open, "td"):
		cells := m.Blocks[len(m.Blocks)-1].Cells
		row := cells[len(cells)-1]
		row[len(row)-1].Text += text
	case strings.TrimSpace(text) != "":
		return complaint("text outside of a paragraph")
	}
	return nil
}

// shown is the message as plain text: a line for a paragraph or a row.
func (m *RichMessage) shown() string {
	var lines []string
	for _, b := range m.Blocks {
		if b.Type == "paragraph" {
			lines = append(lines, b.Text)
		}
		for _, row := range b.Cells {
			cells := make([]string, len(row))
			for i, c := range row {
				cells[i] = c.Text
			}
			lines = append(lines, strings.Join(cells, " | "))
		}
	}
	return strings.Join(lines, "\n")
}
