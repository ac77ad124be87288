package sandbox

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
)

// Limits of the Bot API, in UTF-16 units after entities are parsed.
const (
	maxText    = 4096
	maxCaption = 1024
)

// utf16Len counts UTF-16 units.
func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// formatted reads a text with its parse mode or its explicit entities from the
// parameters, trimmed and with the entities that Telegram finds by itself.
func formatted(p *params, textName, entitiesName string) (string, []Entity, error) {
	var explicit []Entity
	if err := p.decode(entitiesName, &explicit); err != nil {
		return "", nil, err
	}
	return format(p.text(textName), p.text("parse_mode"), explicit)
}

func format(text, mode string, entities []Entity) (string, []Entity, error) {
	switch strings.ToLower(mode) {
	case "":
	case "html":
		var err error
		if text, entities, err = parseHTML(text); err != nil {
			return "", nil, err
		}
	case "markdown", "markdownv2":
		return "", nil, badRequest("can't parse entities: the sandbox reads HTML only")
	default:
		return "", nil, badRequest("unsupported parse_mode")
	}
	text, entities = trim(text, entities)
	return text, detect(text, entities), nil
}

// trim cuts white space at both ends and moves the entities along.
func trim(text string, entities []Entity) (string, []Entity) {
	cut := strings.TrimLeft(text, " \t\r\n")
	shift := utf16Len(text) - utf16Len(cut)
	cut = strings.TrimRight(cut, " \t\r\n")
	size := utf16Len(cut)
	var kept []Entity
	for _, e := range entities {
		end := min(e.Offset+e.Length-shift, size)
		e.Offset = max(e.Offset-shift, 0)
		if e.Length = end - e.Offset; e.Length > 0 {
			kept = append(kept, e)
		}
	}
	return cut, kept
}

// detected finds commands, mentions, hashtags and links, in this order.
var detected = regexp.MustCompile(`(?:^|[\s(（，。；：])(/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)|` +
	`(?:^|[^A-Za-z0-9_/])(@[A-Za-z0-9_]{3,32})|(https?://[^\s，。；）]+)`)

var detectedKinds = []string{"bot_command", "mention", "url"}

// detect adds the entities that Telegram finds in plain text, outside of those
// that are there.
func detect(text string, entities []Entity) []Entity {
	if !strings.ContainsAny(text, "/@") {
		return entities
	}
	for _, match := range detected.FindAllStringSubmatchIndex(text, -1) {
		for i, kind := range detectedKinds {
			from, to := match[2+2*i], match[3+2*i]
			if from < 0 {
				continue
			}
			e := Entity{Type: kind, Offset: utf16Len(text[:from]), Length: utf16Len(text[from:to])}
			if !slices.ContainsFunc(entities, e.overlaps) {
				entities = append(entities, e)
			}
		}
	}
	slices.SortStableFunc(entities, func(a, b Entity) int { return a.Offset - b.Offset })
	return entities
}

func (e Entity) overlaps(o Entity) bool {
	return e.Offset < o.Offset+o.Length && o.Offset < e.Offset+e.Length &&
		(o.Type == "code" || o.Type == "pre" || o.Type == "text_link" || o.Type == "text_mention" || o.Type == e.Type)
}

// part returns the text under an entity.
func (e Entity) part(text string) string {
	units := utf16.Encode([]rune(text))
	if e.Offset < 0 || e.Offset+e.Length > len(units) {
		return ""
	}
	return string(utf16.Decode(units[e.Offset : e.Offset+e.Length]))
}
