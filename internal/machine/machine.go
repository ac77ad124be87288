// Package machine asks the operating system what Go's library does not: how
// much room a disk has, and to whom a new file should belong.
package machine
