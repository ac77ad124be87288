package main

import (
	"path/filepath"
	"strconv"
	"strings"

	"gridmate/community"
)

// safety are the settings of the nightly backup.
type safety struct {
	BackupDir  string `help:"Folder of the nightly backups; off where empty." placeholder:"DIR"`
	BackupCopy string `help:"Folder on another disk that gets a copy of each." placeholder:"DIR"`
	BackupAt   string `default:"02:30" help:"When the nightly backup is made."`
	BackupKeep string `default:"14" help:"How many nightly backups are kept: 1 to 90."`
}

// longestKept is how many nights may be kept. Backups hold what people typed,
// which is to be forgotten after 90 days.
const longestKept = 90

func (s settings) readBackup(c *config) error {
	c.Nights = nights{dir: s.BackupDir, copy: s.BackupCopy}
	var err error
	if c.Nights.at, err = community.ParseClock(strings.TrimSpace(s.BackupAt)); err != nil || c.Nights.at == community.Off {
		return bad("backup-at", s.BackupAt, "must be a time of day such as 02:30")
	}
	if c.Nights.keep, err = strconv.Atoi(strings.TrimSpace(s.BackupKeep)); err != nil || c.Nights.keep < 1 || c.Nights.keep > longestKept {
		return bad("backup-keep", s.BackupKeep, "must be a number of nights from 1 to 90: backups hold what is to be forgotten after 90 days")
	}
	if s.BackupCopy != "" && s.BackupDir == "" {
		return bad("backup-copy", s.BackupCopy, "needs GRIDMATE_BACKUP_DIR beside it")
	}
	if s.BackupCopy != "" && filepath.Clean(s.BackupCopy) == filepath.Clean(s.BackupDir) {
		return bad("backup-copy", s.BackupCopy, "must be another folder than GRIDMATE_BACKUP_DIR, on another disk")
	}
	return nil
}
