package main

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/swfd/swfd/swf"
)

// lister is a service that lists and counts the runs that were started through it: as SWF does, with the filters by time, workflowId,
// type, tag and close status, the newest first.
type lister struct {
	swf.Service
	mu   sync.Mutex
	runs []started
}

type started struct {
	domain string
	run    swf.WorkflowExecution
}

func (l *lister) StartWorkflowExecution(ctx context.Context, in *swf.StartWorkflowExecutionInput) (*swf.StartWorkflowExecutionOutput, error) {
	out, err := l.Service.StartWorkflowExecution(ctx, in)
	if err == nil {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.runs = append(l.runs, started{in.Domain, swf.WorkflowExecution{WorkflowID: in.WorkflowID, RunID: *out.RunID}})
	}
	return out, err
}

// list describes the runs of a domain and keeps those in a state that a filter wants.
func (l *lister) list(ctx context.Context, domain string, in swf.ExecutionStatus, keep func(swf.WorkflowExecutionInfo) bool) ([]swf.WorkflowExecutionInfo, error) {
	if _, err := l.DescribeDomain(ctx, swf.NewDescribeDomainInput(domain)); err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	found := []swf.WorkflowExecutionInfo{}
	for _, r := range l.runs {
		if r.domain != domain {
			continue
		}
		d, err := l.DescribeWorkflowExecution(ctx, swf.NewDescribeWorkflowExecutionInput(domain, r.run))
		if err != nil {
			return nil, err
		}
		if d.ExecutionInfo.ExecutionStatus == in && keep(d.ExecutionInfo) {
			found = append(found, d.ExecutionInfo)
		}
	}
	slices.SortStableFunc(found, func(a, b swf.WorkflowExecutionInfo) int { return cmp.Compare(b.StartTimestamp, a.StartTimestamp) })
	return found, nil
}

// filters are those that open and closed runs have in common.
type filters struct {
	id  *swf.WorkflowExecutionFilter
	typ *swf.WorkflowTypeFilter
	tag *swf.TagFilter
}

func (f filters) keep(i swf.WorkflowExecutionInfo) bool {
	switch {
	case f.id != nil && f.id.WorkflowID != i.Execution.WorkflowID,
		f.typ != nil && f.typ.Name != i.WorkflowType.Name,
		f.typ != nil && f.typ.Version != nil && *f.typ.Version != i.WorkflowType.Version,
		f.tag != nil && !slices.Contains(i.TagList, f.tag.Tag):
		return false
	}
	return true
}

func within(f *swf.ExecutionTimeFilter, at swf.Timestamp) bool {
	return f == nil || at >= f.OldestDate && (f.LatestDate == nil || at <= *f.LatestDate)
}

func (l *lister) ListOpenWorkflowExecutions(ctx context.Context, in *swf.ListOpenWorkflowExecutionsInput) (*swf.ListOpenWorkflowExecutionsOutput, error) {
	f := filters{in.ExecutionFilter, in.TypeFilter, in.TagFilter}
	found, err := l.list(ctx, in.Domain, swf.ExecutionStatusOpen, func(i swf.WorkflowExecutionInfo) bool {
		return f.keep(i) && within(&in.StartTimeFilter, i.StartTimestamp)
	})
	if in.ReverseOrder {
		slices.Reverse(found)
	}
	return &swf.ListOpenWorkflowExecutionsOutput{ExecutionInfos: found}, err
}

func (l *lister) ListClosedWorkflowExecutions(ctx context.Context, in *swf.ListClosedWorkflowExecutionsInput) (*swf.ListClosedWorkflowExecutionsOutput, error) {
	f := filters{in.ExecutionFilter, in.TypeFilter, in.TagFilter}
	found, err := l.list(ctx, in.Domain, swf.ExecutionStatusClosed, func(i swf.WorkflowExecutionInfo) bool {
		return f.keep(i) && within(in.StartTimeFilter, i.StartTimestamp) && within(in.CloseTimeFilter, *i.CloseTimestamp) &&
			(in.CloseStatusFilter == nil || in.CloseStatusFilter.Status == i.CloseStatus)
	})
	if in.ReverseOrder {
		slices.Reverse(found)
	}
	return &swf.ListClosedWorkflowExecutionsOutput{ExecutionInfos: found}, err
}

func (l *lister) CountOpenWorkflowExecutions(ctx context.Context, in *swf.CountOpenWorkflowExecutionsInput) (*swf.CountOpenWorkflowExecutionsOutput, error) {
	list := swf.NewListOpenWorkflowExecutionsInput(in.Domain, in.StartTimeFilter)
	list.ExecutionFilter, list.TypeFilter, list.TagFilter = in.ExecutionFilter, in.TypeFilter, in.TagFilter
	out, err := l.ListOpenWorkflowExecutions(ctx, list)
	if err != nil {
		return nil, err
	}
	return &swf.CountOpenWorkflowExecutionsOutput{Count: int32(len(out.ExecutionInfos))}, nil
}

func (l *lister) CountClosedWorkflowExecutions(ctx context.Context, in *swf.CountClosedWorkflowExecutionsInput) (*swf.CountClosedWorkflowExecutionsOutput, error) {
	list := swf.NewListClosedWorkflowExecutionsInput(in.Domain)
	list.StartTimeFilter, list.CloseTimeFilter = in.StartTimeFilter, in.CloseTimeFilter
	list.ExecutionFilter, list.TypeFilter, list.TagFilter, list.CloseStatusFilter = in.ExecutionFilter, in.TypeFilter, in.TagFilter, in.CloseStatusFilter
	out, err := l.ListClosedWorkflowExecutions(ctx, list)
	if err != nil {
		return nil, err
	}
	return &swf.CountClosedWorkflowExecutionsOutput{Count: int32(len(out.ExecutionInfos))}, nil
}
