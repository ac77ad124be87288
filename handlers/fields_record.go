package handlers

import (
	"cmp"
	"strconv"

	"gridmate/community"
)

func gridChoices(sc *scene, _ *form) []choice {
	var list []choice
	for _, u := range sc.units() {
		list = append(list, choice{value: u.Code, label: u.Name})
		if len(list) == maxChoices {
			break
		}
	}
	return list
}

const maxChoices = 24

// takeGrid takes a unit's code, or a grid as people call it.
func takeGrid(sc *scene, f *form, answer string) error {
	r := f.record()
	u, ok := sc.org().ByCode(answer)
	if !ok {
		var err error
		if u, err = sc.findGrid(sc.who.Scopes(community.Report), community.GridKey(answer)); err != nil {
			return err
		}
	}
	if !sc.who.May(community.Report, u.ID, sc.org()) {
		return community.Refuse(community.Denied, "grid_outside", "Grid", u.Name)
	}
	r.Unit, r.Grids = u.ID, ""
	if u.Level == community.Grid {
		r.Grids = community.GridKey(u.Name)
	}
	return nil
}

func resultChoices(sc *scene, _ *form) []choice {
	return []choice{
		{value: "clear", label: sc.say.Text("result.clear")},
		{value: "fixed", label: sc.say.Text("result.fixed")},
		{value: "found", label: sc.say.Text("result.found")},
	}
}

// takeResult takes what a patrol found: nothing, something fixed, or a
// sentence that says it all.
func takeResult(sc *scene, f *form, answer string) error {
	r := f.record()
	switch answer {
	case "clear":
		none := 0
		r.Found, r.Fixed, r.Outcome = &none, nil, community.OutcomeClear
		return nil
	case "fixed":
		one := 1
		r.Found, r.Fixed, r.Outcome = &one, &one, community.OutcomeFixed
		f.Todo = append(f.Todo, "category")
		return nil
	case "found":
		r.Outcome = community.OutcomeOpen
		f.Todo = append(f.Todo, "category", "found", "fixed")
		return nil
	}
	return takeSentence(sc, f, answer)
}

// takeSentence fills a form from a sentence instead of one answer.
func takeSentence(sc *scene, f *form, answer string) error {
	read := sc.understand(answer, f.record().Kind)
	if len(read) == 0 {
		return community.Refuse(community.Invalid, "answer", "Text", clip(answer, 20))
	}
	f.current().merge(read[0])
	return nil
}

func kindChoices(sc *scene, f *form) []choice {
	var list []choice
	for _, k := range community.Kinds() {
		if k != f.record().Kind {
			list = append(list, choice{value: string(k), label: sc.say.Text("kind." + string(k))})
		}
	}
	return list
}

// takeKind reads the sentence anew as a report of another kind.
func takeKind(sc *scene, f *form, answer string) error {
	for _, c := range kindChoices(sc, f) {
		if answer == c.value || answer == c.label {
			r := f.record()
			read := sc.understand(r.Text, community.Kind(c.value))
			read[0].Record.Text = r.Text
			f.current().merge(read[0])
			return nil
		}
	}
	return community.Refuse(community.Invalid, "answer", "Text", clip(answer, 20))
}

// merge takes over what another reading says.
func (e *entry) merge(from entry) {
	r, n := &e.Record, from.Record
	unit, grids := r.Unit, r.Grids
	n.Unit, n.Reporter, n.Via = unit, r.Reporter, r.Via
	n.Chat, n.Message, n.Number = r.Chat, r.Message, r.Number
	if n.Grids == "" {
		n.Grids = grids
	}
	if n.Date == 0 {
		n.Date, n.DateEnd = r.Date, r.DateEnd
	}
	e.Record, e.Unsure = n, from.Unsure
}

func dateChoices(sc *scene, _ *form) []choice {
	list := make([]choice, 3)
	for i := range list {
		d := sc.today() - community.Date(i)
		list[i] = choice{value: d.String(), label: sc.dateText(d)}
	}
	return list
}

func takeDate(sc *scene, f *form, answer string) error {
	d, err := sc.pastDay(answer)
	if err != nil {
		return err
	}
	if d > sc.today() {
		return community.Refuse(community.Invalid, "date_future", "Date", d.String())
	}
	f.record().Date, f.record().DateEnd = d, 0
	return nil
}

// pastDay reads the day of something from an answer: 2026-11-20, 昨天, 周五, 20号.
func (sc *scene) pastDay(answer string) (community.Date, error) {
	last, next := sc.h.Reader().Day(answer, sc.now)
	return anyDay(answer, last, next)
}

// comingDay reads the day by which something is due.
func (sc *scene) comingDay(answer string) (community.Date, error) {
	last, next := sc.h.Reader().Day(answer, sc.now)
	return anyDay(answer, next, last)
}

// anyDay is the day that an answer writes out or else the first of days.
func anyDay(answer string, days ...community.Date) (community.Date, error) {
	if d, err := community.ParseDate(answer); err == nil {
		return d, nil
	}
	if d := cmp.Or(days...); d != 0 {
		return d, nil
	}
	return 0, community.Refuse(community.Invalid, "date", "Text", clip(answer, 20))
}

func deadlineChoices(sc *scene, _ *form) []choice {
	var list []choice
	for _, days := range []int{7, 3, 1, 15} {
		d := sc.today() + community.Date(days)
		list = append(list, choice{value: d.String(), label: sc.say.Text("deadline.days", "N", days)})
	}
	return list
}

func takeDeadline(sc *scene, f *form, answer string) error {
	if n, err := strconv.Atoi(answer); err == nil && n > 0 && n < 366 {
		f.record().Deadline = sc.today() + community.Date(n)
		return nil
	}
	d, err := sc.comingDay(answer)
	if err != nil {
		return err
	}
	if d < f.record().Date {
		return community.Refuse(community.Invalid, "deadline_past", "Date", d.String())
	}
	f.record().Deadline = d
	return nil
}

func categoryChoices(sc *scene, f *form) []choice {
	k := f.record().Kind
	list := make([]choice, 0, 18)
	for _, c := range community.Categories(k) {
		list = append(list, choice{value: string(c), label: sc.categoryName(k, c)})
	}
	return list
}

func takeCategory(sc *scene, f *form, answer string) error {
	if c, ok := pick(categoryChoices(sc, f), answer); ok {
		f.record().Category = community.Category(c)
		f.record().Type = community.NoType
		return nil
	}
	return takeSentence(sc, f, answer)
}

var outcomes = map[community.Kind][]string{
	community.KindDispute: {"success", "ongoing", "fail", "transferred"},
	community.KindIssue:   {"open", "fixed", "reported"},
}

func outcomeChoices(sc *scene, f *form) []choice {
	return coded(sc, "outcome", outcomes[f.record().Kind])
}

func takeOutcome(sc *scene, f *form, answer string) error {
	if c, ok := pick(outcomeChoices(sc, f), answer); ok {
		f.record().Outcome = community.Outcome(c)
		return nil
	}
	return takeSentence(sc, f, answer)
}

func agreementChoices(sc *scene, _ *form) []choice {
	return append(coded(sc, "agreement", []string{"written", "oral"}), choice{value: skip, label: sc.say.Text("button.skip")})
}

func takeAgreement(sc *scene, f *form, answer string) error {
	if answer == skip {
		f.record().Agreement = ""
		return nil
	}
	c, ok := pick(agreementChoices(sc, f), answer)
	if !ok {
		return community.Refuse(community.Invalid, "answer", "Text", clip(answer, 20))
	}
	f.record().Agreement = community.Agreement(c)
	return nil
}

func levelChoices(sc *scene, _ *form) []choice {
	return coded(sc, "issue_level", []string{"general", "major", "critical"})
}

func takeLevel(sc *scene, f *form, answer string) error {
	c, ok := pick(levelChoices(sc, f), answer)
	if !ok {
		return community.Refuse(community.Invalid, "answer", "Text", clip(answer, 20))
	}
	f.record().Level = community.IssueLevel(c)
	f.record().Deadline = 0 // follows from the level unless it is set again
	return nil
}

// fixedChoices offers all, none, and what lies between.
func fixedChoices(_ *scene, f *form) []choice {
	found := 0
	if f.record().Found != nil {
		found = *f.record().Found
	}
	var list []choice
	for n := found; n >= 0 && len(list) < 6; n-- {
		list = append(list, choice{value: strconv.Itoa(n), label: strconv.Itoa(n)})
	}
	return list
}
