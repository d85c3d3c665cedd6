package blackbox

import (
	"fmt"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"
)

func tagged(tags ...string) func(*sdk.StartWorkflowExecutionInput) {
	return func(in *sdk.StartWorkflowExecutionInput) { in.TagList = tags }
}

// workflowIDs are the workflowIds of a list, in its order.
func workflowIDs(infos []types.WorkflowExecutionInfo) []string {
	var ids []string
	for _, info := range infos {
		ids = append(ids, aws.ToString(info.Execution.WorkflowId))
	}
	return ids
}

// A run is in the open lists from the moment its start is answered, and in the closed lists from the moment its close is.
func TestLists(t *testing.T) {
	x := onShared(t)
	when := &types.ExecutionTimeFilter{OldestDate: aws.Time(startOfTests)}
	first := x.start("first", tagged("red", "round"))
	second := x.start("second", tagged("red"))
	open := func(in sdk.ListOpenWorkflowExecutionsInput) []string {
		t.Helper()
		in.Domain, in.StartTimeFilter = new(domain), when
		out, err := x.client.ListOpenWorkflowExecutions(x.ctx, &in)
		x.must(err)
		return workflowIDs(out.ExecutionInfos)
	}
	closed := func(in sdk.ListClosedWorkflowExecutionsInput) []string {
		t.Helper()
		in.Domain, in.CloseTimeFilter = new(domain), when
		out, err := x.client.ListClosedWorkflowExecutions(x.ctx, &in)
		x.must(err)
		return workflowIDs(out.ExecutionInfos)
	}
	round, red := &types.TagFilter{Tag: new("round")}, &types.TagFilter{Tag: new("red")}
	sorted := func(ids []string) []string { return slices.Sorted(slices.Values(ids)) }
	expectTexts(t, "open", sorted(open(sdk.ListOpenWorkflowExecutionsInput{})), "first", "second")
	expectTexts(t, "open and round", open(sdk.ListOpenWorkflowExecutionsInput{TagFilter: round}), "first")
	expectTexts(t, "open by id", open(sdk.ListOpenWorkflowExecutionsInput{ExecutionFilter: &types.WorkflowExecutionFilter{WorkflowId: new("second")}}), "second")
	expectTexts(t, "closed", closed(sdk.ListClosedWorkflowExecutionsInput{}))

	first.decide(completeWorkflow())
	second.terminate()
	expectTexts(t, "open", open(sdk.ListOpenWorkflowExecutionsInput{}))
	expectTexts(t, "closed and red", sorted(closed(sdk.ListClosedWorkflowExecutionsInput{TagFilter: red})), "first", "second")
	expectTexts(t, "closed and completed",
		closed(sdk.ListClosedWorkflowExecutionsInput{CloseStatusFilter: &types.CloseStatusFilter{Status: types.CloseStatusCompleted}}), "first")
	expectTexts(t, "closed, by type", sorted(closed(sdk.ListClosedWorkflowExecutionsInput{
		TypeFilter: &types.WorkflowTypeFilter{Name: workflowType.Name, Version: workflowType.Version},
	})), "first", "second")

	n, err := x.client.CountClosedWorkflowExecutions(x.ctx, &sdk.CountClosedWorkflowExecutionsInput{Domain: new(domain), StartTimeFilter: when, TagFilter: red})
	x.must(err)
	m, err := x.client.CountOpenWorkflowExecutions(x.ctx, &sdk.CountOpenWorkflowExecutionsInput{Domain: new(domain), StartTimeFilter: when})
	x.must(err)
	if n.Count != 2 || n.Truncated || m.Count != 0 || m.Truncated {
		t.Errorf("%d runs are closed and %d open", n.Count, m.Count)
	}
	_, err = x.client.CountClosedWorkflowExecutions(x.ctx, &sdk.CountClosedWorkflowExecutionsInput{Domain: new(domain)})
	expectCode(t, err, "ValidationException", "Must specify time filter")
}

// Pages of a list, joined, are the list.
func TestPagesOfLists(t *testing.T) {
	x := onShared(t)
	var want []string
	for i := range 7 {
		id := fmt.Sprint("run ", i)
		want = append(want, id)
		x.start(id).terminate()
	}
	pages := sdk.NewListClosedWorkflowExecutionsPaginator(x.client, &sdk.ListClosedWorkflowExecutionsInput{
		Domain: new(domain), StartTimeFilter: &types.ExecutionTimeFilter{OldestDate: aws.Time(startOfTests)}, MaximumPageSize: 3, ReverseOrder: true,
	})
	var got []string
	for pages.HasMorePages() {
		page, err := pages.NextPage(x.ctx)
		x.must(err)
		got = append(got, workflowIDs(page.ExecutionInfos)...)
	}
	slices.Sort(got)
	expectTexts(t, "the pages", got, want...)
}

// A domain's tags can be added, read and removed; it has fifty of them at most.
func TestTags(t *testing.T) {
	x := onShared(t)
	arn := new("arn:aws:swf:us-east-1:" + x.account + ":/domain/" + domain)
	tag := func(tags ...types.ResourceTag) error {
		_, err := x.client.TagResource(x.ctx, &sdk.TagResourceInput{ResourceArn: arn, Tags: tags})
		return err
	}
	x.must(tag(types.ResourceTag{Key: new("team"), Value: new("blue")}, types.ResourceTag{Key: new("stage"), Value: new("test")}))
	x.must(tag(types.ResourceTag{Key: new("team"), Value: new("green")}))
	_, err := x.client.UntagResource(x.ctx, &sdk.UntagResourceInput{ResourceArn: arn, TagKeys: []string{"stage", "never there"}})
	x.must(err)
	out, err := x.client.ListTagsForResource(x.ctx, &sdk.ListTagsForResourceInput{ResourceArn: arn})
	x.must(err)
	if len(out.Tags) != 1 || aws.ToString(out.Tags[0].Key) != "team" || aws.ToString(out.Tags[0].Value) != "green" {
		t.Errorf("the tags are %+v", out.Tags)
	}
	var many []types.ResourceTag
	for i := range 50 {
		many = append(many, types.ResourceTag{Key: new(fmt.Sprint("key ", i))})
	}
	expectFault[*types.TooManyTagsFault](t, tag(many...), "A domain can have at most 50 tags")
	nobody := new("arn:aws:swf:us-east-1:" + x.account + ":/domain/nobody")
	_, err = x.client.ListTagsForResource(x.ctx, &sdk.ListTagsForResourceInput{ResourceArn: nobody})
	expectFault[*types.UnknownResourceFault](t, err, "Unknown domain: nobody")
}
