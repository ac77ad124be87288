package bot_test

import (
	"errors"
	"net/http"
	"testing"

	"gridmate/bot"
)

func TestClassifyEachOfTelegramsAnswers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		code  int
		text  string
		class string
	}{
		{400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message", "not_modified"},
		{400, "Bad Request: message to edit not found", "message_gone"},
		{400, "Bad Request: message can't be edited", "message_gone"},
		{400, "Bad Request: MESSAGE_ID_INVALID", "message_gone"},
		{400, "Bad Request: message identifier is not specified", "message_gone"},
		{400, "Bad Request: there is no text in the message to edit", "message_gone"},
		{400, "Bad Request: message to be replied not found", "reply_gone"},
		{400, "Bad Request: query is too old and response timeout expired or query ID is invalid", "query_expired"},
		{400, "Bad Request: QUERY_ID_INVALID", "query_expired"},
		{400, "Bad Request: chat not found", "blocked"},
		{400, "Bad Request: PEER_ID_INVALID", "blocked"},
		{400, "Bad Request: not enough rights to send text messages to the chat", "blocked"},
		{400, "Bad Request: have no rights to send a message", "blocked"},
		{400, "Bad Request: CHAT_WRITE_FORBIDDEN", "blocked"},
		{400, "Bad Request: CHAT_RESTRICTED", "blocked"},
		{400, "Bad Request: not enough rights to send photos to the chat", "files_forbidden"},
		{400, "Bad Request: CHAT_SEND_DOCS_FORBIDDEN", "files_forbidden"},
		{400, "Bad Request: file is too big", "file_too_large"},
		{403, "Forbidden: bot was blocked by the user", "blocked"},
		{403, "Forbidden: user is deactivated", "blocked"},
		{403, "Forbidden: bot was kicked from the group chat", "blocked"},
		{403, "Forbidden: bot was kicked from the supergroup chat", "blocked"},
		{403, "Forbidden: bot is not a member of the supergroup chat", "blocked"},
		{403, "Forbidden: bot can't initiate conversation with a user", "blocked"},
		{403, "Forbidden: bot can't send messages to bots", "blocked"},
		{403, "Forbidden: the group chat was deleted", "blocked"},
		{400, "Bad Request: message is too long", "text_too_long"},
		{400, "Bad Request: message text is empty", "text_empty"},
		{400, "Bad Request: text must be non-empty", "text_empty"},
		{400, "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"", "entities_invalid"},
		{400, "Bad Request: BUTTON_DATA_INVALID", "keyboard_invalid"},
		{400, "Bad Request: inline keyboard button URL 'x' is invalid: Wrong HTTP URL", "keyboard_invalid"},
		{400, "Bad Request: REACTION_INVALID", "reaction_invalid"},
		{400, "Bad Request: message to react not found", "message_unknown"},
		{400, "Bad Request: RESULT_ID_INVALID", "results_invalid"},
		{400, "Bad Request: TOPIC_CLOSED", "topic_gone"},
		{400, "Bad Request: message thread not found", "topic_gone"},
		{401, "Unauthorized", "unauthorized"},
		{404, "Not Found", "not_found"},
		{404, "Not Found: method not found", "not_found"},
		{409, "Conflict: terminated by other getUpdates request", "conflict"},
		{413, "Request Entity Too Large", "file_too_large"},
		{429, "Too Many Requests: retry after 5", "throttled"},
		{500, "Internal Server Error", "server_error"},
		{502, "Bad Gateway", "server_error"},
		{504, "Gateway Timeout", "server_error"},
		{302, "Found", "not_found"},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			for _, err := range probes(t, refusal(tt.code, tt.text)) {
				equal(t, tt.class, bot.Classify(err))
			}
		})
	}
}

func TestClassifyEachWayToFail(t *testing.T) {
	t.Parallel()
	faults := transientFaults()
	tests := []struct {
		name  string
		fault *reply
		class string
	}{
		{"never connected", faults["never connected"](), "unsent"},
		{"connection dropped", faults["connection dropped"](), "connection_broken"},
		{"answer cut off", faults["answer cut off"](), "connection_broken"},
		{"a proxy's page", &reply{status: 502, body: "<html>"}, "server_error"},
		{"a page with status 200", &reply{status: 200, body: "<html>"}, "connection_broken"},
		{"JSON of another kind", &reply{status: 200, body: `[]`}, "connection_broken"},
		{"a message that cannot be read", success(`{"message_id":"x"}`), "accepted"},
		{"a page with status 404", &reply{status: 404, body: "<html>"}, "not_found"},
		{"success", nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, err := range probes(t, tt.fault) {
				equal(t, tt.class, bot.Classify(err))
			}
		})
	}
	equal(t, "connection_broken", bot.Classify(errors.New(http.StatusText(500))))
}

// probes returns the errors of a call through the library and of one past it.
func probes(t *testing.T, answer *reply) []error {
	t.Helper()
	client := newClient(t, &telegram{script: func(call) *reply { return answer }})
	_, library := client.Probe(t.Context())
	_, own := client.ProbeCall(t.Context())
	return []error{library, own}
}
