//go:build !race

package reading

const detectsRaces = false
