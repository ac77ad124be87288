package bot

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"strings"
	"time"

	tg "github.com/go-telegram/bot"
)

// class says what an error of a call means for what was to be said. The words
// are logged and stored in place of error texts, which can quote a message.
type class string

// The classes. The comment says what the sender does.
const (
	classNone      class = ""                  // it worked
	classThrottled class = "throttled"         // wait as long as Telegram says
	classBlocked   class = "blocked"           // the bot may not write to this chat
	classMigrated  class = "migrated"          // say it in the chat's new id
	classSame      class = "not_modified"      // the message shows it already: as good as sent
	classGone      class = "message_gone"      // nothing to edit any more: send anew
	classReplyGone class = "reply_gone"        // nothing to answer any more: send without
	classTopic     class = "topic_gone"        // the topic is deleted or closed: send to the general one
	classStale     class = "query_expired"     // the button's or the query's time is over
	classAccepted  class = "accepted"          // it arrived, but the answer cannot be read
	classUnsent    class = "unsent"            // it never left: repeat
	classBroken    class = "connection_broken" // it may have arrived
	classServer    class = "server_error"      // 5xx: it may have arrived
	classToken     class = "unauthorized"      // 401
	classAddress   class = "not_found"         // 404
	classConflict  class = "conflict"          // 409

	// Refused for good. Several words, so that a log says which rule was broken.
	classRefused  class = "refused"
	classTooLong  class = "text_too_long"
	classEmpty    class = "text_empty"
	classEntities class = "entities_invalid"
	classKeyboard class = "keyboard_invalid"
	classReaction class = "reaction_invalid"
	classResults  class = "results_invalid"
	classMessage  class = "message_unknown"
	classVerb     class = "verb_unknown"
	classFile     class = "file_refused"
	classNoFiles  class = "files_forbidden" // the chat takes texts only
	classLarge    class = "file_too_large"
	classLost     class = "file_gone" // nobody keeps it any more

	// Made by the sender itself.
	classExpired class = "expired"
	classGaveUp  class = "gave_up"
	classOutbox  class = "outbox_error" // the outbox could not be read: repeat
)

// errUnsent marks errors from before the first byte was written.
var errUnsent = errors.New("not sent")

// phrases are Telegram's descriptions of refusals, in lower case. The first
// that is contained decides.
var phrases = []struct {
	text  string
	class class
}{
	{"message is not modified", classSame},
	{"message to edit not found", classGone},
	{"message can't be edited", classGone},
	{"message_id_invalid", classGone},
	{"message identifier is not specified", classGone},
	{"no text in the message to edit", classGone},
	{"message to be replied not found", classReplyGone},
	{"message to reply not found", classReplyGone},
	{"replied message not found", classReplyGone},
	{"message thread not found", classTopic},
	{"topic_closed", classTopic},
	{"topic_deleted", classTopic},
	{"topic_id_invalid", classTopic},
	{"query is too old", classStale},
	{"query id is invalid", classStale},
	{"query_id_invalid", classStale},
	{"bot was blocked by the user", classBlocked},
	{"user is deactivated", classBlocked},
	{"user_deactivated", classBlocked},
	{"user_is_blocked", classBlocked},
	{"bot was kicked", classBlocked},
	{"bot is not a member", classBlocked},
	{"can't initiate conversation", classBlocked},
	{"can't send messages to bots", classBlocked},
	{"chat not found", classBlocked},
	{"chat_id_invalid", classBlocked},
	{"peer_id_invalid", classBlocked},
	{"group chat was deactivated", classBlocked},
	// A chat that takes no files takes texts: it is not lost.
	{"not enough rights to send photos", classNoFiles},
	{"not enough rights to send documents", classNoFiles},
	{"not enough rights to send media", classNoFiles},
	{"chat_send_photos_forbidden", classNoFiles},
	{"chat_send_docs_forbidden", classNoFiles},
	{"chat_send_media_forbidden", classNoFiles},
	{"wrong file identifier", classFile},
	{"wrong remote file", classFile},
	{"image_process_failed", classFile},
	{"photo_invalid", classFile},
	{"too big", classLarge},
	{"not enough rights to send", classBlocked},
	{"have no rights to send", classBlocked},
	{"chat_write_forbidden", classBlocked},
	{"chat_send_plain_forbidden", classBlocked},
	{"chat_restricted", classBlocked},
	{"message is too long", classTooLong},
	{"message_too_long", classTooLong},
	{"message text is empty", classEmpty},
	{"text must be non-empty", classEmpty},
	{"can't parse entities", classEntities},
	{"button_", classKeyboard},
	{"inline keyboard", classKeyboard},
	{"reply markup", classKeyboard},
	{"reply_markup", classKeyboard},
	{"reaction", classReaction},
	{"message to react not found", classMessage},
	{"message not found", classMessage},
	{"result_id", classResults},
	{"results", classResults},
}

// classify says what an error of a call means. A nil error is classNone.
func classify(err error) class {
	var status *statusError
	var api *apiError
	var throttled *tg.TooManyRequestsError
	var migrated *tg.MigrateError
	switch {
	case err == nil:
		return classNone
	case errors.As(err, &throttled):
		return classThrottled
	case errors.As(err, &migrated):
		return classMigrated
	case errors.As(err, &api) && api.migrateTo != 0:
		return classMigrated
	case errors.As(err, &api):
		return ofCode(api.code, api.description)
	case errors.As(err, &status):
		return ofCode(status.code, "")
	case errors.Is(err, tg.ErrorForbidden):
		return ofCode(http.StatusForbidden, err.Error())
	case errors.Is(err, tg.ErrorBadRequest):
		return ofCode(http.StatusBadRequest, err.Error())
	case errors.Is(err, tg.ErrorUnauthorized):
		return classToken
	case errors.Is(err, tg.ErrorNotFound):
		return classAddress
	case errors.Is(err, tg.ErrorConflict):
		return classConflict
	}
	return ofTransport(err)
}

// ofCode classifies an answer of the Bot API.
func ofCode(code int, description string) class {
	switch {
	case code == http.StatusTooManyRequests:
		return classThrottled
	case code == http.StatusUnauthorized:
		return classToken
	case code == http.StatusNotFound, code < 400: // a redirect leads elsewhere
		return classAddress
	case code == http.StatusConflict:
		return classConflict
	case code == http.StatusRequestEntityTooLarge:
		return classLarge
	case code >= 500:
		return classServer
	}
	description = strings.ToLower(description)
	for _, p := range phrases {
		if strings.Contains(description, p.text) {
			return p.class
		}
	}
	if code == http.StatusForbidden {
		return classBlocked
	}
	return classRefused
}

// ofTransport classifies an error of the way to the Bot API and back.
func ofTransport(err error) class {
	var mismatch *json.UnmarshalTypeError
	text := err.Error()
	switch {
	case neverSent(err):
		return classUnsent
	case strings.Contains(text, "error decode response body"):
		return classBroken // cut off, or not from the Bot API
	case errors.Is(err, errAccepted), strings.Contains(text, "error decode response result"), errors.As(err, &mismatch):
		return classAccepted
	}
	return classBroken
}

// neverSent says whether an error certainly came before the first byte of the
// request. When in doubt it did not.
func neverSent(err error) bool {
	var name *net.DNSError
	var op *net.OpError
	var host x509.HostnameError
	var authority x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	var verify *tls.CertificateVerificationError
	if errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect") {
		return true
	}
	return errors.Is(err, errUnsent) || errors.As(err, &name) || errors.As(err, &host) ||
		errors.As(err, &authority) || errors.As(err, &invalid) || errors.As(err, &verify)
}

// retryAfter is how long Telegram wants to be left alone, one second at least.
func retryAfter(err error) time.Duration {
	var throttled *tg.TooManyRequestsError
	var api *apiError
	seconds := 0
	switch {
	case errors.As(err, &throttled):
		seconds = throttled.RetryAfter
	case errors.As(err, &api):
		seconds = api.retryAfter
	}
	return min(max(time.Duration(seconds), 1)*time.Second, maxRetryAfter)
}

// maxRetryAfter caps what Telegram asks for: a day, more than it ever does.
const maxRetryAfter = 24 * time.Hour

// movedTo is the new id of a chat that moved, or 0.
func movedTo(err error) int64 {
	var migrated *tg.MigrateError
	var api *apiError
	switch {
	case errors.As(err, &migrated):
		return int64(migrated.MigrateToChatID)
	case errors.As(err, &api):
		return api.migrateTo
	}
	return 0
}
