package bot

import (
	"slices"

	"gridmate/chat"
)

// loaded are the ids that the sender read from the outbox when it started. A
// reply that was committed shortly before that is pushed as well.
type loaded []int64

func newLoaded(waiting []chat.Outgoing) loaded {
	ids := make(loaded, len(waiting))
	for i, out := range waiting {
		ids[i] = out.ID
	}
	slices.Sort(ids)
	return ids
}

func (l loaded) has(id int64) bool {
	_, found := slices.BinarySearch(l, id)
	return found
}
