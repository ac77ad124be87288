package main

import (
	"testing"

	"gridmate/chat"
)

// TestAPanicWhilePreparingComesInItsTurn: it must not end the program on the
// goroutine that works ahead, and has to become a dead letter in its turn.
func TestAPanicWhilePreparingComesInItsTurn(t *testing.T) {
	t.Parallel()
	a := &assistant{} // without a database nobody can be looked up, which panics
	updates := make([]chat.Raw, 5)
	for i := range updates {
		updates[i] = chat.Raw{UpdateID: int64(i + 1), JSON: []byte(`{"update_id":1,"message":{"message_id":1,"from":{"id":7},"chat":{"id":7,"type":"private"},"text":"巡查"}}`)}
	}
	ahead := a.prepare(updates)
	ahead.stop()
	for _, raw := range updates {
		if !panics(func() { _, _ = ahead.handle(t.Context(), nil, raw) }) {
			t.Errorf("update %d was handled although it could not be prepared", raw.UpdateID)
		}
	}
}

func panics(f func()) (yes bool) {
	defer func() { yes = recover() != nil }()
	f()
	return false
}
