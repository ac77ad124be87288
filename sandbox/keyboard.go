package sandbox

import (
	"encoding/json"
	"net/url"
	"strings"
)

// markup reads reply_markup: an inline keyboard, or what replaces the keyboard.
func markup(p *params) (*InlineKeyboard, *Keyboard, error) {
	text := p.text("reply_markup")
	if text == "" {
		return nil, nil, nil
	}
	if strings.Contains(text, `"inline_keyboard"`) {
		inline, err := inlineKeyboard(text)
		return inline, nil, err
	}
	var k Keyboard
	if err := json.Unmarshal([]byte(text), &k); err != nil {
		return nil, nil, badRequest("can't parse reply keyboard markup JSON object")
	}
	for _, row := range k.Rows {
		for _, key := range row {
			if strings.TrimSpace(key.Text) == "" {
				return nil, nil, badRequest("can't parse keyboard button: Text must be non-empty")
			}
		}
	}
	if k.Rows == nil && !k.Remove && !k.ForceReply {
		return nil, nil, nil
	}
	return nil, &k, nil
}

func inlineKeyboard(text string) (*InlineKeyboard, error) {
	var k InlineKeyboard
	if err := json.Unmarshal([]byte(text), &k); err != nil {
		return nil, badRequest("can't parse inline keyboard markup JSON object")
	}
	total := 0
	var rows [][]Button
	for _, row := range k.Rows {
		for _, b := range row {
			if err := b.check(); err != nil {
				return nil, err
			}
		}
		if total += len(row); len(row) > 0 {
			rows = append(rows, row)
		}
		if len(row) > 8 {
			return nil, badRequest("BUTTON_ROW_TOO_LONG")
		}
	}
	if total > 100 {
		return nil, badRequest("REPLY_MARKUP_TOO_LONG")
	}
	if total == 0 {
		return nil, nil
	}
	return &InlineKeyboard{rows}, nil
}

// check refuses a button that Telegram refuses.
func (b Button) check() error {
	switch {
	case strings.TrimSpace(b.Text) == "":
		return badRequest("can't parse inline keyboard button: Field \"text\" must be non-empty")
	case len(b.CallbackData) > 64:
		return badRequest("BUTTON_DATA_INVALID")
	case b.URL != "":
		u, err := url.Parse(b.URL)
		if err != nil || u.Scheme == "" || u.Host == "" {
			return badRequest("inline keyboard button URL '%s' is invalid: Wrong HTTP URL", b.URL)
		}
	case b.CallbackData == "" && b.SwitchInline == nil && b.SwitchInlineCurrent == nil && b.CopyText == nil:
		return badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
	}
	return nil
}

// sameMarkup reports whether two keyboards show and do the same.
func sameMarkup(a, b *InlineKeyboard) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}
