package bench

import (
	"context"
	"errors"
	"sync"
)

// crew is the deciders and workers of a scenario, who work until they are dismissed.
type crew struct {
	ctx   context.Context
	stop  context.CancelCauseFunc
	group sync.WaitGroup
}

// errDismissed ends a crew whose work is done.
var errDismissed = errors.New("the work is done")

func newCrew(ctx context.Context) *crew {
	c := &crew{}
	c.ctx, c.stop = context.WithCancelCause(ctx)
	return c
}

// repeat lets a member do something again and again. An error ends the work of all.
func (c *crew) repeat(do func(context.Context) error) {
	c.group.Go(func() {
		for c.ctx.Err() == nil {
			if err := do(c.ctx); err != nil {
				c.stop(err)
			}
		}
	})
}

// dismiss ends the work, waits until everybody has stopped, and returns the error that ended it before, if any: that of whoever drove the
// scenario, or the first of the crew.
func (c *crew) dismiss(err error) error {
	c.stop(errDismissed)
	c.group.Wait()
	if cause := context.Cause(c.ctx); !errors.Is(cause, errDismissed) {
		return cause
	}
	return err
}
