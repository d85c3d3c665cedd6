package blackbox

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"

	"github.com/swfd/swfd/internal/historycheck"
)

// audit looks at the service as a console does: one list, count or description at a time. No list may name a run twice.
func (f *fleet) audit(ctx context.Context, c *client) {
	operation := audits[c.rand.IntN(len(audits))]
	runs, err := operation.ask(f, c)
	f.journal.note(err, entry{Call: historycheck.Call{Client: c.name, Operation: operation.name}})
	seen := map[string]bool{}
	for _, r := range runs {
		runID := aws.ToString(r.Execution.RunId)
		if seen[runID] {
			f.x.t.Errorf("%s names the run %s twice", operation.name, runID)
		}
		seen[runID] = true
	}
	pause(ctx, breath)
}

// audits are what auditors ask.
var audits = []struct {
	name string
	ask  func(*fleet, *client) ([]types.WorkflowExecutionInfo, error)
}{
	{"ListOpenWorkflowExecutions", func(f *fleet, c *client) ([]types.WorkflowExecutionInfo, error) {
		out, err := c.ListOpenWorkflowExecutions(f.x.ctx, &sdk.ListOpenWorkflowExecutionsInput{
			Domain: new(domain), StartTimeFilter: always(), ReverseOrder: c.chance(2),
		})
		if err != nil {
			return nil, err
		}
		return out.ExecutionInfos, nil
	}},
	{"ListClosedWorkflowExecutions", func(f *fleet, c *client) ([]types.WorkflowExecutionInfo, error) {
		out, err := c.ListClosedWorkflowExecutions(f.x.ctx, &sdk.ListClosedWorkflowExecutionsInput{
			Domain: new(domain), CloseTimeFilter: always(), ReverseOrder: c.chance(2),
		})
		if err != nil {
			return nil, err
		}
		return out.ExecutionInfos, nil
	}},
	{"CountOpenWorkflowExecutions", func(f *fleet, c *client) ([]types.WorkflowExecutionInfo, error) {
		_, err := c.CountOpenWorkflowExecutions(f.x.ctx, &sdk.CountOpenWorkflowExecutionsInput{
			Domain: new(domain), StartTimeFilter: always(), TypeFilter: &types.WorkflowTypeFilter{Name: childType.Name},
		})
		return nil, err
	}},
	{"CountClosedWorkflowExecutions", func(f *fleet, c *client) ([]types.WorkflowExecutionInfo, error) {
		_, err := c.CountClosedWorkflowExecutions(f.x.ctx, &sdk.CountClosedWorkflowExecutionsInput{
			Domain: new(domain), StartTimeFilter: always(), CloseStatusFilter: &types.CloseStatusFilter{Status: types.CloseStatusFailed},
		})
		return nil, err
	}},
	{"CountPendingActivityTasks", func(f *fleet, c *client) ([]types.WorkflowExecutionInfo, error) {
		_, err := c.CountPendingActivityTasks(f.x.ctx, &sdk.CountPendingActivityTasksInput{
			Domain: new(domain), TaskList: &types.TaskList{Name: new(workList)},
		})
		return nil, err
	}},
	{"CountPendingDecisionTasks", func(f *fleet, c *client) ([]types.WorkflowExecutionInfo, error) {
		_, err := c.CountPendingDecisionTasks(f.x.ctx, &sdk.CountPendingDecisionTasksInput{
			Domain: new(domain), TaskList: &types.TaskList{Name: new(workflowList)},
		})
		return nil, err
	}},
	{"ListDomains", func(f *fleet, c *client) ([]types.WorkflowExecutionInfo, error) {
		_, err := c.ListDomains(f.x.ctx, &sdk.ListDomainsInput{RegistrationStatus: types.RegistrationStatusRegistered})
		return nil, err
	}},
	{"ListWorkflowTypes", func(f *fleet, c *client) ([]types.WorkflowExecutionInfo, error) {
		_, err := c.ListWorkflowTypes(f.x.ctx, &sdk.ListWorkflowTypesInput{
			Domain: new(domain), RegistrationStatus: types.RegistrationStatusDeprecated,
		})
		return nil, err
	}},
	{"ListActivityTypes", func(f *fleet, c *client) ([]types.WorkflowExecutionInfo, error) {
		_, err := c.ListActivityTypes(f.x.ctx, &sdk.ListActivityTypesInput{
			Domain: new(domain), RegistrationStatus: types.RegistrationStatusRegistered,
		})
		return nil, err
	}},
	{"DescribeWorkflowExecution", func(f *fleet, c *client) ([]types.WorkflowExecutionInfo, error) {
		runs := f.journal.known()
		if len(runs) == 0 {
			return nil, nil
		}
		_, err := c.DescribeWorkflowExecution(f.x.ctx, &sdk.DescribeWorkflowExecutionInput{
			Domain: new(domain), Execution: &runs[c.rand.IntN(len(runs))],
		})
		return nil, err
	}},
}

// always is a filter that lets every time pass.
func always() *types.ExecutionTimeFilter {
	return &types.ExecutionTimeFilter{OldestDate: new(time.Unix(0, 0))}
}

// checkLists checks that the list of closed runs, and its count, hold the fleet's runs and nothing else.
func (f *fleet) checkLists(runs []*finalHistory) {
	f.x.t.Helper()
	listed := map[string]bool{}
	pages := sdk.NewListClosedWorkflowExecutionsPaginator(f.x.client, &sdk.ListClosedWorkflowExecutionsInput{
		Domain: new(domain), CloseTimeFilter: always(),
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(f.x.ctx)
		f.x.must(err)
		for _, info := range page.ExecutionInfos {
			listed[aws.ToString(info.Execution.RunId)] = true
		}
	}
	closed := 0
	for _, r := range runs {
		if n := len(r.Events); n == 0 || !closing(types.EventType(r.Events[n-1].Type())) {
			continue
		}
		closed++
		if !listed[r.RunID] {
			f.x.t.Errorf("the closed run %s of %s is in no list", r.RunID, r.WorkflowID)
		}
	}
	if len(listed) != closed {
		f.x.t.Errorf("%d closed runs are listed, and there are %d", len(listed), closed)
	}
	count, err := f.x.client.CountClosedWorkflowExecutions(f.x.ctx, &sdk.CountClosedWorkflowExecutionsInput{
		Domain: new(domain), CloseTimeFilter: always(),
	})
	f.x.must(err)
	if int(count.Count) != closed {
		f.x.t.Errorf("%d closed runs are counted, and there are %d", count.Count, closed)
	}
}
