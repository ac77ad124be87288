package bot

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/go-telegram/bot/models"

	"gridmate/chat"
)

// maxText is how long a message may be, in UTF-16 units after its tags are
// taken out.
const maxText = 4096

// refused is an error of a reply that no message can be made of. Repeating
// does not help.
type refused struct {
	class  class
	reason string
}

func (e *refused) Error() string { return e.reason }

// escape is the one place where text becomes HTML. Marks become tags in the
// same pass, so no text can be escaped twice or not at all.
var escape = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;",
	chat.BoldStart, "<b>", chat.BoldEnd, "</b>",
)

// Render makes HTML of a reply's text: one part for each message that it
// takes. Parts that would be blank, which Telegram refuses, are left out; a text
// of nothing else is refused.
func Render(text string) ([]string, error) {
	var parts []string
	for _, part := range Split(tidy(text)) {
		if !blank(part) {
			parts = append(parts, escape.Replace(strings.TrimSpace(part)))
		}
	}
	if len(parts) == 0 {
		return nil, &refused{classEmpty, "the text is empty"}
	}
	return parts, nil
}

// blank says whether a part shows nothing.
func blank(part string) bool {
	return !strings.ContainsFunc(part, func(r rune) bool { return !unicode.IsSpace(r) && !unicode.IsControl(r) })
}

// untidy says whether tidy has anything to do with a character.
func untidy(r rune) bool { return r != '\n' && r != '\t' && unicode.IsControl(r) }

// tidy removes what no message can hold and closes what was left open: bold
// runs do not nest and do not cross a line end.
func tidy(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if !strings.ContainsFunc(text, untidy) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	bold := false
	for _, r := range text {
		switch mark := string(r); {
		case mark == chat.BoldStart && bold, mark == chat.BoldEnd && !bold:
			continue
		case mark == chat.BoldStart, mark == chat.BoldEnd:
			bold = !bold
		case r == '\n' && bold:
			b.WriteString(chat.BoldEnd)
			bold = false
		case untidy(r):
			continue
		}
		b.WriteRune(r)
	}
	if bold {
		b.WriteString(chat.BoldEnd)
	}
	return b.String()
}

// Limits of keyboards.
const (
	maxRow     = 8
	maxButtons = 100
	maxData    = 64 // bytes
)

// keyboard makes the buttons under a message; nil for none.
func keyboard(k chat.Keyboard) (models.ReplyMarkup, error) {
	rows := make([][]models.InlineKeyboardButton, 0, len(k))
	count := 0
	for _, row := range k {
		if len(row) == 0 {
			continue
		}
		buttons := make([]models.InlineKeyboardButton, len(row))
		for i, b := range row {
			var err error
			if buttons[i], err = button(b); err != nil {
				return nil, err
			}
		}
		rows = append(rows, buttons)
		if count += len(row); len(row) > maxRow || count > maxButtons {
			return nil, &refused{classKeyboard, "too many buttons"}
		}
	}
	if len(rows) == 0 {
		return nil, nil
	}
	return &models.InlineKeyboardMarkup{InlineKeyboard: rows}, nil
}

// button makes one button, which does exactly one thing.
func button(b chat.Button) (models.InlineKeyboardButton, error) {
	things := 0
	for _, s := range []string{b.Data, b.Share, b.URL} {
		if s != "" {
			things++
		}
	}
	switch {
	case strings.TrimSpace(b.Label) == "":
		return models.InlineKeyboardButton{}, &refused{classKeyboard, "a button has no label"}
	case things != 1:
		return models.InlineKeyboardButton{}, &refused{classKeyboard, fmt.Sprintf("a button does %d things", things)}
	case len(b.Data) > maxData:
		return models.InlineKeyboardButton{}, &refused{classKeyboard, fmt.Sprintf("a button's data has %d bytes, more than %d", len(b.Data), maxData)}
	}
	out := models.InlineKeyboardButton{Text: b.Label, CallbackData: b.Data, URL: b.URL}
	if b.Share != "" {
		out.SwitchInlineQuery = &b.Share
	}
	return out, nil
}

// Limits of inline results and notices.
const (
	maxResults  = 50
	maxResultID = 64  // bytes
	maxNotice   = 200 // UTF-16 units
)

// results makes the answers to an inline query.
func results(articles []chat.Result) ([]article, error) {
	if len(articles) > maxResults {
		return nil, &refused{classResults, "too many results"}
	}
	list := make([]article, len(articles))
	for i, a := range articles {
		parts, err := Render(a.Text)
		if err != nil {
			return nil, err
		}
		if a.ID == "" || len(a.ID) > maxResultID || a.Title == "" {
			return nil, &refused{classResults, "a result without title or with a bad id"}
		}
		list[i] = article{"article", models.InlineQueryResultArticle{
			ID:          a.ID,
			Title:       chat.Plain(a.Title),
			Description: chat.Plain(a.Description),
			InputMessageContent: &models.InputTextMessageContent{
				MessageText:        parts[0], // there is no second message
				ParseMode:          models.ParseModeHTML,
				LinkPreviewOptions: noPreview(),
			},
		}}
	}
	return list, nil
}

// article is an inline result that says what it is.
type article struct {
	Type string `json:"type"`
	models.InlineQueryResultArticle
}

// notice cuts the text of a button's answer to what Telegram shows.
func notice(text string) string {
	text = chat.Plain(text)
	units, end := 0, 0
	for i, r := range text {
		if units += utf16Len(r); units > maxNotice {
			return text[:end] + "…"
		}
		if units < maxNotice {
			end = i + len(string(r)) // leaves room for the ellipsis
		}
	}
	return text
}

// noPreview keeps links from growing pictures.
func noPreview() *models.LinkPreviewOptions {
	yes := true
	return &models.LinkPreviewOptions{IsDisabled: &yes}
}
