package engine

import (
	"context"

	"github.com/swfd/swfd/swf"
)

// The lists and counts of executions and the tags of domains are not offered yet.

// ListOpenWorkflowExecutions is not offered yet.
func (c *Calls) ListOpenWorkflowExecutions(context.Context, *swf.ListOpenWorkflowExecutionsInput) (*swf.ListOpenWorkflowExecutionsOutput, error) {
	return nil, unlisted()
}

// ListClosedWorkflowExecutions is not offered yet.
func (c *Calls) ListClosedWorkflowExecutions(context.Context, *swf.ListClosedWorkflowExecutionsInput) (*swf.ListClosedWorkflowExecutionsOutput, error) {
	return nil, unlisted()
}

// CountOpenWorkflowExecutions is not offered yet.
func (c *Calls) CountOpenWorkflowExecutions(context.Context, *swf.CountOpenWorkflowExecutionsInput) (*swf.CountOpenWorkflowExecutionsOutput, error) {
	return nil, unlisted()
}

// CountClosedWorkflowExecutions is not offered yet.
func (c *Calls) CountClosedWorkflowExecutions(context.Context, *swf.CountClosedWorkflowExecutionsInput) (*swf.CountClosedWorkflowExecutionsOutput, error) {
	return nil, unlisted()
}

// TagResource is not offered yet.
func (c *Calls) TagResource(context.Context, *swf.TagResourceInput) (*swf.TagResourceOutput, error) {
	return nil, unlisted()
}

// UntagResource is not offered yet.
func (c *Calls) UntagResource(context.Context, *swf.UntagResourceInput) (*swf.UntagResourceOutput, error) {
	return nil, unlisted()
}

// ListTagsForResource is not offered yet.
func (c *Calls) ListTagsForResource(context.Context, *swf.ListTagsForResourceInput) (*swf.ListTagsForResourceOutput, error) {
	return nil, unlisted()
}
