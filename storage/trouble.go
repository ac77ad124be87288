package storage

import (
	"errors"

	lib "modernc.org/sqlite/lib"
)

// Troubles are what only somebody at the machine can mend. Nothing that was
// acknowledged is lost by any of them.
var (
	ErrFull     = errors.New("the disk is full: free some space")
	ErrReadOnly = errors.New("the database cannot be written: check who owns the file and its folder, and whether the disk is mounted read-only")
	ErrDamaged  = errors.New("the database file is damaged: stop the bot and restore the last backup")
	ErrDisk     = errors.New("the disk does not read or write as it should: check it")
)

// Trouble says which trouble of the machine a database's error means; nil for
// none.
func Trouble(err error) error {
	for _, t := range []struct {
		means error
		codes []int
	}{
		{ErrDamaged, []int{lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB}},
		{ErrFull, []int{lib.SQLITE_FULL}},
		{ErrReadOnly, []int{lib.SQLITE_READONLY, lib.SQLITE_CANTOPEN, lib.SQLITE_PERM}},
		{ErrDisk, []int{lib.SQLITE_IOERR}},
	} {
		if errors.Is(err, t.means) || codeIs(err, t.codes...) {
			return t.means
		}
	}
	return nil
}
