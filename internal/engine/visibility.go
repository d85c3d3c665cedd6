package engine

import (
	"context"
	"encoding/binary"
	"math"
	"strings"

	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// runFilter is what a list or a count of runs asks for beside the time. At most one member is set.
type runFilter struct {
	execution    *swf.WorkflowExecutionFilter
	workflowType *swf.WorkflowTypeFilter
	tag          *swf.TagFilter
	closeStatus  *swf.CloseStatusFilter
}

// check refuses more than one filter.
func (f runFilter) check() error {
	var given []string
	note := func(name string, is bool) {
		if is {
			given = append(given, name)
		}
	}
	note("executionFilter", f.execution != nil)
	note("typeFilter", f.workflowType != nil)
	note("tagFilter", f.tag != nil)
	note("closeStatusFilter", f.closeStatus != nil)
	if len(given) > 1 {
		return invalid("Cannot specify more than one exclusive filters in the same query: [%s]", strings.Join(given, ", "))
	}
	return nil
}

// version is the version of the type that is asked for, "" for any.
func (f runFilter) version() string {
	if f.workflowType == nil || f.workflowType.Version == nil {
		return ""
	}
	return *f.workflowType.Version
}

// windowOf is the time that a filter asks for, both ends included. Without a latest date it has no end: no run is
// younger than now.
func windowOf(f swf.ExecutionTimeFilter) window {
	w := window{oldest: f.OldestDate, latest: math.MaxInt64}
	if f.LatestDate != nil {
		w.latest = *f.LatestDate
	}
	return w
}

// closedWindow reads the two time filters for closed runs, of which one must be given.
func closedWindow(start, closed *swf.ExecutionTimeFilter) (store.DoneOrder, window, error) {
	switch {
	case start == nil && closed == nil:
		return 0, window{}, invalid("Must specify time filter")
	case start != nil && closed != nil:
		return 0, window{}, invalid("Cannot specify both a startTimeFilter and a closeTimeFilter")
	case start != nil:
		return store.ByStart, windowOf(*start), nil
	}
	return store.ByClose, windowOf(*closed), nil
}

// ListOpenWorkflowExecutions lists open runs, by the time of their start.
func (c *Calls) ListOpenWorkflowExecutions(_ context.Context, in *swf.ListOpenWorkflowExecutionsInput) (*swf.ListOpenWorkflowExecutionsOutput, error) {
	const operation = "ListOpenWorkflowExecutions"
	f := runFilter{execution: in.ExecutionFilter, workflowType: in.TypeFilter, tag: in.TagFilter}
	if err := f.check(); err != nil {
		return nil, err
	}
	position, err := c.openPage(operation, in.NextPageToken, *in)
	if err != nil {
		return nil, err
	}
	d, err := c.domain(in.Domain)
	if err != nil {
		return nil, err
	}
	w := windowOf(in.StartTimeFilter)
	w.reverse, w.after = in.ReverseOrder, placeOf(position)
	infos, next := c.open.domain(d.number).page(f, w, pageSize(in.MaximumPageSize))
	return &swf.ListOpenWorkflowExecutionsOutput{
		ExecutionInfos: infos, NextPageToken: c.sealPage(operation, next.position(), *in),
	}, c.failure()
}

// CountOpenWorkflowExecutions counts open runs.
func (c *Calls) CountOpenWorkflowExecutions(_ context.Context, in *swf.CountOpenWorkflowExecutionsInput) (*swf.CountOpenWorkflowExecutionsOutput, error) {
	f := runFilter{execution: in.ExecutionFilter, workflowType: in.TypeFilter, tag: in.TagFilter}
	if err := f.check(); err != nil {
		return nil, err
	}
	d, err := c.domain(in.Domain)
	if err != nil {
		return nil, err
	}
	n, truncated := c.open.domain(d.number).countWithin(f, windowOf(in.StartTimeFilter), c.limits.Counted)
	return &swf.CountOpenWorkflowExecutionsOutput{Count: int32(n), Truncated: truncated}, c.failure()
}

// ListClosedWorkflowExecutions lists closed runs, by the time of their start or of their close.
func (c *Calls) ListClosedWorkflowExecutions(_ context.Context, in *swf.ListClosedWorkflowExecutionsInput) (*swf.ListClosedWorkflowExecutionsOutput, error) {
	const operation = "ListClosedWorkflowExecutions"
	f := runFilter{execution: in.ExecutionFilter, workflowType: in.TypeFilter, tag: in.TagFilter, closeStatus: in.CloseStatusFilter}
	order, w, err := closedWindow(in.StartTimeFilter, in.CloseTimeFilter)
	if err := firstError(err, f.check()); err != nil {
		return nil, err
	}
	position, err := c.openPage(operation, in.NextPageToken, *in)
	if err != nil {
		return nil, err
	}
	d, err := c.domain(in.Domain)
	if err != nil {
		return nil, err
	}
	w.reverse, w.after = in.ReverseOrder, placeOf(position)
	infos, next, err := c.closedPage(d, order, f, w, pageSize(in.MaximumPageSize))
	if err != nil {
		return nil, err
	}
	return &swf.ListClosedWorkflowExecutionsOutput{
		ExecutionInfos: infos, NextPageToken: c.sealPage(operation, next.position(), *in),
	}, nil
}

// CountClosedWorkflowExecutions counts closed runs.
func (c *Calls) CountClosedWorkflowExecutions(_ context.Context, in *swf.CountClosedWorkflowExecutionsInput) (*swf.CountClosedWorkflowExecutionsOutput, error) {
	f := runFilter{execution: in.ExecutionFilter, workflowType: in.TypeFilter, tag: in.TagFilter, closeStatus: in.CloseStatusFilter}
	order, w, err := closedWindow(in.StartTimeFilter, in.CloseTimeFilter)
	if err := firstError(err, f.check()); err != nil {
		return nil, err
	}
	d, err := c.domain(in.Domain)
	if err != nil {
		return nil, err
	}
	n, truncated, err := c.countClosed(d, order, f, w)
	if err != nil {
		return nil, err
	}
	return &swf.CountClosedWorkflowExecutionsOutput{Count: int32(n), Truncated: truncated}, nil
}

// position is the place as page tokens hold it, "" for none.
func (p *runPlace) position() string {
	if p == nil {
		return ""
	}
	return string(append(binary.BigEndian.AppendUint64(nil, uint64(p.at)), p.runID...))
}

// placeOf reads a position from a page token of ours.
func placeOf(position string) *runPlace {
	if len(position) < 8 {
		return nil
	}
	return &runPlace{swf.Timestamp(binary.BigEndian.Uint64([]byte(position))), position[8:]}
}
