//go:build linux || darwin

package machine

import "syscall"

// Free is how many bytes an ordinary user can still write beside a path; false
// where nobody can tell.
func Free(path string) (int64, bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(path, &s); err != nil {
		return 0, false
	}
	return int64(s.Bavail * uint64(s.Bsize)), true
}
