package community

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// RowError is one thing wrong with a row of an import, for the one who made
// the file: in English, one line, without the line's number.
type RowError struct {
	Line   int
	Column string
	Reason string
}

func (e RowError) Error() string {
	return fmt.Sprintf("line %d, %s: %s", e.Line, e.Column, e.Reason)
}

// UnitRow is one row of an organisation file, as typed.
type UnitRow struct {
	Line                      int
	Code, Level, Name, Parent string
	Short, Pilot, Tags        string // optional; tags have | or ; between
}

// PlannedUnit is a unit to store: its parent is named by code, since it may be
// as new as the unit itself.
type PlannedUnit struct {
	Unit
	ParentCode string
}

// Limits on what an import may name, in characters.
const (
	maxCode = 32
	maxName = 60
)

// PlanUnits checks an organisation file against the organisation as it is.
// Units that the file does not name stay as they are, and a parent may be one
// of them. With any error nothing is planned.
func PlanUnits(org *Org, rows []UnitRow) ([]PlannedUnit, []RowError) {
	p := unitPlanner{org: org, lines: map[string]int{}, planned: map[string]PlannedUnit{}}
	for _, row := range rows {
		p.read(row)
	}
	for _, row := range rows {
		p.checkParent(row)
	}
	p.checkChildren(rows)
	if len(p.bad) > 0 {
		return nil, sorted(p.bad)
	}
	plan := make([]PlannedUnit, len(rows))
	for i, row := range rows {
		plan[i] = p.planned[foldCode(row.Code)]
	}
	return plan, nil
}

type unitPlanner struct {
	org     *Org
	lines   map[string]int         // where a code first stands
	planned map[string]PlannedUnit // by folded code
	bad     []RowError
}

func (p *unitPlanner) say(line int, column, reason string, args ...any) {
	p.bad = append(p.bad, RowError{Line: line, Column: column, Reason: fmt.Sprintf(reason, args...)})
}

// read checks what can be said of a row alone.
func (p *unitPlanner) read(row UnitRow) {
	code := foldCode(row.Code)
	if reason := badCode(row.Code); reason != "" {
		p.say(row.Line, "code", "%s", reason)
		return
	}
	if first, twice := p.lines[code]; twice {
		p.say(row.Line, "code", "%q stands in line %d already", row.Code, first)
		return
	}
	p.lines[code] = row.Line
	level := Level(strings.ToLower(row.Level))
	if level.Rank() < 0 {
		p.say(row.Line, "level", "unknown level %q: use %s", row.Level, join(levels))
	}
	if reason := badName(row.Name); reason != "" {
		p.say(row.Line, "name", "%s", reason)
	}
	if row.Short != "" && badName(row.Short) != "" {
		p.say(row.Line, "short", "%s", badName(row.Short))
	}
	pilot, ok := yesNo(row.Pilot)
	if !ok {
		p.say(row.Line, "pilot", "%q is neither yes nor no: use 1 or 0", row.Pilot)
	}
	p.planned[code] = PlannedUnit{
		Unit: Unit{
			Code: row.Code, Level: level, Name: row.Name, Short: row.Short, Pilot: pilot, Tags: splitTags(row.Tags),
		},
		ParentCode: row.Parent,
	}
}

// checkParent checks where a row hangs: every parent exists and stands on a
// higher level, so that there can be no cycle either.
func (p *unitPlanner) checkParent(row UnitRow) {
	u, ok := p.planned[foldCode(row.Code)]
	if !ok || p.lines[foldCode(row.Code)] != row.Line || u.Level.Rank() < 0 {
		return
	}
	if row.Parent == "" {
		if u.Level.Rank() >= Grid.Rank() {
			p.say(row.Line, "parent", "is empty: a %s needs one", u.Level)
		}
		return
	}
	if foldCode(row.Parent) == foldCode(row.Code) {
		p.say(row.Line, "parent", "%q is its own parent", row.Code)
		return
	}
	parent, ok := p.level(row.Parent)
	switch {
	case !ok:
		p.say(row.Line, "parent", "%q is neither in the file nor known already", row.Parent)
	case parent.Rank() < 0: // said already, in the parent's own line
	case !mayStandAbove(parent, u.Level):
		p.say(row.Line, "parent", "%q is a %s, which cannot stand above a %s", row.Parent, parent, u.Level)
	}
}

// mayStandAbove reports whether a unit of one level may contain one of the
// other. Levels may be left out, but a grid belongs to a community.
func mayStandAbove(above, below Level) bool {
	return above.Rank() < below.Rank() && (below != Grid || above == Village)
}

// checkChildren finds units outside the file that a changed level would leave
// under something that cannot stand above them.
func (p *unitPlanner) checkChildren(rows []UnitRow) {
	for _, row := range rows {
		old, known := p.org.ByCode(row.Code)
		if !known || p.lines[foldCode(row.Code)] != row.Line {
			continue
		}
		level := p.planned[foldCode(row.Code)].Level
		for _, child := range p.org.Children(old.ID) {
			if _, listed := p.planned[foldCode(child.Code)]; !listed && !mayStandAbove(level, child.Level) {
				p.say(row.Line, "level", "%s is above %s, which is a %s", row.Code, child.Code, child.Level)
			}
		}
	}
}

// level is the level that a code will have after the import.
func (p *unitPlanner) level(code string) (Level, bool) {
	if u, ok := p.planned[foldCode(code)]; ok {
		return u.Level, true
	}
	u, ok := p.org.ByCode(code)
	return u.Level, ok
}

func badCode(code string) string {
	if code == "" {
		return "is empty"
	}
	if utf8.RuneCountInString(code) > maxCode {
		return fmt.Sprintf("is longer than %d characters", maxCode)
	}
	for _, r := range code {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.", r) {
			return fmt.Sprintf("%q holds %q: use letters, digits, - _ and . only", code, r)
		}
	}
	return ""
}

func badName(name string) string {
	switch {
	case name == "":
		return "is empty"
	case utf8.RuneCountInString(name) > maxName:
		return fmt.Sprintf("is longer than %d characters", maxName)
	case strings.ContainsFunc(name, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }):
		return "holds a control character"
	}
	return ""
}

func yesNo(s string) (yes, ok bool) {
	switch strings.ToLower(s) {
	case "1", "yes", "y", "true", "是", "试点":
		return true, true
	case "", "0", "no", "n", "false", "否":
		return false, true
	}
	return false, false
}

func splitTags(s string) []string {
	var tags []string
	for _, tag := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("|,;，；、", r) }) {
		if tag = strings.TrimSpace(tag); tag != "" {
			tags = append(tags, tag)
		}
	}
	return tags
}

func foldCode(code string) string { return strings.ToUpper(strings.TrimSpace(code)) }

func sorted(bad []RowError) []RowError {
	slices.SortStableFunc(bad, func(a, b RowError) int { return cmp.Compare(a.Line, b.Line) })
	return bad
}

func join[T ~string](words []T) string {
	text := make([]string, len(words))
	for i, w := range words {
		text[i] = string(w)
	}
	return strings.Join(text, ", ")
}
