package handlers

import (
	"context"
	"strconv"
	"strings"

	"gridmate/chat"
	"gridmate/community"
	"gridmate/guides"
)

// browseRoot opens the list of matters: by department or by type.
func (sc *scene) browseRoot() chat.Reply {
	var list []choice
	for _, name := range sc.h.Guides().Departments() {
		list = append(list, choice{value: name, label: name})
	}
	k := layout(list, func(value string) string { return browseData(value, 0) })
	var types []choice
	for _, t := range community.Types() {
		if len(sc.h.Guides().OfType(t)) > 0 {
			types = append(types, choice{value: string(t), label: sc.say.Text("type." + string(t))})
		}
	}
	k = append(k, layout(types, func(value string) string { return browseData(value, 0) })...)
	return chat.Reply{Verb: chat.Send, Text: sc.say.Text("guide.usage", "N", len(sc.h.Guides().Guides())), Keyboard: k}
}

// browseData is what a button of the list carries: b:<shelf>:<offset>. The
// shelf is a department or a type, none for the top.
func browseData(shelf string, offset int) string {
	return "b:" + shortKey(shelf) + ":" + strconv.Itoa(offset)
}

// browseButton turns the pages of the list, all in one message.
func browseButton(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	parts := strings.Split(sc.up.Button.Data, ":")
	if len(parts) != 3 {
		return deadButton(ctx, sc)
	}
	shelf := sc.shelfCalled(parts[1])
	offset, err := strconv.Atoi(parts[2])
	if err != nil || offset < 0 {
		return deadButton(ctx, sc)
	}
	page := sc.browseRoot()
	if shelf != "" {
		list := sc.shelf(shelf)
		if offset >= len(list) {
			return deadButton(ctx, sc)
		}
		page = sc.guideList(list[offset:min(len(list), offset+shelfPage)], sc.shelfName(shelf, len(list)))
		page.Keyboard = append(page.Keyboard, sc.browseTurn(shelf, offset, len(list)))
	}
	page.Verb, page.Message = chat.Show, sc.up.Message
	return []chat.Reply{page}, nil
}

const shelfPage = 8 // matters on a page

func (sc *scene) shelf(name string) []guides.Guide {
	if list := sc.h.Guides().OfType(community.CommunityType(name)); len(list) > 0 {
		return list
	}
	return sc.h.Guides().InDepartment(name)
}

// shelfCalled is the shelf that a button names.
func (sc *scene) shelfCalled(key string) string {
	for _, name := range sc.h.Guides().Departments() {
		if shortKey(name) == key {
			return name
		}
	}
	return key
}

func (sc *scene) shelfName(name string, n int) string {
	if len(sc.h.Guides().OfType(community.CommunityType(name))) > 0 {
		name = sc.say.Text("type." + name)
	}
	return sc.say.Text("guide.shelf", "Name", name, "N", n)
}

// guideList shows matters as buttons.
func (sc *scene) guideList(list []guides.Guide, title string) chat.Reply {
	k := make(chat.Keyboard, len(list))
	for i, g := range list {
		k[i] = chat.Row(chat.Button{Label: clip(g.Name, buttonName), Data: "g:" + shortKey(g.Slug) + ":"})
	}
	return chat.Reply{Verb: chat.Send, Text: title, Keyboard: k}
}

func (sc *scene) browseTurn(shelf string, offset, n int) []chat.Button {
	row := chat.Row(chat.Button{Label: sc.say.Text("button.back"), Data: browseData("", 0)})
	if offset > 0 {
		row = append(row, chat.Button{Label: sc.say.Text("button.newer"), Data: browseData(shelf, max(0, offset-shelfPage))})
	}
	if offset+shelfPage < n {
		row = append(row, chat.Button{Label: sc.say.Text("button.older"), Data: browseData(shelf, offset+shelfPage)})
	}
	return row
}
