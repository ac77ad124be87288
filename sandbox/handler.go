package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
)

var errClosed = errors.New("sandbox: server closed")

// call is one call in progress.
type call struct {
	ctx    context.Context
	method string
	params *params
	chat   int64
}

// methods maps the Bot API's methods to what answers them. The result is
// marshalled outside of the server's lock, so it must not change afterwards.
var methods = map[string]func(*Server, *call) (any, error){
	"getupdates":             (*Server).getUpdates,
	"setwebhook":             (*Server).setWebhook,
	"deletewebhook":          (*Server).deleteWebhook,
	"getwebhookinfo":         (*Server).getWebhookInfo,
	"getme":                  (*Server).getMe,
	"logout":                 (*Server).logOut,
	"close":                  (*Server).closeBot,
	"sendmessage":            (*Server).sendMessage,
	"sendrichmessage":        (*Server).sendRichMessage,
	"sendphoto":              (*Server).sendPhoto,
	"senddocument":           (*Server).sendDocument,
	"sendmediagroup":         (*Server).sendMediaGroup,
	"sendchataction":         (*Server).sendChatAction,
	"editmessagetext":        (*Server).editMessageText,
	"editmessagecaption":     (*Server).editMessageCaption,
	"editmessagereplymarkup": (*Server).editMessageReplyMarkup,
	"deletemessage":          (*Server).deleteMessage,
	"setmessagereaction":     (*Server).setMessageReaction,
	"answercallbackquery":    (*Server).answerCallbackQuery,
	"answerinlinequery":      (*Server).answerInlineQuery,
	"getfile":                (*Server).getFile,
	"getchat":                (*Server).getChat,
	"getchatmember":          (*Server).getChatMember,
	"getchatadministrators":  (*Server).getChatAdministrators,
	"leavechat":              (*Server).leaveChat,
	"setmycommands":          (*Server).setMyCommands,
	"getmycommands":          (*Server).getMyCommands,
	"deletemycommands":       (*Server).deleteMyCommands,
	"setmydescription":       (*Server).setMyDescription,
	"setmyshortdescription":  (*Server).setMyShortDescription,
	"setchatmenubutton":      (*Server).setChatMenuButton,
}

// Handler serves the Bot API: /bot<token>/<method> and /file/bot<token>/<path>.
func (s *Server) Handler() http.Handler { return http.HandlerFunc(s.serve) }

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if rest, ok := strings.CutPrefix(r.URL.Path, "/file/bot"); ok {
		s.serveFile(w, r, rest)
		return
	}
	rest, ok := strings.CutPrefix(r.URL.Path, "/bot")
	token, method, slash := strings.Cut(rest, "/")
	if !ok || !slash || !strings.Contains(token, ":") {
		writeError(w, &apiError{code: 404, text: "Not Found"})
		return
	}
	if token != s.opts.Token {
		writeError(w, &apiError{code: 401, text: "Unauthorized"})
		return
	}
	s.serveMethod(w, r, method)
}

func (s *Server) serveMethod(w http.ResponseWriter, r *http.Request, method string) {
	name, answer := specMethod(method), methods[strings.ToLower(method)]
	p, err := readParams(w, r)
	if err != nil {
		writeError(w, asAPIError(err))
		return
	}
	c := &call{ctx: r.Context(), method: name, params: p, chat: p.number("chat_id", 0)}
	fault, entry := s.beginCall(c)
	if fault != nil && s.failBefore(w, r, fault, entry) {
		return
	}
	var result any
	if answer == nil {
		err = &apiError{code: 404, text: "Not Found"}
	} else {
		result, err = s.perform(c, answer)
	}
	body, code := encodeAnswer(result, err)
	s.endCall(entry, code, body, err)
	if fault != nil {
		failAfter(w, fault, body)
	}
	writeJSON(w, code, body)
}

// perform checks the call against the specification and runs it.
func (s *Server) perform(c *call, answer func(*Server, *call) (any, error)) (any, error) {
	s.mu.Lock()
	out := s.loggedOut
	s.mu.Unlock()
	if out {
		return nil, &apiError{code: 400, text: "Logged out"}
	}
	if err := spec().check(c.method, c.params); err != nil {
		return nil, err
	}
	return answer(s, c)
}

// specMethod gives a method the spelling of the specification: Telegram does not
// care about case.
func specMethod(method string) string {
	if _, ok := spec().Methods[method]; ok {
		return method
	}
	for name := range spec().Methods {
		if strings.EqualFold(name, method) {
			return name
		}
	}
	return method
}

func asAPIError(err error) *apiError {
	var refused *apiError
	if errors.As(err, &refused) {
		return refused
	}
	return &apiError{code: 500, text: "Internal Server Error: " + err.Error()}
}

// encodeAnswer makes the body of an answer in Telegram's envelope.
func encodeAnswer(result any, err error) (body []byte, code int) {
	if err == nil {
		if raw, ok := result.(json.RawMessage); ok {
			return raw, http.StatusOK
		}
		data, err := json.Marshal(result)
		if err == nil {
			body = make([]byte, 0, len(data)+22)
			body = append(body, `{"ok":true,"result":`...)
			return append(append(body, data...), '}'), http.StatusOK
		}
	}
	e := asAPIError(err)
	return errorBody(e), e.code
}

func errorBody(e *apiError) []byte {
	type parameters struct {
		RetryAfter int   `json:"retry_after,omitempty"`
		MigrateTo  int64 `json:"migrate_to_chat_id,omitempty"`
	}
	answer := struct {
		OK          bool        `json:"ok"`
		Code        int         `json:"error_code"`
		Description string      `json:"description"`
		Parameters  *parameters `json:"parameters,omitempty"`
	}{Code: e.code, Description: e.text}
	if e.retryAfter > 0 || e.migrateTo != 0 {
		answer.Parameters = &parameters{e.retryAfter, e.migrateTo}
	}
	body, _ := json.Marshal(answer)
	return body
}

func writeError(w http.ResponseWriter, e *apiError) { writeJSON(w, e.code, errorBody(e)) }

func writeJSON(w http.ResponseWriter, code int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(code)
	_, _ = w.Write(body)
}
