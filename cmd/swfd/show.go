package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/internal/diagnosis"
	"github.com/swfd/swfd/internal/timeline"
	"github.com/swfd/swfd/swf"
)

func (c *cli) newShowCommand() *cobra.Command {
	var run string
	cmd := c.domainCommand(&cobra.Command{
		Use: "show WORKFLOW_ID", Short: "Show a run: its state, what is open, which time-outs run, and why it waits", Args: named("the workflowId"),
		Long: `Show a run: its state, what is open in it, which time-outs run, and why it waits. Without --run it is the open run of the workflowId,
else the one that started last. With --output json it is what DescribeWorkflowExecution says.`,
	}, func(ctx context.Context, a *api, args []string) error {
		e, err := a.findRun(ctx, args[0], run)
		if err != nil {
			return err
		}
		d, err := a.service.DescribeWorkflowExecution(ctx, swf.NewDescribeWorkflowExecutionInput(a.domain, e))
		if err != nil {
			return err
		}
		if a.json() {
			return printJSON(a.cmd.OutOrStdout(), d)
		}
		events, err := a.history(ctx, e)
		if err != nil {
			return err
		}
		return a.showRun(diagnosis.Of(d, events, swf.TimestampOf(a.now())))
	})
	cmd.Flags().StringVar(&run, "run", "", "runId")
	cmd.ValidArgsFunction = c.argument(openWorkflowIDs)
	return cmd
}

// findRun is the run that is meant: the one that is named, else the open one, else the one that started last.
func (a *api) findRun(ctx context.Context, workflowID, runID string) (swf.WorkflowExecution, error) {
	e := swf.WorkflowExecution{WorkflowID: workflowID, RunID: runID}
	if runID != "" {
		return e, nil
	}
	f := &filter{all: true, start: &swf.ExecutionTimeFilter{}, byID: &swf.WorkflowExecutionFilter{WorkflowID: workflowID}}
	for i, err := range f.runs(ctx, a) {
		if unknown := (*swf.UnknownOperationException)(nil); errors.As(err, &unknown) {
			return e, usage("this service does not list runs: give the runId with --run")
		}
		return i.Execution, err
	}
	return e, &ending{exitRefused, fmt.Errorf("there is no run of workflowId %q in domain %s", workflowID, a.domain)}
}

// history reads a whole history.
func (a *api) history(ctx context.Context, e swf.WorkflowExecution) ([]swf.HistoryEvent, error) {
	p := a.progress(a.cmd.ErrOrStderr())
	defer p.done()
	var events []swf.HistoryEvent
	for event, err := range client.HistoryEvents(ctx, a.service, swf.NewGetWorkflowExecutionHistoryInput(a.domain, e)) {
		if err != nil {
			return nil, err
		}
		events = append(events, event)
		p.tell("%d events read", len(events))
	}
	return events, nil
}

func (a *api) showRun(d *diagnosis.Diagnosis) error {
	out := a.cmd.OutOrStdout()
	if err := a.printTable(a.facts(d)); err != nil {
		return err
	}
	p := a.palette(out)
	var text strings.Builder
	for _, w := range d.Warnings {
		text.WriteString("\n" + p.paint(yellow, "Warning: "+printable(w)) + "\n")
	}
	text.WriteString("\n")
	for _, r := range d.Reasons {
		text.WriteString(printable(r) + "\n")
	}
	if _, err := io.WriteString(out, text.String()); err != nil || len(d.Open) == 0 {
		return err
	}
	if _, err := fmt.Fprintln(out); err != nil {
		return err
	}
	return a.printTable(a.openThings(d))
}

// facts are what is known of a run, a line each.
func (a *api) facts(d *diagnosis.Diagnosis) *table {
	now := swf.TimestampOf(a.now())
	t := newTable()
	i, f := d.Info, d.Configuration
	t.row("workflowId", i.Execution.WorkflowID)
	t.row("runId", i.Execution.RunID)
	t.row("type", typeText(i.WorkflowType))
	t.row("status", runStatus(i))
	t.row("started", fmt.Sprintf("%s, %s ago", i.StartTimestamp, timeline.Span(now.Sub(i.StartTimestamp))))
	if at := i.CloseTimestamp; at != nil {
		t.row("closed", fmt.Sprintf("%s, %s ago", *at, timeline.Span(now.Sub(*at))))
	}
	if d.Deadline != 0 {
		t.row("times out", fmt.Sprintf("%s, %s", d.Deadline, inOrAgo(d.Deadline, now)))
	}
	t.row("events", d.Events)
	t.row("task list", f.TaskList.Name)
	t.row("decision time-out", timeout(&f.TaskStartToCloseTimeout))
	t.row("child policy", f.ChildPolicy)
	if f.TaskPriority != nil {
		t.row("priority", *f.TaskPriority)
	}
	if f.LambdaRole != nil {
		t.row("Lambda role", *f.LambdaRole)
	}
	if i.Parent != nil {
		t.row("parent", i.Parent.WorkflowID+", run "+i.Parent.RunID)
	}
	if len(i.TagList) > 0 {
		t.row("tags", strings.Join(i.TagList, ", "))
	}
	if d.LatestContext != nil {
		t.row("context", fmt.Sprintf("%.200q", *d.LatestContext))
	}
	return t
}

// inOrAgo tells how far an instant is away.
func inOrAgo(at, now swf.Timestamp) string {
	if at < now {
		return timeline.Span(now.Sub(at)) + " ago"
	}
	return "in " + timeline.Span(at.Sub(now))
}

func (a *api) openThings(d *diagnosis.Diagnosis) *table {
	now := swf.TimestampOf(a.now())
	t := newTable("EVENT", "OPEN", "ID", "OF", "STATE", "FOR", "NEXT TIME-OUT")
	for _, o := range d.Open {
		age := ""
		if o.Since != 0 {
			age = timeline.Span(now.Sub(o.Since))
		}
		t.row(o.EventID, o.Kind, o.ID, o.Of, o.State, age, nextDeadline(o, now))
	}
	return t
}

func nextDeadline(o diagnosis.Thing, now swf.Timestamp) string {
	if len(o.Deadlines) == 0 {
		return ""
	}
	d := o.Deadlines[0]
	if d.AtLeast {
		return d.Name + ", unless it beats"
	}
	return d.Name + " " + inOrAgo(d.At, now)
}
