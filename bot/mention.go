package bot

import (
	"strings"
	"unicode/utf8"

	"github.com/go-telegram/bot/models"
)

// stripMention removes mentions of the bot from a text and says whether there
// were any. Entities count in UTF-16 units; those that lie outside of the text
// or cut a character are passed over.
func stripMention(text string, entities []models.MessageEntity, me Me) (string, bool) {
	var kept strings.Builder
	from := 0
	for _, e := range entities {
		if e.Type != models.MessageEntityTypeMention && e.Type != models.MessageEntityTypeTextMention {
			continue
		}
		start, end, ok := span(text, e.Offset, e.Length)
		if !ok || start < from || !names(e, text[start:end], me) {
			continue
		}
		kept.WriteString(strings.TrimRight(text[from:start], " "))
		if start > 0 && end < len(text) {
			kept.WriteByte(' ')
		}
		from = end + len(text[end:]) - len(strings.TrimLeft(text[end:], " "))
	}
	if from == 0 {
		return text, false
	}
	kept.WriteString(text[from:])
	return kept.String(), true
}

// names says whether an entity means the bot.
func names(e models.MessageEntity, word string, me Me) bool {
	if e.Type == models.MessageEntityTypeTextMention {
		return e.User != nil && e.User.ID == me.ID
	}
	return me.Username != "" && strings.EqualFold(word, "@"+me.Username)
}

// span converts a span in UTF-16 units to one in bytes.
func span(text string, offset, length int) (start, end int, ok bool) {
	if offset < 0 || length <= 0 || length > len(text) || offset > len(text) {
		return 0, 0, false
	}
	start, ok = byteAt(text, 0, offset)
	if !ok {
		return 0, 0, false
	}
	end, ok = byteAt(text, start, length)
	return start, end, ok
}

// byteAt walks units UTF-16 units on from a byte position; false if that is
// outside of the text or within a character.
func byteAt(text string, from, units int) (int, bool) {
	for units > 0 && from < len(text) {
		r, size := utf8.DecodeRuneInString(text[from:])
		units -= utf16Len(r)
		from += size
	}
	return from, units == 0
}

// utf16Len is how many UTF-16 units a character takes: Telegram's measure.
func utf16Len(r rune) int {
	if r >= 0x10000 {
		return 2
	}
	return 1
}
