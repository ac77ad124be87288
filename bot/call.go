package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// answer is the Bot API's envelope.
type answer struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

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

// call makes a call and decodes its result into dest, if that is not nil. The
// library would do it too, but at three times the cost, because it makes every
// call a multipart form; and for its own getUpdates there is no other way.
func (c *Client) call(ctx context.Context, method string, params, dest any) error {
	status, body, err := c.post(ctx, method, params, maxAnswer)
	if err != nil {
		return err
	}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil || !a.OK || status != http.StatusOK {
		return refusalOf(status, body)
	}
	if dest == nil {
		return nil
	}
	if err := json.Unmarshal(a.Result, dest); err != nil {
		return fmt.Errorf("decode the result of %s: %w", method, errAccepted)
	}
	return nil
}

// errAccepted is an answer that says yes and cannot be read further.
var errAccepted = errors.New("accepted, but the result cannot be read")

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

// refusalOf makes an error of an answer that is not a success.
func refusalOf(status int, body []byte) error {
	var a answer
	err := json.Unmarshal(body, &a)
	switch {
	case err == nil && !a.OK && a.Code != 0:
		return &apiError{a.Code, a.Description, a.Parameters.RetryAfter, a.Parameters.MigrateTo}
	case status != http.StatusOK:
		return &statusError{status}
	}
	return errNoAnswer
}
