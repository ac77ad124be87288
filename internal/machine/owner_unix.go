//go:build unix

package machine

import (
	"os"
	"path/filepath"
	"syscall"
)

// Adopt gives a file that root has made to whoever owns its folder, so that
// the bot, which runs as that user, can use what an administrator's command
// made. Anybody else's files, and failures, are left as they are.
func Adopt(path string) {
	if os.Geteuid() != 0 {
		return
	}
	info, err := os.Stat(filepath.Dir(path))
	if err != nil {
		return
	}
	if owner, ok := info.Sys().(*syscall.Stat_t); ok && owner.Uid != 0 {
		_ = os.Chown(path, int(owner.Uid), int(owner.Gid))
	}
}
