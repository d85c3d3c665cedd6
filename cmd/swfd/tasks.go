package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/swf"
)

// taskList is a list of tasks of one kind, and how many wait on it.
type taskList struct {
	kind, name string
	count      int32
	truncated  bool
}

const kindDecision = "decision"

func (c *cli) newTasksCommand() *cobra.Command {
	cmd := c.domainCommand(&cobra.Command{
		Use: "tasks [TASK_LIST...]", Short: "Count the tasks that wait on task lists",
		Long: `Count the tasks that wait on task lists, of decisions and of activities. Without names, the lists are those that the registered types
have as their default: SWF does not tell which other lists there are.`,
	}, func(ctx context.Context, a *api, args []string) error {
		lists, err := listsOf(ctx, a, args)
		if err != nil {
			return err
		}
		for i := range lists {
			if err := lists[i].ask(ctx, a); err != nil {
				return err
			}
		}
		return a.printLists(lists)
	})
	cmd.ValidArgsFunction = c.names(taskListNames)
	return cmd
}

// listsOf are the named lists, of both kinds, or those that are defaults of registered types.
func listsOf(ctx context.Context, a *api, names []string) ([]taskList, error) {
	if len(names) == 0 {
		return defaultTaskLists(ctx, a)
	}
	var lists []taskList
	for _, name := range names {
		lists = append(lists, taskList{kind: kindDecision, name: name}, taskList{kind: kindActivity, name: name})
	}
	return lists, nil
}

// defaultTaskLists asks every registered type for its list.
func defaultTaskLists(ctx context.Context, a *api) ([]taskList, error) {
	p := a.progress(a.cmd.ErrOrStderr())
	defer p.done()
	var lists []taskList
	add := func(kind string, list *swf.TaskList) {
		l := taskList{kind: kind}
		if list == nil {
			return
		}
		if l.name = list.Name; !slices.Contains(lists, l) {
			lists = append(lists, l)
		}
		p.tell("%d task lists found", len(lists))
	}
	for t, err := range client.WorkflowTypes(ctx, a.service, swf.NewListWorkflowTypesInput(a.domain, swf.RegistrationStatusRegistered)) {
		if err != nil {
			return nil, err
		}
		d, err := a.service.DescribeWorkflowType(ctx, swf.NewDescribeWorkflowTypeInput(a.domain, t.WorkflowType))
		if err != nil {
			return nil, err
		}
		add(kindDecision, d.Configuration.DefaultTaskList)
	}
	for t, err := range client.ActivityTypes(ctx, a.service, swf.NewListActivityTypesInput(a.domain, swf.RegistrationStatusRegistered)) {
		if err != nil {
			return nil, err
		}
		d, err := a.service.DescribeActivityType(ctx, swf.NewDescribeActivityTypeInput(a.domain, t.ActivityType))
		if err != nil {
			return nil, err
		}
		add(kindActivity, d.Configuration.DefaultTaskList)
	}
	return lists, nil
}

// ask counts what waits.
func (l *taskList) ask(ctx context.Context, a *api) error {
	list := swf.TaskList{Name: l.name}
	if l.kind == kindDecision {
		out, err := a.service.CountPendingDecisionTasks(ctx, swf.NewCountPendingDecisionTasksInput(a.domain, list))
		if err != nil {
			return err
		}
		l.count, l.truncated = out.Count, out.Truncated
		return nil
	}
	out, err := a.service.CountPendingActivityTasks(ctx, swf.NewCountPendingActivityTasksInput(a.domain, list))
	if err != nil {
		return err
	}
	l.count, l.truncated = out.Count, out.Truncated
	return nil
}

func (a *api) printLists(lists []taskList) error {
	if a.json() {
		type line struct {
			Kind      string       `json:"kind"`
			TaskList  swf.TaskList `json:"taskList"`
			Count     int32        `json:"count"`
			Truncated bool         `json:"truncated"`
		}
		lines := []line{}
		for _, l := range lists {
			lines = append(lines, line{l.kind, swf.TaskList{Name: l.name}, l.count, l.truncated})
		}
		return printJSON(a.cmd.OutOrStdout(), lines)
	}
	t := newTable("KIND", "TASK LIST", "WAITING")
	for _, l := range lists {
		waiting := cell{text: countText(l), colour: plain}
		if l.count > 0 {
			waiting.colour = yellow
		}
		t.row(l.kind, l.name, waiting)
	}
	return a.printTable(t)
}

func countText(l taskList) string {
	if l.truncated {
		return fmt.Sprintf("more than %d", l.count)
	}
	return fmt.Sprint(l.count)
}
