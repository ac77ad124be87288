package sandbox

import (
	"embed"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

//go:embed demo
var demoFiles embed.FS

// Demo is an invented city: its organisation, its people, and two weeks of what
// they report. Everybody in it is named after their role.
type Demo struct{}

// Org returns the organisation as a CSV file for gridmate import org.
func (Demo) Org() []byte { return demoFile("org.csv") }

// People returns the people as a CSV file for gridmate import people.
func (Demo) People() []byte { return demoFile("people.csv") }

func demoFile(name string) []byte {
	data, err := demoFiles.ReadFile("demo/" + name)
	if err != nil {
		panic("sandbox: demo: " + err.Error())
	}
	return data
}

// Line is one thing that somebody says in the two weeks.
type Line struct {
	Day    int           // 0 is the first day
	At     time.Duration // since midnight
	Person string        // who, by the key of the cast
	Chat   string        // "bot", or the key of a group
	Words  string        // what, with {+3} for the date three days later
}

// Script returns what people say, in the order of time.
func (Demo) Script() []Line {
	var lines []Line
	for i, row := range demoTable("script.tsv") {
		day, err := strconv.Atoi(row["day"])
		at, err2 := time.Parse("15:04", row["time"])
		if err != nil || err2 != nil {
			panic(fmt.Sprintf("sandbox: demo: script.tsv, row %d", i+2))
		}
		lines = append(lines, Line{
			day, time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute,
			row["user"], row["chat"], row["text"],
		})
	}
	return lines
}

// demoTable reads a table with tabs and a header.
func demoTable(name string) []map[string]string {
	lines := strings.Split(strings.TrimSpace(string(demoFile(name))), "\n")
	header := strings.Split(lines[0], "\t")
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, cell := range strings.Split(line, "\t") {
			row[header[i]] = cell
		}
		rows = append(rows, row)
	}
	return rows
}

// Time is when the line is said, when the first day is the day of first.
func (l Line) Time(first time.Time) time.Time {
	y, m, d := first.Date()
	return time.Date(y, m, d+l.Day, 0, 0, 0, 0, first.Location()).Add(l.At)
}

var dateAhead = regexp.MustCompile(`\{\+(\d+)\}`)

// Say is the text of the line with its dates filled in.
func (l Line) Say(first time.Time) string {
	return dateAhead.ReplaceAllStringFunc(l.Words, func(s string) string {
		days, _ := strconv.Atoi(dateAhead.FindStringSubmatch(s)[1])
		day := l.Time(first).AddDate(0, 0, days)
		return fmt.Sprintf("%d月%d日", day.Month(), day.Day())
	})
}
