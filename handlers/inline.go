package handlers

import (
	"context"
	"strconv"
	"strings"

	"gridmate/chat"
	"gridmate/guides"
)

// inlineResults is how many matters one answer to an inline query lists.
const inlineResults = 20

// inline answers @bot 低保 in any chat with cards to drop into it; an empty
// query lists all matters, page by page. Anybody may.
func inline(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	list := sc.inlineList()
	if len(list) == 0 {
		if err := sc.noteTyped(ctx, sc.up.Inline.Text); err != nil {
			return nil, err
		}
	}
	offset, err := strconv.Atoi(sc.up.Inline.Offset)
	if err != nil || offset < 0 || offset > len(list) {
		offset = 0
	}
	reply := chat.Reply{Verb: chat.Results}
	for _, g := range list[offset:min(len(list), offset+inlineResults)] {
		reply.Articles = append(reply.Articles, chat.Result{
			ID: g.Slug, Title: g.Name, Description: g.Summary(), Text: g.Card(sc.today()),
		})
	}
	if next := offset + inlineResults; next < len(list) {
		reply.Next = strconv.Itoa(next)
	}
	return []chat.Reply{reply}, nil
}

func (sc *scene) inlineList() []guides.Guide {
	if strings.TrimSpace(sc.up.Inline.Text) == "" {
		return sc.h.Guides().Guides()
	}
	var list []guides.Guide
	for _, h := range sc.h.Guides().Search(sc.up.Inline.Text, inlineResults).Hits {
		list = append(list, h.Guide)
	}
	return list
}
