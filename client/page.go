package client

import (
	"context"
	"iter"

	"github.com/swfd/swfd/swf"
)

// HistoryEvents returns the events of a run. Like all iterators here it asks for a page only when the one before is
// used up, starts anew each time it is ranged over, at the page that in.NextPageToken names if there is one, and leaves
// in as it is. An error is yielded once, with an empty event, and ends it.
func HistoryEvents(
	ctx context.Context, service swf.Service, in *swf.GetWorkflowExecutionHistoryInput,
) iter.Seq2[swf.HistoryEvent, error] {
	return pages(ctx, service.GetWorkflowExecutionHistory, in,
		func(in *swf.GetWorkflowExecutionHistoryInput) **string { return &in.NextPageToken },
		func(out *swf.GetWorkflowExecutionHistoryOutput) ([]swf.HistoryEvent, *string) {
			return out.Events, out.NextPageToken
		})
}

// OpenExecutions returns the open runs that match a filter, page by page as [HistoryEvents] does.
func OpenExecutions(
	ctx context.Context, service swf.Service, in *swf.ListOpenWorkflowExecutionsInput,
) iter.Seq2[swf.WorkflowExecutionInfo, error] {
	return pages(ctx, service.ListOpenWorkflowExecutions, in,
		func(in *swf.ListOpenWorkflowExecutionsInput) **string { return &in.NextPageToken },
		func(out *swf.ListOpenWorkflowExecutionsOutput) ([]swf.WorkflowExecutionInfo, *string) {
			return out.ExecutionInfos, out.NextPageToken
		})
}

// ClosedExecutions returns the closed runs that match a filter, page by page as [HistoryEvents] does.
func ClosedExecutions(
	ctx context.Context, service swf.Service, in *swf.ListClosedWorkflowExecutionsInput,
) iter.Seq2[swf.WorkflowExecutionInfo, error] {
	return pages(ctx, service.ListClosedWorkflowExecutions, in,
		func(in *swf.ListClosedWorkflowExecutionsInput) **string { return &in.NextPageToken },
		func(out *swf.ListClosedWorkflowExecutionsOutput) ([]swf.WorkflowExecutionInfo, *string) {
			return out.ExecutionInfos, out.NextPageToken
		})
}

// DomainInfos returns the domains in one registration state, page by page as [HistoryEvents] does.
func DomainInfos(ctx context.Context, service swf.Service, in *swf.ListDomainsInput) iter.Seq2[swf.DomainInfo, error] {
	return pages(ctx, service.ListDomains, in,
		func(in *swf.ListDomainsInput) **string { return &in.NextPageToken },
		func(out *swf.ListDomainsOutput) ([]swf.DomainInfo, *string) {
			return out.DomainInfos, out.NextPageToken
		})
}

// ActivityTypes returns the activity types in one registration state, page by page as [HistoryEvents] does.
func ActivityTypes(ctx context.Context, service swf.Service, in *swf.ListActivityTypesInput) iter.Seq2[swf.ActivityTypeInfo, error] {
	return pages(ctx, service.ListActivityTypes, in,
		func(in *swf.ListActivityTypesInput) **string { return &in.NextPageToken },
		func(out *swf.ListActivityTypesOutput) ([]swf.ActivityTypeInfo, *string) {
			return out.TypeInfos, out.NextPageToken
		})
}

// WorkflowTypes returns the workflow types in one registration state, page by page as [HistoryEvents] does.
func WorkflowTypes(ctx context.Context, service swf.Service, in *swf.ListWorkflowTypesInput) iter.Seq2[swf.WorkflowTypeInfo, error] {
	return pages(ctx, service.ListWorkflowTypes, in,
		func(in *swf.ListWorkflowTypesInput) **string { return &in.NextPageToken },
		func(out *swf.ListWorkflowTypesOutput) ([]swf.WorkflowTypeInfo, *string) {
			return out.TypeInfos, out.NextPageToken
		})
}

// DecisionTask polls for a decision task. It returns the reply of the poll, whose TaskToken is empty if there was no
// task, and the task's events: those of the reply, and then those of further pages, for which the service is asked only
// as far as they are ranged over. Ranging over them again asks again, but starts no task. If the task has closed
// meanwhile, asking gets an [swf.UnknownResourceFault].
func DecisionTask(
	ctx context.Context, service swf.Service, in *swf.PollForDecisionTaskInput,
) (*swf.PollForDecisionTaskOutput, iter.Seq2[swf.HistoryEvent, error], error) {
	first, err := service.PollForDecisionTask(ctx, in)
	if err != nil {
		return nil, nil, err
	}
	rest := *in
	rest.NextPageToken = first.NextPageToken
	later := pages(ctx, service.PollForDecisionTask, &rest,
		func(in *swf.PollForDecisionTaskInput) **string { return &in.NextPageToken },
		func(out *swf.PollForDecisionTaskOutput) ([]swf.HistoryEvent, *string) {
			return out.Events, out.NextPageToken
		})
	return first, func(yield func(swf.HistoryEvent, error) bool) {
		for _, event := range first.Events {
			if !yield(event, nil) {
				return
			}
		}
		if more(first.NextPageToken) {
			later(yield)
		}
	}, nil
}

// pages yields the items of a page and of those that follow it. A page may be empty and have others behind it; only one
// without a token is the last.
func pages[In, Out, Item any](
	ctx context.Context, get func(context.Context, *In) (*Out, error), in *In,
	token func(*In) **string, read func(*Out) ([]Item, *string),
) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		page := *in
		for {
			out, err := get(ctx, &page)
			if err != nil {
				var none Item
				yield(none, err)
				return
			}
			items, next := read(out)
			for _, item := range items {
				if !yield(item, nil) {
					return
				}
			}
			if !more(next) {
				return
			}
			*token(&page) = next
		}
	}
}

func more(token *string) bool { return token != nil && *token != "" }
