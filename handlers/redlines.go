package handlers

import (
	"context"
	"strings"

	"gridmate/chat"
	"gridmate/community"
)

// redlines tells the rules that no setting may break, each with its source:
// somebody who is asked for more can show them.
func redlines(_ context.Context, sc *scene) ([]chat.Reply, error) {
	var sources []string
	lines := []string{sc.say.Text("redlines.head", "Budget", sc.h.Manners.Budget, "Quiet", sc.h.Manners.Quiet.String())}
	for i, line := range community.RedLines() {
		lines = append(lines, sc.say.Text("redlines.line", "N", i+1, "Rule", sc.say.Text("redline."+line.Key),
			"Source", sourceMark(&sources, line.Source)))
	}
	for i, source := range sources {
		lines = append(lines, sc.say.Text("redlines.source", "N", sourceMarks[i], "Source", source))
	}
	return []chat.Reply{{Verb: chat.Send, Text: strings.Join(lines, "\n")}}, nil
}

var sourceMarks = []string{"①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨"}

// sourceMark is the sign of a source, each listed once.
func sourceMark(sources *[]string, source string) string {
	for i, s := range *sources {
		if s == source {
			return sourceMarks[i]
		}
	}
	*sources = append(*sources, source)
	return sourceMarks[len(*sources)-1]
}
