package engine

import (
	"context"
	"time"

	"github.com/swfd/swfd/internal/tasklist"
)

// Waits is how calls, and the steps of what happens by itself, wait: for the disk, for tasks, for a while. Nothing else in them blocks:
// who waits in another way than by holding up a goroutine can carry out many at a time in one, and decide who goes on when.
type Waits interface {
	// Commit waits until done is closed, or until lead gives the word that it is this waiter's turn to write; then it is true.
	Commit(done, lead <-chan struct{}) (leads bool)
	// Claim waits until claims gives a task. It is nil when there will be none: claims is closed, over gives the word that the poll's
	// time is over, or the caller's context has ended.
	Claim(ctx context.Context, claims <-chan tasklist.Task, over <-chan time.Time) *tasklist.Task
	// Pause waits for a while, or until ctx has ended.
	Pause(ctx context.Context, d time.Duration)
}

// blocking waits hold up the goroutine of the call.
type blocking struct{}

func (blocking) Commit(done, lead <-chan struct{}) bool {
	select {
	case <-done:
		return false
	case <-lead:
		return true
	}
}

func (blocking) Claim(ctx context.Context, claims <-chan tasklist.Task, over <-chan time.Time) *tasklist.Task {
	select {
	case claim, ok := <-claims:
		if ok {
			return &claim
		}
	case <-over:
	case <-ctx.Done():
	}
	return nil
}

func (blocking) Pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
