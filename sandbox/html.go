package sandbox

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// tags are Telegram's HTML tags and the entities that they make.
var tags = map[string]string{
	"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
	"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
	"span": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
	"tg-emoji": "custom_emoji",
}

// htmlParser follows the Bot API's own HTML parser: the same tags, the same four
// named entities, the same complaints with byte offsets.
type htmlParser struct {
	in       string
	at       int
	out      strings.Builder
	units    int // UTF-16 units in out
	open     []openTag
	entities []Entity
}

type openTag struct {
	name  string
	attrs map[string]string
	start int
}

// parseHTML turns Telegram's HTML into text and entities.
func parseHTML(in string) (string, []Entity, error) {
	p := &htmlParser{in: in}
	for p.at < len(p.in) {
		if err := p.step(); err != nil {
			return "", nil, err
		}
	}
	if n := len(p.open); n > 0 {
		return "", nil, complaint("Can't find end tag corresponding to start tag %q", p.open[n-1].name)
	}
	slices.SortStableFunc(p.entities, func(a, b Entity) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(b.Length, a.Length))
	})
	return p.out.String(), p.entities, nil
}

func (p *htmlParser) step() error {
	switch p.in[p.at] {
	case '<':
		if strings.HasPrefix(p.in[p.at:], "</") {
			return p.endTag()
		}
		return p.startTag()
	case '&':
		if r, n := htmlEntity(p.in[p.at:]); n > 0 {
			p.write(r)
			p.at += n
			return nil
		}
	}
	r, n := utf8.DecodeRuneInString(p.in[p.at:])
	p.write(r)
	p.at += n
	return nil
}

func (p *htmlParser) write(r rune) {
	p.out.WriteRune(r)
	p.units++
	if r > 0xffff {
		p.units++
	}
}

func (p *htmlParser) startTag() error {
	begin := p.at
	p.at++
	name := strings.ToLower(p.until(func(c byte) bool { return c == '>' || isSpace(c) }))
	if p.at >= len(p.in) {
		return complaint("Unclosed start tag at byte offset %d", begin)
	}
	if _, known := tags[name]; !known {
		return complaint("Unsupported start tag %q at byte offset %d", name, begin)
	}
	tag := openTag{name, map[string]string{}, p.units}
	for {
		p.until(func(c byte) bool { return !isSpace(c) })
		if p.at >= len(p.in) {
			return complaint("Unclosed start tag %q at byte offset %d", name, begin)
		}
		if p.in[p.at] == '>' {
			break
		}
		if err := p.attribute(tag, begin); err != nil {
			return err
		}
	}
	p.at++
	if name == "span" && tag.attrs["class"] != "tg-spoiler" {
		return complaint("Tag \"span\" must have class \"tg-spoiler\" at byte offset %d", begin)
	}
	p.open = append(p.open, tag)
	return nil
}

func (p *htmlParser) attribute(tag openTag, begin int) error {
	start := p.at
	name := strings.ToLower(p.until(func(c byte) bool { return c == '=' || c == '>' || c == '/' || isSpace(c) }))
	if name == "" {
		return complaint("Empty attribute name in the tag %q at byte offset %d", tag.name, start)
	}
	p.until(func(c byte) bool { return !isSpace(c) })
	if p.at >= len(p.in) || p.in[p.at] != '=' {
		tag.attrs[name] = ""
		return nil
	}
	p.at++
	p.until(func(c byte) bool { return !isSpace(c) })
	if p.at >= len(p.in) {
		return complaint("Unclosed start tag %q at byte offset %d", tag.name, begin)
	}
	quote := p.in[p.at]
	if quote != '"' && quote != '\'' {
		tag.attrs[name] = p.until(func(c byte) bool { return c == '>' || isSpace(c) })
		return nil
	}
	p.at++
	tag.attrs[name] = unescape(p.until(func(c byte) bool { return c == quote }))
	if p.at >= len(p.in) {
		return complaint("Unclosed start tag at byte offset %d", begin)
	}
	p.at++
	return nil
}

func (p *htmlParser) endTag() error {
	begin := p.at
	if len(p.open) == 0 {
		return complaint("Unexpected end tag at byte offset %d", begin)
	}
	p.at += 2
	name := strings.ToLower(p.until(func(c byte) bool { return c == '>' || isSpace(c) }))
	p.until(func(c byte) bool { return !isSpace(c) })
	if p.at >= len(p.in) || p.in[p.at] != '>' {
		return complaint("Unclosed end tag at byte offset %d", begin)
	}
	p.at++
	tag := p.open[len(p.open)-1]
	if name != "" && name != tag.name {
		return complaint("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", begin, tag.name, name)
	}
	p.open = p.open[:len(p.open)-1]
	p.close(tag)
	return nil
}

// close adds the entity of a tag that has ended; empty ones vanish.
func (p *htmlParser) close(tag openTag) {
	e := Entity{Type: tags[tag.name], Offset: tag.start, Length: p.units - tag.start}
	if e.Length == 0 {
		return
	}
	switch tag.name {
	case "a":
		e.URL = tag.attrs["href"]
		if id, ok := strings.CutPrefix(e.URL, "tg://user?id="); ok {
			n, _ := strconv.ParseInt(id, 10, 64)
			e.Type, e.URL, e.User = "text_mention", "", &Account{ID: n}
		} else if !strings.Contains(e.URL, ".") && !strings.Contains(e.URL, "://") {
			return
		}
	case "tg-emoji":
		e.CustomEmojiID = tag.attrs["emoji-id"]
	case "blockquote":
		if _, ok := tag.attrs["expandable"]; ok {
			e.Type = "expandable_blockquote"
		}
	case "code":
		e.Language = strings.TrimPrefix(tag.attrs["class"], "language-")
	case "pre":
		p.closePre(&e)
	}
	p.entities = append(p.entities, e)
}

// closePre takes over the language of a code tag that fills the pre tag.
func (p *htmlParser) closePre(e *Entity) {
	if n := len(p.entities); n > 0 {
		if last := p.entities[n-1]; last.Type == "code" && last.Offset == e.Offset && last.Length == e.Length {
			e.Language = last.Language
			p.entities = p.entities[:n-1]
		}
	}
}

// until moves to the first byte that stop likes and returns what it passed.
func (p *htmlParser) until(stop func(byte) bool) string {
	start := p.at
	for p.at < len(p.in) && !stop(p.in[p.at]) {
		p.at++
	}
	return p.in[start:p.at]
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f'
}

// htmlEntity decodes the entity that s begins with; n is its length in bytes,
// 0 where there is none. Telegram knows numbers and four names.
func htmlEntity(s string) (r rune, n int) {
	end := strings.IndexByte(s, ';')
	if end < 2 || end > 10 {
		return 0, 0
	}
	switch body := s[1:end]; body {
	case "lt":
		return '<', end + 1
	case "gt":
		return '>', end + 1
	case "amp":
		return '&', end + 1
	case "quot":
		return '"', end + 1
	default:
		return numericEntity(body, end+1)
	}
}

func numericEntity(body string, length int) (r rune, n int) {
	digits, ok := strings.CutPrefix(body, "#")
	if !ok {
		return 0, 0
	}
	base := 10
	if hex, ok := strings.CutPrefix(strings.ToLower(digits), "x"); ok {
		digits, base = hex, 16
	}
	code, err := strconv.ParseUint(digits, base, 32)
	if err != nil || code == 0 || !utf8.ValidRune(rune(code)) {
		return 0, 0
	}
	return rune(code), length
}

func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		if r, n := htmlEntity(s[i:]); s[i] == '&' && n > 0 {
			b.WriteRune(r)
			i += n
			continue
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

// complaint is a refusal in the words of Telegram's parser.
func complaint(format string, args ...any) error {
	return badRequest("can't parse entities: "+format, args...)
}
