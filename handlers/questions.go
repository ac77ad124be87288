package handlers

import (
	"context"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/guides"
)

// unanswered lists what residents asked this month and nobody could look up,
// for leads and above; an administrator makes an answer of it.
func unanswered(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	return sc.questionPage(ctx, 0, 0)
}

// questionButton is a press on that list: q:p:<offset> turns the page,
// q:i:<question> ignores one, q:a:<question> asks for the matter that answers
// it, q:t:<question>:<slug> makes it a name of that matter.
func questionButton(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	parts := strings.SplitN(sc.up.Button.Data, ":", 4)
	if len(parts) < 3 {
		return deadButton(ctx, sc)
	}
	switch parts[1] {
	case "p":
		offset, err := strconv.Atoi(parts[2])
		if err != nil || offset < 0 {
			return deadButton(ctx, sc)
		}
		return sc.questionPage(ctx, offset, sc.up.Message)
	case "i":
		return sc.ignoreQuestion(ctx, parts[2])
	case "a":
		return sc.askMatter(ctx, parts[2])
	case "t":
		if len(parts) == 4 {
			return sc.answerQuestion(ctx, parts[2], parts[3])
		}
	}
	return deadButton(ctx, sc)
}

const questionPageSize = 5

// mayReadQuestions holds the list to leads and above.
func (sc *scene) mayReadQuestions() error {
	if len(sc.who.Scopes(community.Invite)) == 0 {
		return community.Refuse(community.Denied, "unanswered_denied")
	}
	return nil
}

func (sc *scene) questionPage(ctx context.Context, offset, message int) ([]chat.Reply, error) {
	if err := sc.mayReadQuestions(); err != nil {
		return nil, err
	}
	all, err := sc.questions(ctx)
	if err != nil {
		return nil, err
	}
	open := all.open(sc.month())
	if offset >= len(open) {
		offset = 0
	}
	lines := []string{sc.say.Text("unanswered.head", "N", len(open))}
	var k chat.Keyboard
	for i, key := range open[offset:min(len(open), offset+questionPageSize)] {
		q := all[sc.month()][key]
		lines = append(lines, sc.say.Text("unanswered.line", "Mark", circled(i), "Query", q.Text, "N", q.N,
			"Date", sc.dateText(community.DateOf(q.Last.In(sc.h.Zone)))))
		k = append(k, sc.questionRow(circled(i), key))
	}
	if row := turnRow(sc, "q:p:", offset, questionPageSize, len(open)); len(row) > 0 {
		k = append(k, row)
	}
	return []chat.Reply{sheet("unanswered", message, lines, k)}, nil
}

func (sc *scene) questionRow(mark, key string) []chat.Button {
	var row []chat.Button
	if len(sc.who.Scopes(community.Manage)) > 0 {
		row = append(row, chat.Button{Label: sc.say.Text("unanswered.alias", "Mark", mark), Data: "q:a:" + digestOf(key)})
	}
	return append(row, chat.Button{Label: sc.say.Text("unanswered.ignore", "Mark", mark), Data: "q:i:" + digestOf(key)})
}

// turnRow is the row that turns the pages of a list, empty where there are no
// others.
func turnRow(sc *scene, data string, offset, size, n int) []chat.Button {
	var row []chat.Button
	if offset > 0 {
		row = append(row, chat.Button{Label: sc.say.Text("button.newer"), Data: data + strconv.Itoa(max(0, offset-size))})
	}
	if offset+size < n {
		row = append(row, chat.Button{Label: sc.say.Text("button.older"), Data: data + strconv.Itoa(offset+size)})
	}
	return row
}

// digestOf stands for a text in a button's data, which has 64 bytes.
func digestOf(text string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text)) // never fails
	return strconv.FormatUint(h.Sum64(), 36)
}

// openQuestion finds the question that a button stands for; false if it has
// been settled meanwhile.
func (sc *scene) openQuestion(ctx context.Context, digest string) (questions, string, bool, error) {
	all, err := sc.questions(ctx)
	if err != nil {
		return nil, "", false, err
	}
	open := all.open(sc.month())
	i := slices.IndexFunc(open, func(key string) bool { return digestOf(key) == digest })
	if i < 0 {
		return all, "", false, nil
	}
	return all, open[i], true, nil
}

// staleQuestion shows the list as it stands now.
func (sc *scene) staleQuestion(ctx context.Context) ([]chat.Reply, error) {
	page, err := sc.questionPage(ctx, 0, sc.up.Message)
	if err != nil {
		return nil, err
	}
	return append([]chat.Reply{sc.toast("press.stale")}, page...), nil
}

func (sc *scene) ignoreQuestion(ctx context.Context, digest string) ([]chat.Reply, error) {
	if err := sc.mayReadQuestions(); err != nil {
		return nil, err
	}
	all, key, ok, err := sc.openQuestion(ctx, digest)
	if err != nil {
		return nil, err
	}
	if !ok {
		return sc.staleQuestion(ctx)
	}
	all.settle(key)
	if err := all.save(ctx, sc.store); err != nil {
		return nil, err
	}
	return sc.questionPage(ctx, 0, sc.up.Message)
}

// askMatter asks which matter a question means; the next message is the answer.
func (sc *scene) askMatter(ctx context.Context, digest string) ([]chat.Reply, error) {
	if err := sc.mayKeepGuides(); err != nil {
		return nil, err
	}
	all, key, ok, err := sc.openQuestion(ctx, digest)
	if err != nil {
		return nil, err
	}
	if !ok {
		return sc.staleQuestion(ctx)
	}
	return sc.askWordsFor(ctx, asking{What: askedMatter, About: digest},
		sc.say.Text("unanswered.which", "Query", all[sc.month()][key].Text))
}

// matterNamed offers the matters that the answer may mean.
func (sc *scene) matterNamed(ctx context.Context, a asking) ([]chat.Reply, error) {
	if err := sc.mayKeepGuides(); err != nil {
		return nil, err
	}
	hits := sc.h.Guides().Search(sc.up.Text, guideChoices).Hits
	if len(hits) == 0 {
		return nil, community.Refuse(community.Invalid, "guide_unknown", "Name", clip(sc.up.Text, 20))
	}
	all, key, ok, err := sc.openQuestion(ctx, a.About)
	if err != nil || !ok {
		return []chat.Reply{sc.send("unanswered.settled")}, err
	}
	k := make(chat.Keyboard, len(hits))
	for i, h := range hits {
		k[i] = chat.Row(chat.Button{Label: clip(h.Guide.Name, buttonName), Data: "q:t:" + a.About + ":" + shortKey(h.Guide.Slug)})
	}
	return []chat.Reply{{
		Verb: chat.Send, Text: sc.say.Text("unanswered.confirm", "Query", all[sc.month()][key].Text), Keyboard: k,
	}}, nil
}

// answerQuestion makes a question a name of a matter, which answers it from
// then on.
func (sc *scene) answerQuestion(ctx context.Context, digest, slug string) ([]chat.Reply, error) {
	if err := sc.mayKeepGuides(); err != nil {
		return nil, err
	}
	g, known := sc.guideBy(slug)
	all, key, ok, err := sc.openQuestion(ctx, digest)
	if err != nil {
		return nil, err
	}
	if !known || !ok {
		return deadButton(ctx, sc)
	}
	text := all[sc.month()][key].Text
	err = sc.changeLocal(ctx, g, func(l *guides.Local) error { return sc.addAlias(g, l, text) })
	if err != nil {
		return nil, err
	}
	return []chat.Reply{{
		Verb: chat.Show, Message: sc.up.Message, Text: sc.say.Text("unanswered.answered", "Query", text, "Name", g.Name),
	}}, nil
}
