package main

import (
	"fmt"
	"runtime/debug"
)

type versionCommand struct{}

// version is set when a release is built: -ldflags "-X main.version=1.2.3".
var version string

// Run prints the version, the commit where the build knows it, and Go's.
func (versionCommand) Run(c *console) error {
	_, err := fmt.Fprintln(c.stdout, "gridmate", versionText())
	return err
}

func versionText() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return version
	}
	name := version
	if name == "" {
		name = info.Main.Version
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			name += " " + s.Value[:12]
		}
	}
	return name + " " + info.GoVersion
}
