//go:build race

package main

// The race detector makes everything five times slower: it watches three days,
// and CI plays the whole month without it.
const monthDays = 3
