package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"github.com/cenkalti/backoff/v5"
	"gridmate/chat"
)

// Inbox keeps updates before anybody looks inside them.
type Inbox interface {
	// Accept commits updates durably, all or none, and returns how many were
	// new. One row for each update id.
	Accept(ctx context.Context, updates []chat.Raw) (int, error)
}

// ErrOtherInstance means that somebody else polls with the same token.
var ErrOtherInstance = errors.New("another instance of the bot uses this token: stop it, or give this one a token of its own")

// Limits of polling.
const (
	pollTimeout   = 50 * time.Second // a long poll
	pollSlack     = 15 * time.Second // and the way there and back
	pollLimit     = 100              // updates an answer
	pollAnswer    = 32 << 20         // bytes of an answer
	startConflict = 5                // answers 409 in a row before the first success that end the run
)

// allowedUpdates are the updates that Decode has a use for. They are always
// sent: Telegram remembers the last list, and forgets some kinds by default.
func allowedUpdates() []string {
	return []string{
		models.AllowedUpdateMessage,
		models.AllowedUpdateEditedMessage,
		models.AllowedUpdateCallbackQuery,
		models.AllowedUpdateInlineQuery,
		models.AllowedUpdateMyChatMember,
	}
}

// Poller takes updates in by long polling. Use it from one goroutine.
type Poller struct {
	client *Client
	inbox  Inbox
	log    *slog.Logger

	offset    int64 // the first update that Telegram is to send; 0 at the start
	limit     int   // smaller after an answer that was too large
	polled    bool  // one poll was answered
	conflicts int   // answers 409 in a row
	wait      *backoff.ExponentialBackOff
}

// NewPoller makes a poller.
func NewPoller(c *Client, inbox Inbox) *Poller {
	return &Poller{client: c, inbox: inbox, log: c.log, limit: pollLimit, wait: newBackoff()}
}

// Run polls until ctx ends, which is no error. It returns ErrToken, ErrAddress
// or, before the first answer only, ErrOtherInstance. Everything else is waited
// out. Telegram is asked for the next updates, and so forgets the former, only
// when the former are committed.
func (p *Poller) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		pause, err := p.round(ctx)
		if err != nil {
			return err
		}
		if pause > 0 && sleep(ctx, pause) != nil {
			return nil
		}
	}
	return nil
}

// round is one poll and its commit. It returns how long to wait before the
// next, or an error that ends the run.
func (p *Poller) round(ctx context.Context) (time.Duration, error) {
	result, err := p.get(ctx)
	if stopped(ctx) {
		return 0, nil
	}
	if err != nil {
		return p.failed(ctx, err)
	}
	p.polled, p.conflicts, p.limit = true, 0, pollLimit
	updates, last, err := elements(result, time.Now(), p.log)
	if err != nil {
		p.log.Warn("telegram's updates cannot be read, polling again", "error", string(classBroken))
		return p.wait.NextBackOff(), nil
	}
	if len(updates) > 0 {
		if _, err := p.inbox.Accept(ctx, updates); err != nil {
			p.log.Error("updates cannot be stored, Telegram keeps them", "error", err)
			return p.wait.NextBackOff(), nil
		}
		p.offset = last + 1
	}
	if len(updates) == 0 && len(result) > len("[]") {
		return p.wait.NextBackOff(), nil // nothing but rubbish: it would come again at once
	}
	p.wait.Reset()
	return 0, nil
}

// get asks for updates.
func (p *Poller) get(ctx context.Context) (json.RawMessage, error) {
	ctx, cancel := context.WithTimeout(ctx, pollTimeout+pollSlack)
	defer cancel()
	return p.client.call(ctx, "getUpdates", struct {
		Offset         int64    `json:"offset,omitempty"`
		Limit          int      `json:"limit"`
		Timeout        int      `json:"timeout"`
		AllowedUpdates []string `json:"allowed_updates"`
	}{p.offset, p.limit, int(pollTimeout / time.Second), allowedUpdates()}, pollAnswer)
}

// elements splits an answer into updates without looking further than their
// ids. last is the id that came last: ids start anew after a quiet week, so it
// need not be the highest. Elements that are no update are logged and skipped.
func elements(result json.RawMessage, now time.Time, log *slog.Logger) (updates []chat.Raw, last int64, err error) {
	var list []json.RawMessage
	if err := json.Unmarshal(result, &list); err != nil {
		return nil, 0, err
	}
	updates = make([]chat.Raw, 0, len(list))
	for _, e := range list {
		id, ok := updateID(e)
		if !ok {
			log.Error("telegram sent something that is no update, skipped")
			continue
		}
		updates = append(updates, chat.Raw{UpdateID: id, ReceivedAt: now, JSON: e})
		last = id
	}
	return updates, last, nil
}

// updateID finds the id of an update.
func updateID(update []byte) (int64, bool) {
	var u struct {
		ID *int64 `json:"update_id"`
	}
	if !bytes.HasPrefix(bytes.TrimSpace(update), []byte("{")) {
		return 0, false
	}
	if err := json.Unmarshal(update, &u); err != nil || u.ID == nil {
		return 0, false
	}
	return *u.ID, true
}

// failed decides what an error of getUpdates means.
func (p *Poller) failed(ctx context.Context, err error) (time.Duration, error) {
	if err, ok := permanent(err); ok {
		return 0, fmt.Errorf("poll for updates: %w", err)
	}
	kind := classify(err)
	if kind == classConflict {
		return p.conflict(ctx, err)
	}
	p.conflicts = 0
	if kind == classThrottled {
		p.log.Warn("telegram asks to poll later", "error", string(kind))
		return retryAfter(err), nil
	}
	if errors.Is(err, errTooLarge) {
		p.limit = max(1, p.limit/2)
	}
	p.log.Warn("telegram did not answer the poll, polling again", "error", string(kind))
	return p.wait.NextBackOff(), nil
}

// conflict answers 409: a webhook is still set, or another instance polls.
func (p *Poller) conflict(ctx context.Context, err error) (time.Duration, error) {
	var api *apiError
	if errors.As(err, &api) && strings.Contains(strings.ToLower(api.description), "webhook") {
		return p.dropWebhook(ctx)
	}
	p.conflicts++
	if p.conflicts == 1 {
		p.log.Error("another instance polls with this token", "error", string(classConflict))
	}
	if !p.polled && p.conflicts >= startConflict {
		return 0, fmt.Errorf("poll for updates: %w", ErrOtherInstance)
	}
	return p.wait.NextBackOff(), nil
}

// dropWebhook removes a webhook of an earlier run; waiting updates stay.
func (p *Poller) dropWebhook(ctx context.Context) (time.Duration, error) {
	p.log.Info("a webhook is set, removing it in order to poll")
	err := withTimeout(ctx, func(ctx context.Context) error {
		_, err := p.client.library.DeleteWebhook(ctx, &tg.DeleteWebhookParams{})
		return err
	})
	if err == nil {
		return 0, nil
	}
	if err, ok := permanent(err); ok {
		return 0, fmt.Errorf("remove the webhook: %w", err)
	}
	return p.wait.NextBackOff(), nil
}
