package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
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
	stored    atomic.Int64 // when updates were last asked for and stored, Unix nanoseconds; 0 before
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
		if pause > 0 {
			_ = sleep(ctx, pause) // cut short when ctx ends, and then the loop ends
		}
	}
	return nil
}

// round is one poll and its commit. It returns how long to wait before the
// next, or an error that ends the run.
func (p *Poller) round(ctx context.Context) (time.Duration, error) {
	list, err := p.get(ctx)
	if stopped(ctx) {
		return 0, nil
	}
	if err != nil {
		return p.failed(ctx, err)
	}
	p.polled, p.conflicts, p.limit = true, 0, pollLimit
	updates := p.updates(list, time.Now())
	if len(updates) > 0 {
		if _, err := p.inbox.Accept(ctx, updates); err != nil {
			if !stopped(ctx) {
				p.log.Error("updates cannot be stored, Telegram keeps them", "error", err)
			}
			return p.wait.NextBackOff(), nil
		}
		// Ids start anew after a quiet week: the last need not be the highest.
		p.offset = updates[len(updates)-1].UpdateID + 1
	}
	if len(updates) == 0 && len(list) > 0 {
		return p.wait.NextBackOff(), nil // nothing but rubbish: it would come again at once
	}
	p.wait.Reset()
	p.stored.Store(time.Now().UnixNano())
	return 0, nil
}

// Stored is when updates were last taken in, or Telegram said that there are
// none; zero before the first time. A long poll answers within a minute.
func (p *Poller) Stored() time.Time {
	at := p.stored.Load()
	if at == 0 {
		return time.Time{}
	}
	return time.Unix(0, at)
}

// get asks for updates and returns them as they come.
func (p *Poller) get(ctx context.Context) ([][]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, pollTimeout+pollSlack)
	defer cancel()
	result, err := p.client.call(ctx, "getUpdates", struct {
		Offset         int64    `json:"offset,omitempty"`
		Limit          int      `json:"limit"`
		Timeout        int      `json:"timeout"`
		AllowedUpdates []string `json:"allowed_updates"`
	}{p.offset, p.limit, int(pollTimeout / time.Second), allowedUpdates()}, pollAnswer)
	if err != nil {
		return nil, err
	}
	list, ok := elements(result)
	if !ok {
		return nil, errNoAnswer
	}
	return list, nil
}

// updates finds the ids of updates and looks no further. What is no update is
// logged and skipped.
func (p *Poller) updates(list [][]byte, now time.Time) []chat.Raw {
	updates := make([]chat.Raw, 0, len(list))
	for _, raw := range list {
		id, ok := updateID(raw)
		if !ok {
			p.log.Error("telegram sent something that is no update, skipped")
			continue
		}
		updates = append(updates, chat.Raw{UpdateID: id, ReceivedAt: now, JSON: raw})
	}
	return updates
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
