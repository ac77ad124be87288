// Package machine asks the operating system what Go's library does not: how
// much room a disk has, and to whom a new file should belong. Where a system
// cannot tell, what depends on it is left out: no alert of a full disk, no
// change of owner.
package machine
