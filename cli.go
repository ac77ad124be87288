package main

import (
	"strings"

	"github.com/alecthomas/kong"
)

// cli is the command line: every setting is a flag and an environment variable
// of the same name, every command a file of this folder.
type cli struct {
	Settings settings `embed:"" group:"settings"`

	Init        initCommand        `cmd:"" help:"Ask for token and administrators; write a settings file and a systemd unit."`
	Run         runCommand         `cmd:"" default:"1" help:"Run the bot (the default)."`
	Sandbox     sandboxCommand     `cmd:"" help:"The whole product in a browser, with a demo city: no token, no network. Takes --listen and --db."`
	Import      importCommand      `cmd:"" help:"Take in the organisation, people or guides: all rows of a file or none."`
	Read        readCommand        `cmd:"" help:"Read reports from standard input, one a line; write JSON."`
	Guides      guidesCommand      `cmd:"" help:"Search the service guides."`
	Digest      digestCommand      `cmd:"" help:"Print the digest that a group would get."`
	Export      exportCommand      `cmd:"" help:"Write records, the ledger of issues or the official tables to a file."`
	Fill        fillCommand        `cmd:"" help:"Fill a table that somebody else made with what is held, and say what is missing."`
	Bulletin    bulletinCommand    `cmd:"" help:"Draft a bulletin from records, a Word document."`
	Chart       chartCommand       `cmd:"" help:"Draw a picture that goes with a digest, a PNG."`
	Invite      inviteCommand      `cmd:"" help:"Make an invitation for one person and print the payload for /start."`
	Backup      backupCommand      `cmd:"" help:"Copy the database while the bot is running."`
	Restore     restoreCommand     `cmd:"" help:"Put a backup in the place of the database; the bot must be stopped."`
	Deadletters deadLettersCommand `cmd:"" help:"List, show, retry or drop updates that could not be handled."`
	Doctor      doctorCommand      `cmd:"" help:"Check settings and database."`
	Version     versionCommand     `cmd:"" help:"Print the version."`
}

// parse reads the command line and the settings. Without an error and without
// a context there is nothing left to do: help has been printed.
func parse(args []string, getenv func(string) string, c *console) (*kong.Context, error) {
	var (
		line   cli
		helped bool
		env    = getenv // and, once the parser knows the settings, their file
	)
	parser, err := kong.New(&line,
		kong.Name("gridmate"),
		kong.Description("A chat assistant for community grid workers. Every setting is a flag or an environment variable."),
		kong.Writers(c.stdout, c.stderr),
		kong.Exit(func(int) { helped = true }),
		kong.ExplicitGroups([]kong.Group{{Key: "settings", Title: "Settings:"}}),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 110}),
		kong.ValueFormatter(describe),
		kong.Resolvers(environment(func(name string) string { return env(name) })),
	)
	if err != nil {
		return nil, err
	}
	if env, c.hint, err = withFile(getenv, parser.Model.Node); err != nil {
		return nil, err
	}
	if c.hint == "" {
		c.file = getenv(settingsVariable)
	}
	parsed, err := parser.Parse(args)
	if helped {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	c.config, err = line.Settings.validate()
	if err != nil {
		return nil, err
	}
	c.start()
	return parsed, nil
}

// variable is the environment variable of a flag.
func variable(flag string) string {
	return "GRIDMATE_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// describe adds the environment variable to a setting's help.
func describe(v *kong.Value) string {
	if v.Flag == nil || v.Flag.Group == nil || v.Flag.Group.Key != "settings" {
		return v.Help
	}
	return v.Help + " ($" + variable(v.Name) + ")"
}

// sandboxed is what the sandbox takes from the environment: the zone and the
// log level. A token or a database of a real deployment must not reach it by
// accident.
func sandboxed(flag, value string) any {
	switch {
	case flag == "db":
		return "" // a file of its own
	case flag == "log" && value == "":
		return "warn"
	case value != "" && (flag == "log" || flag == "timezone"):
		return value
	}
	return nil
}

// environment gives settings that are not on the command line their values.
func environment(getenv func(string) string) kong.Resolver {
	return kong.ResolverFunc(func(ctx *kong.Context, parent *kong.Path, flag *kong.Flag) (any, error) {
		if parent.App == nil || flag.Name == "help" {
			return nil, nil
		}
		value := getenv(variable(flag.Name))
		if node := ctx.Selected(); node != nil && node.Name == "sandbox" {
			return sandboxed(flag.Name, value), nil
		}
		if value == "" {
			return nil, nil
		}
		return value, nil
	})
}
