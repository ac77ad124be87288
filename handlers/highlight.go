package handlers

import (
	"context"
	"strings"

	"gridmate/chat"
	"gridmate/community"
)

// highlight marks a record as worth telling in the bulletin, or takes the mark
// away: /highlight 12, 亮点 12. Alone it lists this month's.
func highlight(ctx context.Context, sc *scene) ([]chat.Reply, error) {
	n, _, ok := cutNumber(strings.TrimSpace(sc.words))
	if !ok {
		return sc.highlights(ctx)
	}
	r, err := sc.store.Record(ctx, n)
	if err != nil {
		return nil, err
	}
	if err := sc.mayDraft(r.Unit); err != nil {
		return nil, err
	}
	if !r.Withdrawn.IsZero() {
		return nil, community.Refuse(community.Conflict, "highlight_withdrawn", "Number", int64(n))
	}
	if r.Delicate() {
		return nil, community.Refuse(community.Denied, "highlight_private", "Number", int64(n))
	}
	on, err := sc.store.SetHighlight(ctx, n, sc.who.ID, true)
	if err != nil {
		return nil, err
	}
	if on {
		return []chat.Reply{sc.send("bulletin.marked", "Number", int64(n))}, nil
	}
	_, err = sc.store.SetHighlight(ctx, n, sc.who.ID, false)
	return []chat.Reply{sc.send("bulletin.unmarked", "Number", int64(n))}, err
}

func (sc *scene) highlights(ctx context.Context) ([]chat.Reply, error) {
	unit, err := sc.bulletinHome()
	if err != nil {
		return nil, err
	}
	marked, err := sc.store.Highlights(ctx, unit, community.Month.Of(sc.today()))
	if err != nil {
		return nil, err
	}
	var list strings.Builder
	for _, n := range marked[:min(len(marked), maxHighlights)] {
		r, err := sc.store.Record(ctx, n)
		if err != nil {
			return nil, err
		}
		list.WriteString("\n" + sc.say.Text("bulletin.highlight", "Number", int64(n), "Text", clip(r.Text, 60)))
	}
	return []chat.Reply{sc.send("bulletin.highlights", "N", len(marked), "List", list.String())}, nil
}
