package bot

import (
	"bytes"
	"strconv"
)

// An answer of getUpdates can hold a hundred updates of which only the ids are
// wanted. encoding/json reads such an answer four times and copies it twice;
// here it is cut without copying, after call has checked it once.

// updateID finds the id of an update, which must be valid JSON.
func updateID(update []byte) (int64, bool) {
	digits, ok := member(update, "update_id")
	if !ok {
		return 0, false
	}
	id, err := strconv.ParseInt(string(digits), 10, 64)
	return id, err == nil
}

// member finds a member of a JSON object; false if there is none, or if the
// JSON is no object. The JSON must be valid.
func member(object []byte, name string) ([]byte, bool) {
	rest, ok := bytes.CutPrefix(space(object), []byte("{"))
	for ok {
		key := space(rest)
		if key[0] != '"' {
			return nil, false // the end of an empty object
		}
		size := valueLen(key)
		value := space(space(key[size:])[1:]) // behind the colon
		length := valueLen(value)
		if string(key[1:size-1]) == name {
			return value[:length], true
		}
		rest = space(value[length:])
		ok = rest[0] == ','
		rest = rest[1:]
	}
	return nil, false
}

// elements cuts a JSON array; false if the JSON is none. It must be valid.
func elements(array []byte) ([][]byte, bool) {
	rest, ok := bytes.CutPrefix(space(array), []byte("["))
	if !ok {
		return nil, false
	}
	list := [][]byte{}
	rest = space(rest)
	for rest[0] != ']' {
		length := valueLen(rest)
		list = append(list, rest[:length:length])
		rest = space(rest[length:])
		if rest[0] == ',' {
			rest = space(rest[1:])
		}
	}
	return list, true
}

// space drops white space before a value.
func space(b []byte) []byte {
	for len(b) > 0 && (b[0] == ' ' || b[0] == '\n' || b[0] == '\t' || b[0] == '\r') {
		b = b[1:]
	}
	return b
}

// valueLen is the length of the value that valid JSON begins with.
func valueLen(b []byte) int {
	switch b[0] {
	case '"':
		return textLen(b)
	case '{', '[':
		return nestLen(b)
	}
	if i := bytes.IndexAny(b, ",]} \n\t\r"); i >= 0 {
		return i
	}
	return len(b)
}

// textLen is the length of a JSON string with its quotes.
func textLen(b []byte) int {
	for i := 1; ; i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
}

// nestLen is the length of a JSON object or array.
func nestLen(b []byte) int {
	depth := 0
	for i := 0; ; i++ {
		switch b[i] {
		case '"':
			i += textLen(b[i:]) - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
}
