package main

import (
	"bufio"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/template"

	"gridmate/bot"
	"gridmate/locale"
)

//go:embed deploy/gridmate.env.tmpl deploy/gridmate.service.tmpl
var deploy embed.FS

type initCommand struct {
	Settings string `default:"/etc/gridmate/gridmate.env" help:"Settings file to write."`
	Unit     string `default:"/etc/systemd/system/gridmate.service" help:"systemd unit to write; - for none."`
	Data     string `default:"/var/lib/gridmate" help:"Folder of the database."`
	Backups  string `default:"/var/backups/gridmate" help:"Folder of the nightly backups."`
	Copy     string `default:"/mnt/backup" help:"Folder on another disk that the unit lets the bot write to, for copies."`
	User     string `default:"gridmate" help:"System user that the bot runs as."`
	Binary   string `default:"/usr/local/bin/gridmate" help:"Where the program will be."`
	Offline  bool   `help:"Do not ask Telegram whether the token is good."`
}

// installation is what the files are made of.
type installation struct {
	initCommand
	Token, Admins, APIURL string
}

// Run asks for what is not given by flags, writes a settings file for root's
// eyes only and a systemd unit, and says what to do next. It overwrites nothing.
func (i initCommand) Run(ctx context.Context, c *console) error {
	for _, path := range []string{i.Settings, i.Unit} {
		if _, err := os.Stat(path); err == nil {
			return fmt.Errorf("%s is there already: edit it, or name another file", path)
		}
	}
	texts, err := locale.Load()
	if err != nil {
		return err
	}
	ask := asker{console: c, in: bufio.NewReader(c.stdin), texts: texts}
	made := installation{initCommand: i, APIURL: c.config.APIURL}
	if made.Token, err = ask.token(ctx, i.Offline); err != nil {
		return err
	}
	if made.Admins, err = ask.admins(ctx); err != nil {
		return err
	}
	if err := made.write(i.Settings, 0o600, "gridmate.env.tmpl"); err != nil {
		return err
	}
	_, _ = fmt.Fprintf(c.stdout, "%s (0600)\n", i.Settings)
	if i.Unit != "-" {
		if err := made.write(i.Unit, 0o644, "gridmate.service.tmpl"); err != nil {
			return err
		}
		_, _ = fmt.Fprintln(c.stdout, i.Unit)
	}
	ask.say("init.next")
	for _, line := range made.next() {
		_, _ = fmt.Fprintln(c.stdout, "  "+line)
	}
	return nil
}

// next are the commands that remain for root.
func (m installation) next() []string {
	lines := []string{
		fmt.Sprintf("useradd --system --home-dir %s --shell /usr/sbin/nologin %s", m.Data, m.User),
		fmt.Sprintf("install -d -o %s -g %s -m 0700 %s %s", m.User, m.User, m.Data, m.Backups),
	}
	if _, err := os.Stat(m.Binary); err != nil {
		lines = append(lines, "install -m 0755 gridmate "+m.Binary)
	}
	if m.Unit != "-" {
		lines = append(lines, "systemctl daemon-reload", "systemctl enable --now "+filepath.Base(m.Unit))
	}
	return append(lines, "gridmate doctor")
}

// write makes a file from a template, or nothing.
func (m installation) write(path string, mode fs.FileMode, name string) error {
	text, err := template.ParseFS(deploy, "deploy/"+name)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	if err := errors.Join(text.Execute(file, m), file.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// asker asks on the terminal, in Chinese and English.
type asker struct {
	*console
	in     *bufio.Reader
	texts  *locale.Catalogue
	client *bot.Client // once Telegram has accepted the token
	bot    string      // its username
}

func (a *asker) say(id string, args ...any) {
	for _, language := range []string{locale.Chinese, locale.English} {
		_, _ = fmt.Fprintln(a.stdout, a.texts.For(language).Text(id, args...))
	}
}

// answer reads a line; the end of input is no answer.
func (a *asker) answer() (string, error) {
	line, err := a.in.ReadString('\n')
	line = strings.TrimSpace(line)
	if errors.Is(err, io.EOF) && line == "" { // an empty line is an answer, the end of all lines is none
		return "", usage{errors.New("nobody answers: give --token and --admins instead")}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return line, nil
}

// token takes the token of the settings, or asks until one has a token's form
// and Telegram, if it can be asked, accepts it.
func (a *asker) token(ctx context.Context, offline bool) (string, error) {
	given := a.config.Token
	for {
		token := given
		if token == "" {
			a.say("init.token")
			line, err := a.answer()
			if err != nil {
				return "", err
			}
			token = line
		}
		err := a.tryToken(ctx, token, offline)
		if err == nil {
			return token, nil
		}
		if given != "" {
			return "", usage{err}
		}
		_, _ = fmt.Fprintln(a.stdout, err)
	}
}

func (a *asker) tryToken(ctx context.Context, token string, offline bool) error {
	if !tokenShape.MatchString(token) {
		return hidden("token", "is not a bot token: it looks like 123456789:AAF…, as BotFather gives it")
	}
	client, err := bot.NewClient(bot.Config{Token: token, URL: a.config.APIURL})
	if err != nil || offline {
		return err
	}
	me, err := client.Ask(ctx)
	switch {
	case errors.Is(err, bot.ErrToken), errors.Is(err, bot.ErrAddress):
		return err
	case err != nil:
		a.say("init.unasked")
	default:
		a.client, a.bot = client, me.Username
		a.say("init.bot", "Bot", me.Username)
	}
	return nil
}

// admins takes the ids of the settings, or asks until there is one. Whoever
// does not know theirs writes to the bot and presses return.
func (a *asker) admins(ctx context.Context) (string, error) {
	if len(a.config.Admins) > 0 {
		return idList(a.config.Admins), nil
	}
	for {
		a.say("init.admins")
		if a.client != nil {
			a.say("init.knock", "Bot", a.bot)
		}
		line, err := a.answer()
		if err != nil {
			return "", err
		}
		var c config
		if err := (settings{Admins: strings.ReplaceAll(line, "，", ",")}).readAdmins(&c); err != nil {
			_, _ = fmt.Fprintln(a.stdout, err)
			continue
		}
		if len(c.Admins) > 0 {
			return idList(c.Admins), nil
		}
		if id, ok := a.knocked(ctx); ok {
			return id, nil
		}
	}
}

// knocked is who wrote to the bot last, if whoever sits here says that it was them.
func (a *asker) knocked(ctx context.Context) (id string, ok bool) {
	if a.client == nil {
		return "", false
	}
	who, found, err := a.client.Knock(ctx)
	if err != nil || !found {
		a.say("init.nobody")
		return "", false
	}
	a.say("init.you", "Name", who.Name, "ID", who.ID)
	line, err := a.answer()
	if err != nil {
		return "", false
	}
	switch strings.ToLower(line) {
	case "y", "yes", "是":
		return idList([]int64{who.ID}), true
	}
	return "", false
}

func idList(ids []int64) string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(ids), " ", ","), "[]")
}
