package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/swf"
)

func (c *cli) newStartCommand() *cobra.Command {
	var typ, input, list, timeout, taskTimeout, priority, policy, role string
	var tags []string
	cmd := c.domainCommand(&cobra.Command{
		Use: "start WORKFLOW_ID --type NAME:VERSION", Short: "Start a run, and print its runId", Args: named("the workflowId"),
		Example: "  swfd start greet-ada --type greeting:1 --input Ada --tag friends\n  swfd start import --type import:3 --input @orders.json",
	}, func(ctx context.Context, a *api, args []string) error {
		if typ == "" {
			return usage("which workflow type is to be started? Give --type NAME:VERSION")
		}
		name, version, err := typeName(typ)
		if err != nil {
			return err
		}
		in := swf.NewStartWorkflowExecutionInput(a.domain, args[0], swf.WorkflowType{Name: name, Version: version})
		if in.Input, err = payload(a.cmd, "input", input); err != nil {
			return err
		}
		if list != "" {
			in.TaskList = &swf.TaskList{Name: list}
		}
		in.TagList = tags
		in.ExecutionStartToCloseTimeout = seconds(a.cmd, "timeout", timeout)
		in.TaskStartToCloseTimeout = seconds(a.cmd, "task-timeout", taskTimeout)
		in.TaskPriority = optional(a.cmd, "priority", priority)
		in.ChildPolicy = swf.ChildPolicy(policy)
		in.LambdaRole = optional(a.cmd, "lambda-role", role)
		out, err := a.service.StartWorkflowExecution(ctx, in)
		if err != nil {
			return err
		}
		if a.json() {
			return printJSON(a.cmd.OutOrStdout(), out)
		}
		return a.say("%s", text(out.RunID))
	})
	flags := cmd.Flags()
	flags.StringVar(&typ, "type", "", "the workflow type, NAME:VERSION")
	flags.StringVar(&input, "input", "", "text for the decider; @FILE takes it from a file, - from the standard input")
	flags.StringArrayVar(&tags, "tag", nil, "tag by which the run can be found; may be given up to five times")
	flags.StringVar(&list, "task-list", "", "list of the run's decision tasks, instead of the type's")
	flags.StringVar(&timeout, "timeout", "", "how long the run may be open: seconds, or a duration such as 1h")
	flags.StringVar(&taskTimeout, "task-timeout", "", "how long a decider may take: seconds, a duration, or NONE")
	flags.StringVar(&priority, "priority", "", "priority of the run's decision tasks")
	flags.StringVar(&policy, "child-policy", "", "TERMINATE, REQUEST_CANCEL or ABANDON")
	flags.StringVar(&role, "lambda-role", "", "role for Lambda functions")
	c.completeFrom(cmd, "type", workflowTypeNames)
	c.completeFrom(cmd, "task-list", taskListNames)
	c.complete(cmd, "child-policy", swf.ChildPolicy("").Values()...)
	return cmd
}
