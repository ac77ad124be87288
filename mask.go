package main

import (
	"bytes"
	"encoding/json"

	"gridmate/reading"
)

// mask takes personal numbers out of what is kept of an update that could not
// be handled. Telegram escapes Chinese in JSON, so its texts are masked one by
// one; ids stay, and what is no JSON is masked as it stands.
func mask(data []byte) []byte {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err == nil {
		if masked, err := json.Marshal(maskValue(value)); err == nil {
			return masked
		}
	}
	text, _ := reading.Mask(string(bytes.ToValidUTF8(data, []byte("\uFFFD"))))
	return []byte(text)
}

func maskValue(value any) any {
	switch v := value.(type) {
	case string:
		text, _ := reading.Mask(v)
		return text
	case []any:
		for i := range v {
			v[i] = maskValue(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = maskValue(v[key])
		}
	}
	return value
}
