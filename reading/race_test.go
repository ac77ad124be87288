//go:build race

package reading

// The race detector makes teaching eight times slower; CI does it without.
const detectsRaces = true
