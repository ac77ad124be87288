package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/alecthomas/kong"
)

// settingsVariable names the settings file; settingsDefault is where gridmate
// init puts it and where it is looked for unless the variable says otherwise.
const (
	settingsVariable = "GRIDMATE_SETTINGS"
	settingsDefault  = "/etc/gridmate/gridmate.env"
)

// withDefaultFile is the environment with the usual settings file, if there is
// one on this machine.
func withDefaultFile(getenv func(string) string) func(string) string {
	return func(name string) string {
		value := getenv(name)
		if name == settingsVariable && value == "" {
			if _, err := os.Stat(settingsDefault); err == nil {
				return settingsDefault
			}
		}
		return value
	}
}

// withFile is the environment with what the settings file says where the
// environment says nothing. The usual file that somebody may not read is
// passed over: systemd has read it for the bot; hint tells anybody else.
func withFile(getenv func(string) string, model *kong.Node) (_ func(string) string, hint string, err error) {
	path := getenv(settingsVariable)
	if path == "" {
		return getenv, "", nil
	}
	values, err := readSettings(path, model)
	if errors.Is(err, fs.ErrPermission) && path == settingsDefault {
		return getenv, path + " can be read by root only: use sudo", nil
	}
	if err != nil {
		return nil, "", err
	}
	return func(name string) string {
		if value := getenv(name); value != "" {
			return value
		}
		return values[name]
	}, "", nil
}

// readSettings reads NAME=value lines as systemd does: # begins a comment
// line, quotes around a value are taken off. A name that is no setting is an
// error, since a misspelt one would be missed only when it is needed.
func readSettings(path string, model *kong.Node) (map[string]string, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s=%q: %w", settingsVariable, path, err)
	}
	defer func() { _ = file.Close() }()
	known := map[string]bool{}
	for _, flag := range model.Flags {
		known[variable(flag.Name)] = true
	}
	values := map[string]string{}
	lines := bufio.NewScanner(file)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if line == "" || line[0] == '#' || line[0] == ';' {
			continue
		}
		name, value, ok := strings.Cut(line, "=")
		if !ok { // it is not repeated: it may be a token by itself
			return nil, fmt.Errorf("%s line %d: write NAME=value", path, n)
		}
		if name = strings.TrimSpace(name); strings.HasPrefix(name, "GRIDMATE_") && !known[name] {
			return nil, fmt.Errorf("%s line %d: %q is no setting: write NAME=value with a name of gridmate --help", path, n, name)
		}
		values[name] = unquote(strings.TrimSpace(value))
		if strings.HasSuffix(name, "_PROXY") && os.Getenv(name) == "" {
			_ = os.Setenv(name, values[name]) // Go's HTTP client looks there, as it does when systemd has read the file
		}
	}
	return values, lines.Err()
}

func unquote(value string) string {
	if n := len(value); n >= 2 && (value[0] == '"' || value[0] == '\'') && value[n-1] == value[0] {
		return value[1 : n-1]
	}
	return value
}
