package bot

import (
	"context"
	"time"

	"gridmate/chat"
)

// acceptTimeout bounds a commit that nobody else would end.
const acceptTimeout = 30 * time.Second

// batcher lets concurrent requests share a commit: while one commits, those
// that come wait together, and the first of them commits for all.
type batcher struct {
	inbox Inbox
	lead  chan struct{} // holds a token while nobody commits
	next  chan *batch   // holds the batch that is being filled
}

// batch is a set of updates that are committed together.
type batch struct {
	updates []chat.Raw
	done    chan struct{} // closed when err is set
	err     error
}

func newBatcher(inbox Inbox) *batcher {
	b := &batcher{inbox: inbox, lead: make(chan struct{}, 1), next: make(chan *batch, 1)}
	b.lead <- struct{}{}
	b.next <- newBatch()
	return b
}

func newBatch() *batch { return &batch{done: make(chan struct{})} }

// accept commits u, alone or in company. The commit does not end with ctx,
// because others may depend on it.
func (b *batcher) accept(ctx context.Context, u chat.Raw) error {
	mine := <-b.next
	mine.updates = append(mine.updates, u)
	b.next <- mine

	select {
	case <-mine.done:
		return mine.err
	case <-b.lead:
	}
	defer func() { b.lead <- struct{}{} }()
	select {
	case <-mine.done: // the leader before took it along
		return mine.err
	default:
	}
	<-b.next // is mine: only a leader replaces it
	b.next <- newBatch()
	b.commit(ctx, mine)
	return mine.err
}

// commit stores a batch and tells those who wait.
func (b *batcher) commit(ctx context.Context, mine *batch) {
	defer close(mine.done)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), acceptTimeout)
	defer cancel()
	_, mine.err = b.inbox.Accept(ctx, mine.updates)
}
