package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	tg "github.com/go-telegram/bot"
)

// apiError is a refusal by the Bot API.
type apiError struct {
	code        int
	description string
	retryAfter  int
	migrateTo   int64
}

func (e *apiError) Error() string { return fmt.Sprintf("telegram: %d %s", e.code, e.description) }

// errTooLarge is an answer that does not fit into memory.
var errTooLarge = errors.New("the answer is larger than the limit")

// call makes a call and returns its result. The library would do it too, but at
// three times the cost, because it makes every call a multipart form; and for
// its own getUpdates there is no other way.
func (c *Client) call(ctx context.Context, method string, params any, limit int64) ([]byte, error) {
	status, body, err := c.post(ctx, method, params, limit)
	if err != nil {
		return nil, err
	}
	return resultOf(status, body)
}

// resultOf takes the result out of an answer, or makes an error of it.
func resultOf(status int, body []byte) ([]byte, error) {
	if status == http.StatusOK && json.Valid(body) {
		result, found := member(body, "result")
		if said, _ := member(body, "ok"); found && string(said) == "true" {
			return result, nil
		}
	}
	return nil, refusalOf(status, body)
}

// say makes a call whose result does not matter.
func (c *Client) say(ctx context.Context, method string, params any) error {
	_, err := c.call(ctx, method, params, maxAnswer)
	return err
}

// sendMessage makes the call of that name and returns the message's id.
func (c *Client) sendMessage(ctx context.Context, params *tg.SendMessageParams) (int, error) {
	result, err := c.call(ctx, "sendMessage", params, maxAnswer)
	if err != nil {
		return 0, err
	}
	return messageID(result)
}

// errAccepted is an answer that says yes and cannot be read further.
var errAccepted = errors.New("sent, but the message's id cannot be read")

// post sends parameters as JSON and returns the answer's status and body, of
// at most limit bytes.
func (c *Client) post(ctx context.Context, method string, params any, limit int64) (int, []byte, error) {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(params); err != nil {
		return 0, nil, fmt.Errorf("%w: encode the parameters of %s: %w", errUnsent, method, err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.method+method, bytes.NewReader(body.Bytes()))
	if err != nil {
		return 0, nil, fmt.Errorf("%w: make the request for %s", errUnsent, method)
	}
	req.Header.Set("Content-Type", "application/json")
	return c.do(req, method, limit)
}

// do sends a request and returns the answer's status and body, of at most
// limit bytes.
func (c *Client) do(req *http.Request, method string, limit int64) (int, []byte, error) {
	resp, err := c.http.client.Do(req)
	if err != nil {
		return 0, nil, fmt.Errorf("call %s: %w", method, withoutURL(err))
	}
	defer func() { _ = resp.Body.Close() }()
	read, err := readAll(resp, limit)
	if err != nil {
		return 0, nil, fmt.Errorf("read the answer to %s: %w", method, err)
	}
	return resp.StatusCode, read, nil
}

// readAll reads an answer, into one piece of memory if its length is known.
func readAll(resp *http.Response, limit int64) ([]byte, error) {
	if resp.ContentLength > limit {
		return nil, errTooLarge
	}
	if resp.ContentLength >= 0 {
		body := make([]byte, resp.ContentLength)
		_, err := io.ReadFull(resp.Body, body)
		return body, err
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	if err == nil && int64(len(body)) > limit {
		return nil, errTooLarge
	}
	return body, err
}

// errNoAnswer is an answer that is none of the Bot API's.
var errNoAnswer = errors.New("the answer is no JSON of the Bot API")

// refusalOf makes an error of an answer that is not a success.
func refusalOf(status int, body []byte) error {
	var a struct {
		OK          bool   `json:"ok"`
		Code        int    `json:"error_code"`
		Description string `json:"description"`
		Parameters  struct {
			RetryAfter int   `json:"retry_after"`
			MigrateTo  int64 `json:"migrate_to_chat_id"`
		} `json:"parameters"`
	}
	err := json.Unmarshal(body, &a)
	switch {
	case err == nil && !a.OK && a.Code != 0:
		return &apiError{a.Code, a.Description, a.Parameters.RetryAfter, a.Parameters.MigrateTo}
	case status != http.StatusOK:
		return &statusError{status}
	}
	return errNoAnswer
}
