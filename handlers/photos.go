package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"gridmate/chat"
	"gridmate/community"
)

// photosShown is how many photos one press sends: the newest ones.
const photosShown = 6

// photosKey shows a matter's photos, if there are any.
func (sc *scene) photosKey(ctx context.Context, m community.Matter) (chat.Keyboard, error) {
	if !sc.wordsShown(m) {
		return nil, nil
	}
	files, err := sc.photosOf(ctx, m.Number)
	if err != nil || len(files) == 0 {
		return nil, err
	}
	return chat.Keyboard{chat.Row(chat.Button{
		Label: sc.say.Text("media.see", "N", len(files)), Data: "p:" + strconv.FormatInt(int64(m.Number), 10),
	})}, nil
}

func (sc *scene) photosOf(ctx context.Context, n community.Number) ([]community.Attachment, error) {
	files, err := sc.store.Attachments(ctx, n)
	return slices.DeleteFunc(files, func(a community.Attachment) bool { return a.File == "" }), err
}

// photosButton sends a matter's photos, before and after: p:<number>.
func photosButton(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	n, _, ok := cutNumber(strings.TrimPrefix(sc.up.Button.Data, "p:"))
	if !ok {
		return deadButton(ctx, sc)
	}
	m, err := sc.readable(ctx, n)
	if err != nil {
		return nil, err
	}
	if !sc.wordsShown(m) {
		return []chat.Reply{sc.alert("item.hidden")}, nil
	}
	files, err := sc.photosOf(ctx, n)
	if err != nil {
		return nil, err
	}
	var replies []chat.Reply
	for _, a := range files[max(0, len(files)-photosShown):] {
		id, err := sc.store.KeepSent(ctx, sc.up.Chat.ID, a.File)
		if err != nil {
			return nil, err
		}
		caption := "media.before"
		if a.After {
			caption = "media.after"
		}
		replies = append(replies, chat.Reply{
			Verb: chat.Send, Text: sc.say.Text(caption, "Number", n), File: &chat.File{ID: id, Name: "photo.jpg", Photo: true},
		})
	}
	return replies, nil
}

// justFixed is what the person said was mended, not long ago: a photo that
// comes by itself shows how it is now.
func (sc *scene) justFixed(ctx context.Context) (community.Matter, bool, error) {
	owned, err := sc.store.Owned(ctx, sc.who.ID, nil)
	if err != nil {
		return community.Matter{}, false, err
	}
	matters, err := sc.store.Matters(ctx, owned)
	if err != nil {
		return community.Matter{}, false, err
	}
	var last community.Matter
	for _, m := range matters {
		if m.Fixer == sc.who.ID && sc.h.Now().Sub(m.FixedAt) < attachWithin && m.FixedAt.After(last.FixedAt) {
			last = m
		}
	}
	return last, last.Number != 0, nil
}
