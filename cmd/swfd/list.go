package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/internal/timeline"
	"github.com/swfd/swfd/swf"
)

func (c *cli) newListCommand() *cobra.Command {
	f := &filter{}
	var limit int
	cmd := c.domainCommand(&cobra.Command{
		Use: "list", Short: "List runs, open ones unless you say otherwise", Args: named(),
		Example: "  swfd list --type greeting\n  swfd list --status FAILED --closed-after 2h\n  swfd list --all --workflow-id greet-ada",
	}, func(ctx context.Context, a *api, _ []string) error {
		if err := f.resolve(a.cmd, c.now()); err != nil {
			return err
		}
		if limit < 0 {
			return usage("--limit %d cannot be meant: give a number, or 0 for all runs", limit)
		}
		found, more, err := f.list(ctx, a, limit)
		if err != nil {
			return err
		}
		if err := a.printRuns(found); err != nil {
			return err
		}
		if more {
			a.note("there are more: raise --limit %d, or give --limit 0 for all of them", limit)
		}
		return nil
	})
	f.add(c, cmd)
	f.addClosed(c, cmd)
	cmd.Flags().BoolVar(&f.oldestFirst, "oldest-first", false, "the oldest first")
	cmd.Flags().IntVar(&limit, "limit", 1000, "list at most so many; 0 lists all")
	return cmd
}

// list collects runs, at most as many as limit says, unless that is 0. More tells that there are others.
func (f *filter) list(ctx context.Context, a *api, limit int) (found []swf.WorkflowExecutionInfo, more bool, err error) {
	p := a.progress(a.cmd.ErrOrStderr())
	defer p.done()
	found = []swf.WorkflowExecutionInfo{}
	for i, err := range f.runs(ctx, a) {
		if err != nil {
			return nil, false, err
		}
		if limit > 0 && len(found) == limit {
			return found, true, nil
		}
		found = append(found, i)
		p.tell("%d runs found", len(found))
	}
	return found, false, nil
}

func (a *api) printRuns(found []swf.WorkflowExecutionInfo) error {
	if a.json() {
		return printJSON(a.cmd.OutOrStdout(), swf.ListOpenWorkflowExecutionsOutput{ExecutionInfos: found})
	}
	t := newTable("WORKFLOW ID", "TYPE", "STATUS", "STARTED", "OPEN FOR", "TAGS", "RUN ID")
	now := swf.TimestampOf(a.now())
	for _, i := range found {
		end := now
		if i.CloseTimestamp != nil {
			end = *i.CloseTimestamp
		}
		t.row(i.Execution.WorkflowID, typeText(i.WorkflowType), runStatus(i), i.StartTimestamp, timeline.Span(end.Sub(i.StartTimestamp)),
			strings.Join(i.TagList, ","), i.Execution.RunID)
	}
	return a.printTable(t)
}

// runStatus is a run's state in a word or two.
func runStatus(i swf.WorkflowExecutionInfo) cell {
	switch {
	case i.ExecutionStatus == swf.ExecutionStatusClosed:
		return cell{string(i.CloseStatus), statusColour(i.CloseStatus)}
	case i.CancelRequested:
		return cell{"OPEN, cancel requested", yellow}
	}
	return cell{string(i.ExecutionStatus), plain}
}

func (c *cli) newCountCommand() *cobra.Command {
	f := &filter{}
	cmd := c.domainCommand(&cobra.Command{
		Use: "count", Short: "Count runs, open ones unless you say otherwise", Args: named(),
		Example: "  swfd count --closed\n  swfd count --tag urgent",
	}, func(ctx context.Context, a *api, _ []string) error {
		if err := f.resolve(a.cmd, c.now()); err != nil {
			return err
		}
		n, truncated, err := f.count(ctx, a)
		if err != nil {
			return err
		}
		if a.json() {
			return printJSON(a.cmd.OutOrStdout(), map[string]any{"count": n, "truncated": truncated})
		}
		if truncated {
			a.note("the service has stopped counting: there are more")
		}
		return a.say("%d", n)
	})
	f.add(c, cmd)
	f.addClosed(c, cmd)
	return cmd
}
