//go:build !race

package main

const monthDays = wholeMonth
