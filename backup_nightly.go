package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"gridmate/community"
	"gridmate/internal/machine"
	"gridmate/jobs"
	"gridmate/storage"
)

// nights are the nightly backups by the settings: a folder with one file a
// day, as many as are kept, and a second folder, on another disk, with the same.
type nights struct {
	dir, copy string
	at        community.Clock
	keep      int
}

// What the run ledger calls the nightly backup and its copy.
const (
	backupJob = "backup"
	copyJob   = "backup.copy"
)

// nightly is the pattern of the files, in the order of days.
const nightly = "gridmate-[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].db"

// chores are the nightly backup and its copy, as far as the settings name
// folders. They are two, so that a copy that cannot be made does not make the
// backup again, and a folder that is named later gets the last night's at once.
func (n nights) chores(db *storage.DB) []jobs.Chore {
	if n.dir == "" {
		return nil
	}
	list := []jobs.Chore{{Name: backupJob, At: n.at, Do: func(ctx context.Context, day community.Date) (string, error) {
		return n.make(ctx, db, day)
	}}}
	if n.copy != "" {
		list = append(list, jobs.Chore{Name: copyJob, At: n.at, Do: func(_ context.Context, day community.Date) (string, error) {
			return n.away(day)
		}})
	}
	return list
}

func nightOf(dir string, day community.Date) string {
	return filepath.Join(dir, fmt.Sprintf("gridmate-%s.db", day))
}

// make writes a day's backup, then removes the oldest. Nothing is removed
// before the new one is whole.
func (n nights) make(ctx context.Context, db *storage.DB, day community.Date) (note string, err error) {
	if err := os.MkdirAll(n.dir, 0o700); err != nil {
		return "", fmt.Errorf("GRIDMATE_BACKUP_DIR: %w", err)
	}
	file := nightOf(n.dir, day)
	held, err := db.Backup(ctx, file)
	if err != nil {
		return "", fmt.Errorf("cannot back up to %s: %w", file, err)
	}
	return fmt.Sprintf("%s, %s", file, held), rotate(n.dir, n.keep)
}

// away puts a day's backup into the second folder. A folder that is not there
// is not made: a disk that is not mounted must not pass for one that is.
func (n nights) away(day community.Date) (note string, err error) {
	to := nightOf(n.copy, day)
	_ = os.Remove(to + ".part") // of a night that was cut off
	if err := copyFile(nightOf(n.dir, day), to+".part"); err != nil {
		return "", fmt.Errorf("GRIDMATE_BACKUP_COPY: cannot copy to %s: %w", to, err)
	}
	if err := os.Rename(to+".part", to); err != nil {
		return "", fmt.Errorf("GRIDMATE_BACKUP_COPY: %w", err)
	}
	return to, rotate(n.copy, n.keep)
}

// rotate keeps the newest nightly backups of a folder, and touches nothing else.
func rotate(dir string, keep int) error {
	files, err := filepath.Glob(filepath.Join(dir, nightly))
	if err != nil {
		return err
	}
	slices.Sort(files)
	for len(files) > keep {
		if err := os.Remove(files[0]); err != nil {
			return err
		}
		files = files[1:]
	}
	return nil
}

// copyFile copies to a file that is not there yet, for its owner alone, and
// leaves nothing half done.
func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return errors.Join(err, in.Close())
	}
	machine.Adopt(to)
	_, err = io.Copy(out, in)
	if err := errors.Join(err, out.Sync(), out.Close(), in.Close()); err != nil {
		return errors.Join(err, os.Remove(to))
	}
	return nil
}
