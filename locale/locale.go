// Package locale holds every text that people read: zh-CN is the source, en
// follows. Files are named AREA.LANGUAGE.toml, one area for one part of the
// program; a test holds both languages to the same ids.
package locale

import (
	"embed"
	"fmt"
	"io/fs"
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
	plain := map[string]map[string]string{}
	bundle := i18n.NewBundle(language.SimplifiedChinese)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	names, err := fs.Glob(files, "*.toml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		file, err := bundle.ParseMessageFileBytes(markBold(text), name)
		if err != nil {
			return nil, fmt.Errorf("texts in %s: %w", name, err)
		}
		keepPlain(plain, file)
	}
	return &Catalogue{printers: map[string]Printer{
		Chinese: {Language: Chinese, texts: i18n.NewLocalizer(bundle, Chinese), plain: plain[Chinese]},
		English: {Language: English, texts: i18n.NewLocalizer(bundle, English, Chinese), plain: plain[English]},
	}}, nil
}

// keepPlain notes the texts without places: most of them, and filling none is
// what a template takes longest over.
func keepPlain(plain map[string]map[string]string, file *i18n.MessageFile) {
	lang := file.Tag.String()
	if plain[lang] == nil {
		plain[lang] = map[string]string{}
	}
	for _, m := range file.Messages {
		if !strings.Contains(m.Other, "{{") {
			plain[lang][m.ID] = m.Other
		}
	}
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
	plain    map[string]string // by id
}

// Text is a text with its places filled; args are pairs of name and value.
// An unknown id comes back as itself, so that it is seen, not hidden.
func (p Printer) Text(id string, args ...any) string {
	if text, ok := p.plain[id]; ok {
		return text
	}
	var data map[string]any
	if len(args) > 0 {
		data = make(map[string]any, len(args)/2)
	}
	for i := 0; i+1 < len(args); i += 2 {
		data[args[i].(string)] = args[i+1]
	}
	return p.Fill(id, data)
}

// Fill is Text with the places in a map.
func (p Printer) Fill(id string, data map[string]any) string {
	text, err := p.texts.Localize(&i18n.LocalizeConfig{MessageID: id, TemplateData: data})
	if err != nil {
		return id
	}
	return text
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
