package main

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"

	"gridmate/bot"
	"gridmate/community"
	"gridmate/handlers"
)

// settings are what flags and environment hold, word for word.
type settings struct {
	Token         string `help:"Bot token." placeholder:"TOKEN"`
	TokenFile     string `help:"File that holds the bot token." placeholder:"FILE"`
	DB            string `name:"db" default:"gridmate.db" help:"SQLite database file."`
	APIURL        string `name:"api-url" default:"https://api.telegram.org" help:"Base of the Bot API."`
	Admins        string `help:"Telegram user ids with the role admin, comma separated." placeholder:"ID,…"`
	Timezone      string `default:"Asia/Shanghai" help:"Zone of dates and schedules."`
	Listen        string `help:"Address for /healthz, /readyz, /metrics and the webhook." placeholder:"HOST:PORT"`
	WebhookURL    string `name:"webhook-url" help:"Public address: a webhook instead of polling." placeholder:"URL"`
	WebhookSecret string `help:"What Telegram sends along to the webhook." placeholder:"SECRET"`
	RateTotal     string `default:"30/s" help:"Sending pace overall; 0 is no limit."`
	RateChat      string `default:"1/s" help:"Sending pace for each chat."`
	RateGroup     string `default:"20/m" help:"Sending pace for each group."`
	Log           string `default:"info" help:"Log level: debug, info, warn or error."`

	PushBudget string `default:"3" help:"Pushes a person gets in a day, digests included: 1 to 3."`
	Quiet      string `default:"21:00-08:00" help:"No pushes in these hours; they may only be widened."`
	Rich       string `default:"off" help:"on: tables in digests as rich messages, for people whose clients show them."`
	forbidden
	deadlines
	safety
	discretion
}

// config is what the settings mean.
type config struct {
	Token         string
	TokenFile     string
	DB            string
	APIURL        string
	Admins        []int64
	Zone          *time.Location
	Listen        string
	WebhookURL    string
	WebhookSecret string
	Pace          bot.Pace
	Rich          bool
	Log           slog.Level
	Manners       community.Manners
	Terms         community.Terms
	Nights        nights
	Keeping       handlers.Keeping
	RatePerson    bot.Rate
	transport     http.RoundTripper // to Telegram; a pooled one where nil
}

// validate is the one place where settings are judged. The error is one line
// that names setting, value and rule; a secret's value is left out.
func (s settings) validate() (config, error) {
	c := config{TokenFile: s.TokenFile, DB: s.DB, Listen: s.Listen, WebhookSecret: s.WebhookSecret}
	for _, check := range []func(*config) error{
		s.readToken, s.readDB, s.readAPIURL, s.readAdmins, s.readZone, s.readListen, s.readWebhook, s.readPaces, s.readLog, s.readRich, s.readManners, s.readDeadlines, s.readBackup, s.readDiscretion,
	} {
		if err := check(&c); err != nil {
			return config{}, err
		}
	}
	return c, nil
}

func bad(flag, value, rule string) error {
	return fmt.Errorf("%s=%q: %s", variable(flag), value, rule)
}

// hidden is bad for a secret.
func hidden(flag, rule string) error { return fmt.Errorf("%s: %s", variable(flag), rule) }

var tokenShape = regexp.MustCompile(`^[^\s/?#:]+:[^\s/?#]+$`)

func (s settings) readToken(c *config) error {
	c.Token = strings.TrimSpace(s.Token)
	flag := "token"
	if s.TokenFile != "" {
		if c.Token != "" {
			return hidden("token-file", "is set together with GRIDMATE_TOKEN: set one of them")
		}
		data, err := os.ReadFile(s.TokenFile)
		if err != nil {
			return bad("token-file", s.TokenFile, "cannot be read: give the path of a file that holds the token")
		}
		flag, c.Token = "token-file", strings.TrimSpace(string(data))
		if c.Token == "" {
			return bad("token-file", s.TokenFile, "the file is empty: it must hold the token")
		}
	}
	if c.Token != "" && !tokenShape.MatchString(c.Token) {
		return hidden(flag, "is not a bot token: it looks like 123456789:AAF…, as BotFather gives it")
	}
	return nil
}

func (s settings) readDB(*config) error {
	if scheme, _, is := strings.Cut(s.DB, "://"); is {
		return bad("db", scheme+"://…", "must be a file: only SQLite is supported")
	}
	return nil
}

func (s settings) readAPIURL(c *config) error {
	u, err := url.Parse(s.APIURL)
	if s.APIURL != "" && (err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || u.RawQuery != "" || u.Fragment != "") {
		return bad("api-url", s.APIURL, "must be an address such as http://127.0.0.1:8081")
	}
	c.APIURL = strings.TrimRight(s.APIURL, "/")
	return nil
}

func (s settings) readAdmins(c *config) error {
	for id := range strings.SplitSeq(s.Admins, ",") {
		if id = strings.TrimSpace(id); id == "" {
			continue
		}
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil || n <= 0 {
			return bad("admins", s.Admins, "must be Telegram user ids, positive numbers with commas between")
		}
		c.Admins = append(c.Admins, n)
	}
	return nil
}

func (s settings) readZone(c *config) error {
	zone, err := time.LoadLocation(s.Timezone)
	if err != nil || s.Timezone == "" || s.Timezone == "Local" {
		return bad("timezone", s.Timezone, "must be a name of the zone database such as Asia/Shanghai")
	}
	c.Zone = zone
	return nil
}

func (s settings) readListen(*config) error {
	if s.Listen == "" {
		return nil
	}
	_, port, err := net.SplitHostPort(s.Listen)
	if n, broken := strconv.Atoi(port); err != nil || broken != nil || n < 0 || n > 65535 {
		return bad("listen", s.Listen, "must be HOST:PORT or :PORT, such as 127.0.0.1:8080")
	}
	return nil
}

var secretShape = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

func (s settings) readWebhook(c *config) error {
	if s.WebhookURL == "" {
		if s.WebhookSecret != "" {
			return hidden("webhook-secret", "needs GRIDMATE_WEBHOOK_URL beside it")
		}
		return nil
	}
	u, err := url.Parse(s.WebhookURL)
	local := c.APIURL != bot.DefaultURL && err == nil && u.Scheme == "http" // a local Bot API server takes http
	if err != nil || u.Host == "" || (u.Scheme != "https" && !local) || strings.ContainsAny(u.Path, "{} ") {
		return bad("webhook-url", s.WebhookURL, "must be an https address that Telegram can reach")
	}
	if s.Listen == "" {
		return bad("webhook-url", s.WebhookURL, "needs GRIDMATE_LISTEN: the address to receive updates on")
	}
	if !secretShape.MatchString(s.WebhookSecret) {
		return hidden("webhook-secret", "must be 1 to 256 letters, digits, _ and -")
	}
	c.WebhookURL = s.WebhookURL
	return nil
}

func (s settings) readPaces(c *config) error {
	for _, r := range []struct {
		flag, value string
		to          *bot.Rate
	}{
		{"rate-total", s.RateTotal, &c.Pace.Total},
		{"rate-chat", s.RateChat, &c.Pace.Chat},
		{"rate-group", s.RateGroup, &c.Pace.Group},
	} {
		rate, err := bot.ParseRate(r.value)
		if err != nil {
			return bad(r.flag, r.value, err.Error())
		}
		*r.to = rate
	}
	return nil
}

func (s settings) readRich(c *config) error {
	if s.Rich != "" && s.Rich != "on" && s.Rich != "off" {
		return bad("rich", s.Rich, "must be on or off")
	}
	c.Rich = s.Rich == "on"
	return nil
}

func (s settings) readLog(c *config) error {
	levels := map[string]slog.Level{
		"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError,
	}
	level, ok := levels[strings.ToLower(s.Log)]
	if !ok {
		return bad("log", s.Log, "must be debug, info, warn or error")
	}
	c.Log = level
	return nil
}
