package handlers

import (
	"context"
	"strings"
	"unicode"

	"gridmate/chat"
	"gridmate/community"
)

// action handles one scene.
type action func(ctx context.Context, sc *scene) ([]chat.Reply, error)

// table says who handles what. Commands and words that strangers may use are
// marked open.
type table struct {
	commands map[string]action
	words    map[string]string         // Chinese word → command
	reports  map[string]community.Kind // command → what it reports
	buttons  map[string]action
	open     map[string]bool
	clashes  []string // what was entered twice: the second would hide the first
}

func newTable() *table {
	t := &table{
		commands: map[string]action{}, words: map[string]string{}, reports: map[string]community.Kind{},
		buttons: map[string]action{}, open: map[string]bool{},
	}
	t.command("start", start, "开始").forAnybody("start")
	t.command("help", help, "帮助").forAnybody("help")
	t.command("guide", guide, "办事", "指南").forAnybody("guide")
	t.command("privacy", privacy, "隐私").forAnybody("privacy")
	t.command("cancel", cancel, "取消")
	t.report(community.KindPatrol, "巡查")
	t.report(community.KindDispute, "纠纷", "调解")
	t.report(community.KindEvent, "活动")
	t.report(community.KindIssue, "问题", "隐患")
	t.command("my", mine, "我的")
	t.command("digest", digestNow, "日报", "周报", "月报")
	t.command("export", exportNow, "导出")
	t.command("bulletin", bulletinNow, "简报")
	t.command("highlight", highlight, "亮点")
	t.command("burden", burden, "减负")
	t.command("schedule", schedule, "定时")
	t.command("bind", bind, "绑定")
	t.command("words", words, "词语")
	t.command("guides", keepGuides)
	t.command("unanswered", unanswered, "答不上")
	t.command("invite", invite, "邀请")
	t.command("language", language, "语言")
	t.command("redlines", redlines, "红线")
	t.command("leave", leave, "请假")
	t.command("remove", remove, "离岗")
	t.command("handover", handover, "交接")

	t.command("status", status, "运行状态")
	t.command("deadletters", deadLetters, "死信")
	t.command("forget", forget, "注销")

	t.steps()
	t.button("f", formButton)     // f:<draft>:<revision>:<value>
	t.button("r", receiptButton)  // r:<number>:<what>
	t.button("g", guideButton)    // g:<slug>:<section>[:<words>]
	t.button("b", browseButton)   // b:<shelf>:<offset>
	t.button("u", upkeepButton)   // u:<do>:<slug>
	t.button("q", questionButton) // q:<do>:<question>
	t.button("m", myButton)       // m:<offset>
	t.button("p", photosButton)   // p:<number>
	t.button("z", bulletinButton) // z:<do>:<issue>[:<what>], z:n:<unit>:<from>:<to>
	t.button("e", exportButton)   // e:<do>:<what>:<unit>:<from>:<to>
	t.button("h", handoverButton) // h:<unit>:<person>
	t.button("k", remindButton)   // k:<day>
	t.button("o", removeButton)   // o:<person>:yes|no
	t.button("x", letterButton)   // x:retry|drop:<number>|all
	t.button("y", forgetButton)   // y:yes|no
	t.button("w", wordButton)     // w:<kind>:<category>:<text>
	t.button("n", nearButton)     // n:<number>:<other>:same|other
	return t
}

func (t *table) command(name string, a action, words ...string) *table {
	if _, taken := t.commands[name]; taken {
		t.clashes = append(t.clashes, "command "+name)
	}
	t.commands[name] = a
	for _, w := range words {
		if _, taken := t.words[w]; taken {
			t.clashes = append(t.clashes, "word "+w)
		}
		t.words[w] = name
	}
	return t
}

// report enters the command that is called as its kind.
func (t *table) report(kind community.Kind, words ...string) {
	t.command(string(kind), report(kind), words...)
	t.reports[string(kind)] = kind
}

func (t *table) forAnybody(names ...string) {
	for _, n := range names {
		t.open[n] = true
	}
}

func (t *table) button(prefix string, a action) {
	if _, taken := t.buttons[prefix]; taken {
		t.clashes = append(t.clashes, "button "+prefix)
	}
	t.buttons[prefix] = a
}

// route finds the action for a scene.
func (t *table) route(sc *scene) action {
	switch sc.up.Event {
	case chat.Said:
		return t.routeMessage(sc)
	case chat.Edited:
		return known(edited)
	case chat.Pressed:
		return t.routePress(sc)
	case chat.Inquired:
		return inline
	case chat.Joined:
		return joined
	case chat.Migrated:
		return migrated
	}
	return silent
}

func (t *table) routeMessage(sc *scene) action {
	if sc.up.From.ID == 0 {
		return anonymous
	}
	var name string
	name, sc.words = t.called(sc.up)
	if a, ok := t.commands[name]; ok {
		if t.open[name] {
			return a
		}
		return known(a)
	}
	if sc.up.Command != "" {
		return unknownCommand
	}
	if sc.up.Document != nil && isTable(sc.up.Document.Name) {
		return known(sentTable)
	}
	return freeText
}

// called is the command that a message gives, or its Chinese word, and what
// follows it; no command and the whole text where it gives none.
func (t *table) called(u chat.Update) (command, rest string) {
	if u.Command != "" {
		return u.Command, u.Args
	}
	return t.word(u.Text)
}

// word finds a Chinese command word at the start of a message. It must stand
// alone or be set off by a space or a mark: 活动定在周五 is no command.
// Sentences that merely begin with 巡查 are free text, which reads them as well.
func (t *table) word(text string) (command, rest string) {
	for i := range text {
		if i == 0 {
			continue
		}
		if name, ok := t.words[text[:i]]; ok && setOff(text[i:]) {
			return t.named(name, text[:i], strings.TrimLeftFunc(text[i:], isSeparator))
		}
		if i > longestWord {
			break
		}
	}
	if name, ok := t.words[text]; ok {
		return t.named(name, text, "")
	}
	return "", text
}

// named turns 日报 into digest with "day" in front: the word is an argument.
func (t *table) named(name, word, rest string) (string, string) {
	if p, ok := digestWords[word]; ok {
		return name, strings.TrimSpace(string(p) + " " + rest)
	}
	return name, rest
}

const longestWord = 12 // bytes: four characters

func setOff(rest string) bool { return strings.IndexFunc(rest, isSeparator) == 0 }

func isSeparator(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune(":：,，。;；、-—", r)
}

func (t *table) routePress(sc *scene) action {
	prefix, _, _ := strings.Cut(sc.up.Button.Data, ":")
	a, ok := t.buttons[prefix]
	if !ok || sc.up.From.ID == 0 {
		return deadButton
	}
	if prefix == "g" || prefix == "b" {
		return a
	}
	return known(a)
}

// known lets only people of the deployment through.
func known(a action) action {
	return func(ctx context.Context, sc *scene) ([]chat.Reply, error) {
		if sc.who.Known() {
			return a(ctx, sc)
		}
		return stranger(ctx, sc)
	}
}

func silent(context.Context, *scene) ([]chat.Reply, error) { return nil, nil }
