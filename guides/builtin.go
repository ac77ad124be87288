package guides

import (
	"embed"
	"io/fs"
)

//go:embed content/*.md
var content embed.FS

// Builtin returns the guides that come with the program: national rules,
// unverified, with blanks for everything local.
func Builtin() ([]Guide, error) {
	dir, err := fs.Sub(content, "content")
	if err != nil {
		return nil, err
	}
	return ReadFolder(dir)
}
