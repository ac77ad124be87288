package handlers

import (
	"slices"
	"strconv"
	"strings"

	"gridmate/community"
	"gridmate/hanzi"
)

// field is one thing that a form can ask: the buttons it offers, the usual
// choice first, and what an answer does, pressed or typed.
type field struct {
	choices func(sc *scene, f *form) []choice
	take    func(sc *scene, f *form, answer string) error
}

// asked lists what a form asks, by kind, when the unit is clear.
var asked = map[community.Kind][]string{
	community.KindPatrol:  {"result"},
	community.KindDispute: {"category", "outcome"},
	community.KindEvent:   {"category", "participants"},
	community.KindIssue:   {"category", "text"},
}

// editable lists what can be changed later, by kind.
var editable = map[community.Kind][]string{
	community.KindPatrol:  {"grid", "date", "building", "place", "category", "found", "fixed", "visited"},
	community.KindDispute: {"grid", "date", "category", "outcome", "persons", "amount", "agreement"},
	community.KindEvent:   {"grid", "date", "category", "title", "place", "participants", "handbooks"},
	community.KindIssue:   {"grid", "date", "building", "place", "category", "level", "deadline", "outcome"},
}

// changeable lists the fields of a form that can be changed: of what is not yet
// recorded also the kind.
func (f *form) changeable() []string {
	list := editable[f.record().Kind]
	if f.Number == 0 && f.record().Text != "" {
		list = append(slices.Clip(list), "kind")
	}
	return list
}

// skip is the answer that leaves a field empty.
const skip = "-"

// fields is every field by name. The names are those of locale's field.* and ask.*.
var fields = map[string]field{
	"kind":         {choices: kindChoices, take: takeKind},
	"grid":         {choices: gridChoices, take: takeGrid},
	"result":       {choices: resultChoices, take: takeResult},
	"date":         {choices: dateChoices, take: takeDate},
	"deadline":     {choices: deadlineChoices, take: takeDeadline},
	"category":     {choices: categoryChoices, take: takeCategory},
	"outcome":      {choices: outcomeChoices, take: takeOutcome},
	"agreement":    {choices: agreementChoices, take: takeAgreement},
	"level":        {choices: levelChoices, take: takeLevel},
	"building":     textField(20, func(r *community.Record) *string { return &r.Building }),
	"place":        textField(60, func(r *community.Record) *string { return &r.Place }),
	"title":        textField(60, func(r *community.Record) *string { return &r.Title }),
	"text":         textField(2000, func(r *community.Record) *string { return &r.Text }),
	"found":        countField([]int{1, 2, 3, 0}, func(r *community.Record) **int { return &r.Found }),
	"fixed":        {choices: fixedChoices, take: takeCount(func(r *community.Record) **int { return &r.Fixed })},
	"visited":      countField([]int{1, 5, 10, 20}, func(r *community.Record) **int { return &r.Visited }),
	"participants": countField([]int{20, 30, 50, 100}, func(r *community.Record) **int { return &r.Participants }),
	"handbooks":    countField([]int{20, 50, 100, 200}, func(r *community.Record) **int { return &r.Handbooks }),
	"persons":      countField([]int{2, 3, 4, 5}, func(r *community.Record) **int { return &r.Persons }),
	"amount":       countField([]int{500, 1000, 5000, 10000}, func(r *community.Record) **int { return &r.Amount }),
}

// countField is a number: some usual ones as buttons, any other typed.
func countField(usual []int, at func(*community.Record) **int) field {
	return field{
		choices: func(sc *scene, _ *form) []choice {
			list := make([]choice, 0, len(usual)+1)
			for _, n := range usual {
				list = append(list, choice{value: strconv.Itoa(n), label: strconv.Itoa(n)})
			}
			return append(list, choice{value: skip, label: sc.say.Text("button.skip")})
		},
		take: takeCount(at),
	}
}

func takeCount(at func(*community.Record) **int) func(*scene, *form, string) error {
	return func(_ *scene, f *form, answer string) error {
		if answer == skip {
			*at(f.record()) = nil
			return nil
		}
		n, ok := number(answer)
		if !ok {
			return community.Refuse(community.Invalid, "number", "Text", clip(answer, 20))
		}
		*at(f.record()) = &n
		return nil
	}
}

// number reads a number with or without its unit: 12, 十二, 12处, 约30人.
func number(s string) (int, bool) {
	s = strings.TrimFunc(hanzi.Fold(s), isSeparator)
	for _, w := range []string{"大约", "大概", "约", "共", "有"} {
		s = strings.TrimPrefix(s, w)
	}
	n, used := hanzi.ScanNumber(s)
	if used == 0 || len([]rune(s[used:])) > 2 {
		return 0, false
	}
	return n.Value, true
}

// textField is free text up to a number of characters.
func textField(limit int, at func(*community.Record) *string) field {
	return field{
		choices: func(sc *scene, _ *form) []choice {
			return []choice{{value: skip, label: sc.say.Text("button.skip")}}
		},
		take: func(_ *scene, f *form, answer string) error {
			if answer == skip {
				*at(f.record()) = ""
				return nil
			}
			if n := len([]rune(answer)); n > limit {
				return community.Refuse(community.Invalid, "text_long", "Limit", limit)
			}
			*at(f.record()) = answer
			return nil
		},
	}
}

// coded offers a list of codes by their words in the catalogue.
func coded(sc *scene, prefix string, codes []string) []choice {
	list := make([]choice, len(codes))
	for i, c := range codes {
		list[i] = choice{value: c, label: sc.say.Text(prefix + "." + c)}
	}
	return list
}

// pick finds the code that an answer names, by code or by its word.
func pick(list []choice, answer string) (string, bool) {
	i := slices.IndexFunc(list, func(c choice) bool { return c.value == answer || c.label == answer })
	if i < 0 && len([]rune(answer)) >= 2 {
		i = slices.IndexFunc(list, func(c choice) bool { return strings.Contains(c.label, answer) })
	}
	if i < 0 {
		return "", false
	}
	return list[i].value, true
}
