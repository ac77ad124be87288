// Package locale holds every text that people read: zh-CN is the source, en
// follows. Files are named AREA.LANGUAGE.toml, one area for one part of the
// program; a test holds both languages to the same ids.
package locale

import (
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"gridmate/chat"
)

//go:embed *.toml
var files embed.FS

// The languages, the source first.
const (
	Chinese = "zh-CN"
	English = "en"
)

// Catalogue is all texts in all languages. It can be shared.
type Catalogue struct {
	printers map[string]Printer
}

// Load reads the embedded texts. **…** in a text marks bold.
func Load() (*Catalogue, error) {
	plain := map[string]map[string][]piece{}
	bundle := i18n.NewBundle(language.SimplifiedChinese)
	read := map[string]i18n.UnmarshalFunc{"toml": toml.Unmarshal}
	names, err := fs.Glob(files, "*.toml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		file, err := i18n.ParseMessageFileBytes(markBold(text), name, read)
		if err == nil {
			err = bundle.AddMessages(file.Tag, keepPlain(plain, file)...)
		}
		if err != nil {
			return nil, fmt.Errorf("texts in %s: %w", name, err)
		}
	}
	return &Catalogue{printers: map[string]Printer{
		Chinese: {Language: Chinese, texts: i18n.NewLocalizer(bundle, Chinese), plain: plain[Chinese]},
		English: {Language: English, texts: i18n.NewLocalizer(bundle, English, Chinese), plain: plain[English]},
	}}, nil
}

// keepPlain notes the texts whose places are all of the form {{.Name}}, cut at
// their places: filling them is joining, which a template takes ten times as
// long over. It returns the others, which need their template.
func keepPlain(plain map[string]map[string][]piece, file *i18n.MessageFile) (others []*i18n.Message) {
	lang := file.Tag.String()
	if plain[lang] == nil {
		plain[lang] = map[string][]piece{}
	}
	for _, m := range file.Messages {
		if pieces, ok := cut(m.Other); ok {
			plain[lang][m.ID] = pieces
			continue
		}
		others = append(others, m)
	}
	return others
}

// piece is words with the place behind them; the last piece has no place.
type piece struct{ words, place string }

var place = regexp.MustCompile(`\{\{\.(\w+)\}\}`)

func cut(text string) ([]piece, bool) {
	var pieces []piece
	from := 0
	for _, at := range place.FindAllStringSubmatchIndex(text, -1) {
		pieces = append(pieces, piece{text[from:at[0]], text[at[2]:at[3]]})
		from = at[1]
	}
	pieces = append(pieces, piece{words: text[from:]})
	for _, p := range pieces {
		if strings.Contains(p.words, "{{") {
			return nil, false
		}
	}
	return pieces, true
}

// For returns the printer of a language, Chinese for any unknown one.
func (c *Catalogue) For(lang string) Printer {
	if p, ok := c.printers[lang]; ok {
		return p
	}
	return c.printers[Chinese]
}

// Printer says things in one language.
type Printer struct {
	Language string
	texts    *i18n.Localizer
	plain    map[string][]piece // by id
}

// Text is a text with its places filled; args are pairs of name and value.
// An unknown id comes back as itself, so that it is seen, not hidden.
func (p Printer) Text(id string, args ...any) string {
	if pieces, ok := p.plain[id]; ok {
		return fill(pieces, func(place string) any {
			for i := 0; i+1 < len(args); i += 2 {
				if args[i] == place {
					return args[i+1]
				}
			}
			return nil
		})
	}
	data := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		data[args[i].(string)] = args[i+1]
	}
	return p.Fill(id, data)
}

// Fill is Text with the places in a map.
func (p Printer) Fill(id string, data map[string]any) string {
	if pieces, ok := p.plain[id]; ok {
		return fill(pieces, func(place string) any { return data[place] })
	}
	text, err := p.texts.Localize(&i18n.LocalizeConfig{MessageID: id, TemplateData: data})
	if err != nil {
		return id
	}
	return text
}

// fill joins pieces and values. A place that nobody fills shows itself.
func fill(pieces []piece, value func(place string) any) string {
	if len(pieces) == 1 {
		return pieces[0].words
	}
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.words)
		if p.place == "" {
			continue
		}
		switch v := value(p.place).(type) {
		case nil:
			b.WriteString("{{." + p.place + "}}")
		case string:
			b.WriteString(v)
		case int:
			b.WriteString(strconv.Itoa(v))
		default:
			fmt.Fprint(&b, v)
		}
	}
	return b.String()
}

// markBold turns pairs of ** into the marks of chat.Bold, line by line: a bold
// run does not cross a line end, and a stray ** in a comment disturbs nothing.
// TOML text knows no control characters, so they go in as escapes.
func markBold(text []byte) []byte {
	var b strings.Builder
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for i, part := range strings.Split(line, "**") {
			if i > 0 {
				b.WriteString([]string{escaped(chat.BoldEnd), escaped(chat.BoldStart)}[i%2])
			}
			b.WriteString(part)
		}
	}
	return []byte(b.String())
}

func escaped(mark string) string { return fmt.Sprintf(`\u%04x`, mark[0]) }
