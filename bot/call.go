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
}

func (e *apiError) Error() string { return fmt.Sprintf("telegram: %d %s", e.code, e.description) }

// errTooLarge is an answer that does not fit into memory.
var errTooLarge = errors.New("the answer is larger than the limit")

// call makes a call whose result is wanted raw, which the library offers for
// no method. limit is the largest answer in bytes.
func (c *Client) call(ctx context.Context, method string, params any, limit int64) (json.RawMessage, error) {
	body, err := json.Marshal(params)
	if err != nil {
		return nil, fmt.Errorf("encode the parameters of %s: %w", method, err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.method+method, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("make the request for %s", method)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.http.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("call %s: %w", method, withoutURL(err))
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	if err != nil {
		return nil, fmt.Errorf("read the answer to %s: %w", method, err)
	}
	if int64(len(raw)) > limit {
		return nil, fmt.Errorf("read the answer to %s: %w", method, errTooLarge)
	}
	return open(method, resp.StatusCode, raw)
}

// open takes the result out of the envelope.
func open(method string, status int, raw []byte) (json.RawMessage, error) {
	var a answer
	err := json.Unmarshal(raw, &a)
	switch {
	case err == nil && a.OK && status == http.StatusOK:
		return a.Result, nil
	case err == nil && a.Code != 0:
		return nil, &apiError{a.Code, a.Description, a.Parameters.RetryAfter}
	case status != http.StatusOK:
		return nil, &apiError{code: status, description: http.StatusText(status)}
	}
	return nil, fmt.Errorf("the answer to %s is no JSON of the Bot API", method)
}
