package bench

import (
	"context"
	"fmt"
	"time"

	"github.com/swfd/swfd/swf"
)

const (
	// listPage is how many runs a page has, deep how many pages precede the one that is deep inside.
	listPage = 100
	deep     = 50
	// rare is how many runs carry the rare tag, and looks how often each list is asked for.
	rare  = 10
	looks = 100
)

// list makes N closed runs and asks for pages of them and for their number, by each filter.
func (r *Run) list(ctx context.Context) (*Result, error) {
	began := swf.TimestampOf(time.Now())
	w, err := r.each(ctx, r.N, r.closeOne)
	if err != nil {
		return nil, err
	}
	result := &Result{}
	result.add("runs started and terminated", w.rate(), "/s")
	for _, f := range r.filters(began.Add(-time.Minute)) {
		if err := r.look(ctx, f, result); err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
	}
	return result, nil
}

// tag is what a run is tagged with, beside the rare one.
func (r *Run) tag(i int) string { return fmt.Sprintf("%s-%d", r.id, i%10) }
func (r *Run) rareTag() string  { return r.id + "-rare" }

// closeOne starts a run with tags, and terminates it.
func (r *Run) closeOne(ctx context.Context, i int) error {
	tags := []string{r.tag(i)}
	if i%max(1, r.N/rare) == 0 {
		tags = append(tags, r.rareTag())
	}
	run, err := r.start(ctx, r.workflowID(int64(i)), tags...)
	if err != nil {
		return err
	}
	return r.terminate(ctx, run)
}

// filter is a way to ask for closed runs.
type filter struct {
	name string
	in   swf.ListClosedWorkflowExecutionsInput
}

// filters are all ways to ask for closed runs, by start time and by close time.
func (r *Run) filters(since swf.Timestamp) []filter {
	var all []filter
	for _, order := range []string{"start time", "close time"} {
		add := func(name string, set func(*swf.ListClosedWorkflowExecutionsInput)) {
			in := swf.NewListClosedWorkflowExecutionsInput(Domain)
			in.MaximumPageSize = listPage
			if order == "start time" {
				in.StartTimeFilter = &swf.ExecutionTimeFilter{OldestDate: since}
			} else {
				in.CloseTimeFilter = &swf.ExecutionTimeFilter{OldestDate: since}
			}
			set(in)
			all = append(all, filter{"by " + order + name, *in})
		}
		add("", func(*swf.ListClosedWorkflowExecutionsInput) {})
		add(", the oldest first", func(in *swf.ListClosedWorkflowExecutionsInput) { in.ReverseOrder = true })
		add(", of a workflowId", func(in *swf.ListClosedWorkflowExecutionsInput) {
			in.ExecutionFilter = &swf.WorkflowExecutionFilter{WorkflowID: r.workflowID(0)}
		})
		add(", of a type", func(in *swf.ListClosedWorkflowExecutionsInput) {
			in.TypeFilter = &swf.WorkflowTypeFilter{Name: workflowType.Name}
		})
		add(", of a type and version", func(in *swf.ListClosedWorkflowExecutionsInput) {
			in.TypeFilter = &swf.WorkflowTypeFilter{Name: workflowType.Name, Version: &workflowType.Version}
		})
		add(", with a tag", func(in *swf.ListClosedWorkflowExecutionsInput) { in.TagFilter = &swf.TagFilter{Tag: r.tag(0)} })
		add(", with a rare tag", func(in *swf.ListClosedWorkflowExecutionsInput) { in.TagFilter = &swf.TagFilter{Tag: r.rareTag()} })
		add(", of a status", func(in *swf.ListClosedWorkflowExecutionsInput) {
			in.CloseStatusFilter = &swf.CloseStatusFilter{Status: swf.CloseStatusTerminated}
		})
	}
	return all
}

// look asks again and again for the first page, for one deep inside if there is one, and for the number.
func (r *Run) look(ctx context.Context, f filter, result *Result) error {
	r.tell("looking %s", f.name)
	first, err := r.pages(ctx, f.in)
	if err != nil {
		return err
	}
	result.addLatency("a page "+f.name, first)
	if f.in.NextPageToken, err = r.deepToken(ctx, f.in); err != nil {
		return err
	}
	if f.in.NextPageToken != nil {
		inside, err := r.pages(ctx, f.in)
		if err != nil {
			return err
		}
		result.addLatency("a page deep inside "+f.name, inside)
	}
	counts, err := r.counts(ctx, f.in)
	if err != nil {
		return err
	}
	result.addLatency("the number "+f.name, counts)
	return nil
}

func (r *Run) pages(ctx context.Context, in swf.ListClosedWorkflowExecutionsInput) (*Latencies, error) {
	all := &Latencies{}
	for range looks {
		begin := time.Now()
		if _, err := r.Service.ListClosedWorkflowExecutions(ctx, &in); err != nil {
			return nil, err
		}
		all.Add(time.Since(begin))
	}
	return all, nil
}

// deepToken pages through a list and returns the token of a page deep inside, nil if the list is shorter.
func (r *Run) deepToken(ctx context.Context, in swf.ListClosedWorkflowExecutionsInput) (*string, error) {
	for range deep {
		out, err := r.Service.ListClosedWorkflowExecutions(ctx, &in)
		if err != nil || out.NextPageToken == nil {
			return nil, err
		}
		in.NextPageToken = out.NextPageToken
	}
	return in.NextPageToken, nil
}

func (r *Run) counts(ctx context.Context, f swf.ListClosedWorkflowExecutionsInput) (*Latencies, error) {
	in := swf.NewCountClosedWorkflowExecutionsInput(Domain)
	in.StartTimeFilter, in.CloseTimeFilter = f.StartTimeFilter, f.CloseTimeFilter
	in.ExecutionFilter, in.TypeFilter, in.TagFilter, in.CloseStatusFilter = f.ExecutionFilter, f.TypeFilter, f.TagFilter, f.CloseStatusFilter
	all := &Latencies{}
	for range looks {
		begin := time.Now()
		if _, err := r.Service.CountClosedWorkflowExecutions(ctx, in); err != nil {
			return nil, err
		}
		all.Add(time.Since(begin))
	}
	return all, nil
}
