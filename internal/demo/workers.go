package demo

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/swfd/swfd/swf"
)

// beatEvery is how often a worker beats; the heartbeat time-out is two seconds.
const beatEvery = 250 * time.Millisecond

// workers carry out the order's activities.
type workers struct {
	service swf.Service
	// packing is closed when the packing has beaten for the second time.
	packing chan struct{}
	once    sync.Once
}

// run polls for activity tasks until ctx ends.
func (w *workers) run(ctx context.Context) error {
	for {
		in := swf.NewPollForActivityTaskInput(Domain, swf.TaskList{Name: workerList})
		in.Identity = new("demo-worker")
		task, err := w.service.PollForActivityTask(ctx, in)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			return fmt.Errorf("poll for an activity task: %w", err)
		case task.TaskToken == "":
			continue
		}
		if err := w.work(ctx, task); err != nil && ctx.Err() == nil {
			return fmt.Errorf("work on activity %q: %w", task.ActivityID, err)
		}
	}
}

func (w *workers) work(ctx context.Context, task *swf.PollForActivityTaskOutput) error {
	switch *task.ActivityType {
	case packType:
		return w.pack(ctx, task.TaskToken)
	case trackType:
		return w.track(ctx, task.TaskToken)
	default:
		return w.charge(ctx, task.TaskToken)
	}
}

// charge does its work at once.
func (w *workers) charge(ctx context.Context, token string) error {
	in := swf.NewRespondActivityTaskCompletedInput(token)
	in.Result = new("receipt 4711")
	_, err := w.service.RespondActivityTaskCompleted(ctx, in)
	return err
}

// pack beats with its progress until it is asked to cancel.
func (w *workers) pack(ctx context.Context, token string) error {
	for item := 1; ; item++ {
		canceled, err := w.beat(ctx, token, fmt.Sprintf("item %d of 4 packed", min(item, 4)))
		switch {
		case err != nil:
			return err
		case canceled:
			in := swf.NewRespondActivityTaskCanceledInput(token)
			in.Details = new("unpacked again")
			_, err := w.service.RespondActivityTaskCanceled(ctx, in)
			return err
		case item == 2:
			w.once.Do(func() { close(w.packing) })
		}
	}
}

// track beats three times and is never heard of again.
func (w *workers) track(ctx context.Context, token string) error {
	for stop := 1; stop <= 3; stop++ {
		if _, err := w.beat(ctx, token, fmt.Sprintf("stop %d of 9", stop)); err != nil {
			return err
		}
	}
	return nil
}

// beat records a heartbeat, reports whether the task was asked to cancel, and waits until the next one is due.
func (w *workers) beat(ctx context.Context, token, progress string) (canceled bool, err error) {
	in := swf.NewRecordActivityTaskHeartbeatInput(token)
	in.Details = &progress
	out, err := w.service.RecordActivityTaskHeartbeat(ctx, in)
	if err != nil || out.CancelRequested {
		return err == nil, err
	}
	next := time.NewTimer(beatEvery)
	defer next.Stop()
	select {
	case <-next.C:
		return false, nil
	case <-ctx.Done():
		return false, ctx.Err()
	}
}
