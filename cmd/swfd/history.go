package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/internal/historyfile"
	"github.com/swfd/swfd/internal/timeline"
	"github.com/swfd/swfd/swf"
)

func (c *cli) newHistoryCommand() *cobra.Command {
	var run string
	var follow bool
	var interval time.Duration
	cmd := c.domainCommand(&cobra.Command{
		Use: "history WORKFLOW_ID", Short: "Print the history of a run, as a timeline or as JSON; export it, or draw an exported one", Args: named("the workflowId"),
		Long: `Print the history of a run as a timeline, or with --output json as SWF's own JSON. Without --run it is the open run of the workflowId,
else the one that started last. With --follow, new events are printed as they come, until the run closes; as JSON, one event a line. A server that is started again
meanwhile is waited for, a minute at most.`,
	}, func(ctx context.Context, a *api, args []string) error {
		if interval <= 0 {
			return usage("--interval %v cannot be meant: give a duration above 0", interval)
		}
		e, err := a.findRun(ctx, args[0], run)
		if err != nil {
			return err
		}
		out := a.cmd.OutOrStdout()
		switch {
		case follow:
			return a.follow(ctx, e, interval, a.eventPrinter(out))
		case a.json():
			return a.exportTo(ctx, e, out)
		}
		draw := a.timeline(out)
		for event, err := range a.events(ctx, e) {
			if err != nil {
				return err
			}
			if err := draw.Event(&event); err != nil {
				return err
			}
		}
		return nil
	})
	cmd.Flags().StringVar(&run, "run", "", "runId")
	cmd.Flags().BoolVarP(&follow, "follow", "f", false, "go on until the run closes")
	cmd.Flags().DurationVar(&interval, "interval", time.Second, "how often to look for new events")
	cmd.ValidArgsFunction = c.argument(openWorkflowIDs)
	cmd.AddCommand(c.newExportCommand(), c.newDrawCommand())
	return cmd
}

// timeline draws on a stream, in colours if it is a terminal.
func (c *cli) timeline(w io.Writer) *timeline.Writer {
	draw := timeline.NewWriter(w)
	draw.Paint = c.palette(w).paintEvent
	return draw
}

// events are those of a run, with progress told to whoever waits while the output goes elsewhere.
func (a *api) events(ctx context.Context, e swf.WorkflowExecution) func(yield func(swf.HistoryEvent, error) bool) {
	return client.HistoryEvents(ctx, a.service, swf.NewGetWorkflowExecutionHistoryInput(a.domain, e))
}

// eventPrinter prints single events: a line of the timeline, or of JSON.
func (a *api) eventPrinter(out io.Writer) func(*swf.HistoryEvent) error {
	if !a.json() {
		return a.timeline(out).Event
	}
	return func(e *swf.HistoryEvent) error {
		line, err := e.MarshalJSON()
		if err == nil {
			_, err = out.Write(append(line, '\n'))
		}
		return err
	}
}

// patience is how long who follows waits for a service that has answered before: it may be starting again.
const patience = time.Minute

// follow prints the events of a run until its last.
func (a *api) follow(ctx context.Context, e swf.WorkflowExecution, interval time.Duration, print func(*swf.HistoryEvent) error) error {
	last, answered := int64(0), a.now()
	for {
		events, err := a.eventsAfter(ctx, e, last)
		switch {
		case err == nil:
			answered = a.now()
		case last == 0 || !unreachable(err) || a.now().Sub(answered) > patience:
			return err
		}
		for i := range events {
			if err := print(&events[i]); err != nil {
				return err
			}
			last = events[i].EventID
			if closes(events[i].Type()) {
				return nil
			}
		}
		if err := a.sleep(ctx, interval); err != nil {
			return err
		}
	}
}

// eventsAfter reads the events behind one, oldest first. It asks for the newest first and stops at what is known.
func (a *api) eventsAfter(ctx context.Context, e swf.WorkflowExecution, last int64) ([]swf.HistoryEvent, error) {
	in := swf.NewGetWorkflowExecutionHistoryInput(a.domain, e)
	in.ReverseOrder = last > 0
	var events []swf.HistoryEvent
	for event, err := range client.HistoryEvents(ctx, a.service, in) {
		if err != nil {
			return nil, err
		}
		if event.EventID <= last {
			break
		}
		events = append(events, event)
	}
	if in.ReverseOrder {
		slices.Reverse(events)
	}
	return events, nil
}

// closes reports whether an event ends a run.
func closes(t swf.EventType) bool {
	switch t {
	case swf.EventTypeWorkflowExecutionCompleted, swf.EventTypeWorkflowExecutionFailed, swf.EventTypeWorkflowExecutionCanceled,
		swf.EventTypeWorkflowExecutionTerminated, swf.EventTypeWorkflowExecutionTimedOut, swf.EventTypeWorkflowExecutionContinuedAsNew:
		return true
	}
	return false
}

func (c *cli) newExportCommand() *cobra.Command {
	var run, file string
	var force bool
	cmd := c.domainCommand(&cobra.Command{
		Use: "export WORKFLOW_ID", Short: "Write the history of a run as SWF's own JSON, to a file or to the standard output", Args: named("the workflowId"),
		Example: "  swfd history export greet-ada --file greet-ada.json",
	}, func(ctx context.Context, a *api, args []string) error {
		e, err := a.findRun(ctx, args[0], run)
		if err != nil {
			return err
		}
		if file == "" {
			return a.exportTo(ctx, e, a.cmd.OutOrStdout())
		}
		if err := a.exportFile(ctx, e, file, force); err != nil {
			return err
		}
		a.note("the history of %s, run %s, is in %s", e.WorkflowID, e.RunID, file)
		return nil
	})
	cmd.Flags().StringVar(&run, "run", "", "runId")
	cmd.Flags().StringVar(&file, "file", "", "file to write")
	cmd.Flags().BoolVar(&force, "force", false, "write over a file that is there")
	cmd.ValidArgsFunction = c.argument(openWorkflowIDs)
	return cmd
}

// exportTo writes a history as the service would answer it on one page, one event a line.
func (a *api) exportTo(ctx context.Context, e swf.WorkflowExecution, w io.Writer) error {
	p := a.progress(a.cmd.ErrOrStderr())
	defer p.done()
	out := bufio.NewWriter(w)
	n := 0
	for event, err := range a.events(ctx, e) {
		if err != nil {
			return err
		}
		line, err := event.MarshalJSON()
		if err != nil {
			return err
		}
		before := ",\n"
		if n == 0 {
			before = `{"events":[` + "\n"
		}
		if _, err := out.WriteString(before + string(line)); err != nil {
			return err
		}
		n++
		p.tell("%d events read", n)
	}
	if n == 0 {
		return fmt.Errorf("the service gave a history without events for run %s", e.RunID)
	}
	if _, err := out.WriteString("\n]}\n"); err != nil {
		return err
	}
	return out.Flush()
}

// exportFile writes a file that is whole or not there.
func (a *api) exportFile(ctx context.Context, e swf.WorkflowExecution, file string, force bool) (err error) {
	switch info, err := os.Stat(file); {
	case err == nil && info.IsDir():
		return usage("%s is a directory, and should be the file to write", file)
	case err == nil && !force:
		return usage("%s is there already: give another name, or --force to write over it", file)
	}
	temporary, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*")
	if failed := (*os.PathError)(nil); errors.As(err, &failed) {
		return usage("%s cannot be written: %w", file, failed.Err)
	}
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, temporary.Close(), os.Remove(temporary.Name()))
		}
	}()
	if err := a.exportTo(ctx, e, temporary); err != nil {
		return err
	}
	if err := errors.Join(temporary.Sync(), temporary.Close()); err != nil {
		return err
	}
	return os.Rename(temporary.Name(), file)
}

// largestHistory bounds a history file: 25,000 events of the largest kind, and more.
const largestHistory = 2 << 30

func (c *cli) newDrawCommand() *cobra.Command {
	var check bool
	cmd := &cobra.Command{
		Use: "show FILE", Short: "Draw a history out of a file, also one of Amazon's", Args: named("the file"),
		Long: `Draw a history out of a file as a timeline: one that swfd history export has written, or the AWS CLI
(aws swf get-workflow-execution-history), a list of events, or one event a line. - reads the standard input.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			h, err := readHistory(cmd, args[0])
			if err != nil {
				return err
			}
			draw := c.timeline(cmd.OutOrStdout())
			for i := range h.Events {
				if err := draw.Event(&h.Events[i]); err != nil {
					return err
				}
			}
			if h.More {
				fmt.Fprintf(cmd.ErrOrStderr(), "swfd: %s holds only a part of the history: it names a further page\n", fileName(args[0]))
			}
			if check {
				return judge(cmd, h)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&check, "check", false, "tell whether the history is lawful: whether SWF could have written it")
	return cmd
}

func readHistory(cmd *cobra.Command, name string) (*historyfile.History, error) {
	b, err := readFile(cmd, name, largestHistory)
	if err != nil {
		return nil, err
	}
	h, err := historyfile.Read(b)
	if err != nil {
		return nil, usage("%s: %w", fileName(name), err)
	}
	return h, nil
}

// judge prints what is unlawful in a history.
func judge(cmd *cobra.Command, h *historyfile.History) error {
	options := []historycheck.Option{historycheck.Lenient, historycheck.Prefix}
	if h.Events[0].EventID != 1 {
		options = append(options, historycheck.Page)
	}
	violations := historycheck.Check(h.Events, options...)
	out := cmd.OutOrStdout()
	if len(violations) == 0 {
		_, err := fmt.Fprintln(out, "\nThe history is lawful.")
		return err
	}
	if _, err := fmt.Fprintln(out, "\nThe history is unlawful:"); err != nil {
		return err
	}
	for _, v := range violations {
		if _, err := fmt.Fprintln(out, printable(v.String())); err != nil {
			return err
		}
	}
	return &ending{exitFound, errSaid}
}
