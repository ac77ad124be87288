package bot

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	tg "github.com/go-telegram/bot"

	"gridmate/chat"
)

// Limits of a webhook.
const (
	maxUpdate      = 1 << 20 // bytes of an update
	maxConnections = 40      // requests that Telegram may have open
	secretHeader   = "X-Telegram-Bot-Api-Secret-Token"
)

// Webhook takes updates in over HTTP. It answers 200 only when the update is
// committed, and 5xx when it is not, so that Telegram sends it again.
type Webhook struct {
	url    string
	path   string
	secret string
	batch  *batcher
	client *Client
	log    *slog.Logger
}

// NewWebhook makes the handler for a public address. address is the https URL
// that Telegram is to call, secret 1 to 256 letters, digits, _ and -.
func NewWebhook(c *Client, inbox Inbox, address, secret string) (*Webhook, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return nil, errors.New("the webhook address must be a full URL such as https://bot.example.org/telegram")
	}
	if err := checkSecret(secret); err != nil {
		return nil, err
	}
	path := u.Path
	if path == "" {
		path = "/"
	}
	return &Webhook{url: address, path: path, secret: secret, batch: newBatcher(inbox), client: c, log: c.log}, nil
}

func checkSecret(secret string) error {
	allowed := func(c rune) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-'
	}
	if secret == "" || len(secret) > 256 || strings.ContainsFunc(secret, func(c rune) bool { return !allowed(c) }) {
		return errors.New("the webhook secret must be 1 to 256 letters, digits, _ and -")
	}
	return nil
}

// Path is where the handler expects to be called.
func (h *Webhook) Path() string { return h.path }

// Register tells Telegram the address, and repeats that until it is heard or
// ctx ends. Updates that wait at Telegram stay.
func (h *Webhook) Register(ctx context.Context) error {
	return h.client.repeat(ctx, "register the webhook", func(ctx context.Context) error {
		_, err := h.client.library.SetWebhook(ctx, &tg.SetWebhookParams{
			URL:            h.url,
			SecretToken:    h.secret,
			AllowedUpdates: allowedUpdates(),
			MaxConnections: maxConnections,
		})
		return err
	})
}

// ServeHTTP implements http.Handler.
func (h *Webhook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != h.path {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	if !same(r.Header.Get(secretHeader), h.secret) {
		http.Error(w, "forbidden", http.StatusForbidden)
		return
	}
	if status, err := h.take(w, r); err != nil {
		h.log.Error("webhook request not taken", "error", err)
		http.Error(w, http.StatusText(status), status)
	}
}

// same compares in a time that tells nothing, not even the secret's length.
func same(given, secret string) bool {
	a, b := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(secret))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

// take commits the update in a request, or says with which status to refuse.
func (h *Webhook) take(w http.ResponseWriter, r *http.Request) (int, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxUpdate))
	if err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return http.StatusRequestEntityTooLarge, errors.New("the update is too large")
		}
		return http.StatusBadRequest, errors.New("the request broke off")
	}
	if !json.Valid(body) {
		return http.StatusBadRequest, errors.New("the request is no JSON")
	}
	id, ok := updateID(body)
	if !ok {
		h.log.Error("telegram sent something that is no update, skipped")
		return 0, nil // repeating would not make it one
	}
	if err := h.batch.accept(r.Context(), chat.Raw{UpdateID: id, ReceivedAt: time.Now(), JSON: body}); err != nil {
		return http.StatusServiceUnavailable, fmt.Errorf("store update: %w", err)
	}
	return 0, nil
}
