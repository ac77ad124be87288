package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	tg "github.com/go-telegram/bot"
)

// DefaultURL is the base of Telegram's own Bot API.
const DefaultURL = "https://api.telegram.org"

// Config is what a Client needs to know.
type Config struct {
	Token     string            // the bot's token; never printed
	URL       string            // base of the Bot API; DefaultURL where empty
	Transport http.RoundTripper // how requests travel; a pooled transport where nil
	Log       *slog.Logger      // nowhere where nil

	// Called is told of every call: its method and the HTTP status, 0 where no
	// answer came. Nobody where nil.
	Called func(method string, status int)
}

// Client calls the Bot API. It is safe for use by many goroutines. No error of
// its methods contains the token.
type Client struct {
	library *tg.Bot
	http    *doer
	method  string // URL of a method, without its name
	files   string // URL of a file, without its path
	log     *slog.Logger
	watcher *watcher
}

// Errors that repeating does not cure.
var (
	// ErrToken means that Telegram does not accept the token.
	ErrToken = errors.New("telegram does not accept the bot token: check GRIDMATE_TOKEN")
	// ErrAddress means that what answers is not a Bot API.
	ErrAddress = errors.New("no Bot API at this address, or the bot token is misspelt: check GRIDMATE_API_URL and GRIDMATE_TOKEN")
)

// NewClient checks the configuration and makes a client. It calls nobody.
func NewClient(c Config) (*Client, error) {
	if err := checkToken(c.Token); err != nil {
		return nil, err
	}
	base, err := checkURL(c.URL)
	if err != nil {
		return nil, err
	}
	if c.Transport == nil {
		c.Transport = newTransport()
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	watch := &watcher{next: c.Transport, tell: c.Called}
	client := &Client{http: newDoer(watch), watcher: watch, method: base + "/bot" + c.Token + "/", files: base + "/file/bot" + c.Token + "/", log: c.Log}
	client.library, err = tg.New(c.Token,
		tg.WithSkipGetMe(),
		tg.WithServerURL(base),
		tg.WithHTTPClient(pollTimeout, client.http),
		tg.WithErrorsHandler(func(error) { c.Log.Debug("telegram library reported an error") }),
	)
	if err != nil {
		return nil, errors.New("make the Telegram client")
	}
	return client, nil
}

// checkToken refuses what cannot be put into a URL unchanged. What a good token
// looks like is Telegram's business.
func checkToken(token string) error {
	if token == "" {
		return errors.New("the bot token is empty")
	}
	for _, c := range []byte(token) {
		if c <= ' ' || c > '~' || strings.IndexByte(`/\?#%"`, c) >= 0 {
			return errors.New("the bot token has a character that no token has: copy it again from @BotFather")
		}
	}
	return nil
}

// checkURL returns the base without a slash at its end.
func checkURL(base string) (string, error) {
	if base == "" {
		return DefaultURL, nil
	}
	u, err := url.Parse(base)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("the Bot API address must look like %s", DefaultURL)
	}
	return strings.TrimRight(base, "/"), nil
}

// permanent maps an error to ErrToken or ErrAddress, or returns false.
func permanent(err error) (error, bool) {
	switch classify(err) {
	case classToken:
		return ErrToken, true
	case classAddress:
		return ErrAddress, true
	}
	return nil, false
}

// stopped says whether an error only means that ctx ended.
func stopped(ctx context.Context) bool { return ctx.Err() != nil }
