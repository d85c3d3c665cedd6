package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"sync/atomic"

	"github.com/swfd/swfd/swf"
)

// history makes a run of N events and lets the clients read it from the beginning to the end, page by page. A page is timed.
func (r *Run) history(ctx context.Context) (*Result, error) {
	run, err := r.start(ctx, r.workflowID(0))
	if err != nil {
		return nil, err
	}
	// Two events are there: the start, and that a decision task was scheduled.
	if _, err := r.each(ctx, r.N-2, func(ctx context.Context, _ int) error { return r.signal(ctx, run) }); err != nil {
		return nil, err
	}
	var pages, events, bytes atomic.Int64
	next := make([]*string, r.Clients)
	w, err := r.drive(ctx, r.Clients, func(ctx context.Context, client int) error {
		in := swf.NewGetWorkflowExecutionHistoryInput(Domain, run)
		in.NextPageToken = next[client]
		out, err := r.Service.GetWorkflowExecutionHistory(ctx, in)
		if err != nil {
			return err
		}
		if len(out.Events) == 0 {
			return fmt.Errorf("%w: a page of a history without events", errStrange)
		}
		pages.Add(1)
		events.Add(int64(len(out.Events)))
		// All pages but the last of a history are alike: one is measured for all.
		if client == 0 && bytes.Load() == 0 {
			text, err := json.Marshal(out)
			if err != nil {
				return err
			}
			bytes.Store(int64(len(text)) / int64(len(out.Events)))
		}
		next[client] = out.NextPageToken
		return nil
	})
	if err != nil {
		return nil, err
	}
	result := r.result("pages", w)
	perPage := float64(events.Load()) / float64(pages.Load())
	result.add("events a page", perPage, "")
	if w.cpu > 0 {
		served := perPage * float64(bytes.Load()) * float64(w.latencies.Count()) / (1 << 20)
		result.add("served for each second of the server's processor time", served/w.cpu.Seconds(), "MiB")
	}
	return result, r.terminate(ctx, run)
}
