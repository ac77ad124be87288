package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// Errors of a download that repeating does not cure.
var (
	// ErrFileGone means that Telegram does not hand the file out (any more).
	ErrFileGone = errors.New("telegram does not hand out this file")
	// ErrFileTooLarge means that the file is larger than the limit.
	ErrFileTooLarge = errors.New("the file is larger than the limit")
)

// Download fetches a file that somebody sent, of at most limit bytes.
func (c *Client) Download(ctx context.Context, id string, limit int64) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, fileTimeout)
	defer cancel()
	result, err := c.call(ctx, "getFile", map[string]string{"file_id": id}, maxAnswer)
	if err != nil {
		return nil, ofDownload(err)
	}
	var file struct {
		Size int64  `json:"file_size"`
		Path string `json:"file_path"`
	}
	switch err := json.Unmarshal(result, &file); {
	case err != nil || file.Path == "":
		return nil, ErrFileGone
	case file.Size > limit:
		return nil, ErrFileTooLarge
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.files+escapePath(file.Path), nil)
	if err != nil {
		return nil, ErrFileGone
	}
	status, content, err := c.do(req, "file", limit)
	if err != nil {
		return nil, ofDownload(err)
	}
	if status != http.StatusOK {
		return nil, ofDownload(&statusError{status})
	}
	return content, nil
}

// ofDownload tells errors apart that repeating does not cure.
func ofDownload(err error) error {
	if errors.Is(err, errTooLarge) {
		return ErrFileTooLarge
	}
	switch class := classify(err); class {
	case classFile, classLarge:
		return ErrFileTooLarge
	case classRefused, classAddress:
		return ErrFileGone
	}
	return fmt.Errorf("download a file: %w", err)
}

// escapePath escapes the parts of a path.
func escapePath(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return strings.Join(parts, "/")
}
