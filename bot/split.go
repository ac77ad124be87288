package bot

import (
	"unicode/utf8"

	"gridmate/chat"
)

// Split cuts a text into parts that fit into one message each: at line ends,
// and within a line only where a line alone is too long, between characters.
// Joined, the parts are the text again, but for bold marks that are closed at
// a cut and opened again behind it.
func Split(text string) []string {
	var parts []string
	open := ""
	for text != "" {
		end := fit(text)
		part := open + text[:end]
		open = openMark(part)
		if open != "" {
			part += chat.BoldEnd
		}
		parts = append(parts, part)
		text = text[end:]
	}
	return parts
}

// fit returns how many bytes of a text go into one message. Marks count
// nothing: they become tags.
func fit(text string) int {
	units, lineEnd := 0, 0
	for i, r := range text {
		size := utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, size = utf8.DecodeRuneInString(text[i:])
		}
		if mark := text[i : i+size]; mark != chat.BoldStart && mark != chat.BoldEnd {
			units += utf16Len(r)
		}
		if units > maxText {
			if lineEnd > 0 {
				return lineEnd
			}
			return i
		}
		if r == '\n' {
			lineEnd = i + size
		}
	}
	return len(text)
}

// openMark returns the mark of a bold run that a part leaves open, or "".
func openMark(part string) string {
	for i := len(part) - 1; i >= 0; i-- {
		switch part[i : i+1] {
		case chat.BoldEnd:
			return ""
		case chat.BoldStart:
			return chat.BoldStart
		}
	}
	return ""
}
