package sandbox

import "fmt"

// apiError is a refusal in Telegram's form.
type apiError struct {
	code       int
	text       string
	retryAfter int
	migrateTo  int64
}

func (e *apiError) Error() string { return e.text }

func badRequest(format string, args ...any) *apiError {
	return &apiError{code: 400, text: "Bad Request: " + fmt.Sprintf(format, args...)}
}

func forbidden(text string) *apiError { return &apiError{code: 403, text: "Forbidden: " + text} }

func conflict(text string) *apiError { return &apiError{code: 409, text: "Conflict: " + text} }

func tooMany(seconds int) *apiError {
	return &apiError{
		code:       429,
		text:       fmt.Sprintf("Too Many Requests: retry after %d", seconds),
		retryAfter: seconds,
	}
}

func migrated(to int64) *apiError {
	e := badRequest("group chat was upgraded to a supergroup chat")
	e.migrateTo = to
	return e
}
