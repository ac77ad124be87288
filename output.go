package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// output writes to a file as a whole or not at all; "-" is standard output.
func (c *console) output(path string, write func(io.Writer) error) (err error) {
	if path == "-" {
		return write(c.stdout)
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".gridmate-*")
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	if err := errors.Join(write(file), file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	return os.Rename(file.Name(), path)
}
