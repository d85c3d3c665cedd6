package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/swf"
)

// each is a command on open runs: on those that are named, on those of a list, or on all that a filter selects.
type each struct {
	verb, done string
	// do acts on a run; runID is nil where the open run of the workflowId is meant.
	do func(ctx context.Context, a *api, workflowID string, runID *string) error

	filter  filter
	run     string
	from    string
	all     bool
	yes     bool
	targets []target
	// named is true if the targets were named one by one: then each should be there.
	named bool
}

// target is a run to act on.
type target struct {
	workflowID string
	runID      *string
}

func (e *each) add(c *cli, cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&e.run, "run", "", "runId, if not the open run of the workflowId is meant")
	e.filter.add(c, cmd)
	flags.BoolVar(&e.all, "all", false, "all open runs of the domain")
	flags.StringVar(&e.from, "from", "", "JSON file with the runs, as swfd list or the AWS CLI prints it; - is the standard input")
	flags.BoolVar(&e.yes, "yes", false, "do not ask")
	cmd.ValidArgsFunction = c.names(openWorkflowIDs)
}

// carryOut finds the runs that are meant, asks if they were not named one by one, and acts on each.
func (e *each) carryOut(ctx context.Context, a *api, args []string) error {
	ask, err := e.find(ctx, a, args)
	if err != nil {
		return err
	}
	if len(e.targets) == 0 {
		return a.say("There is no such run.")
	}
	if ask {
		question := fmt.Sprintf("%s %s of domain %s at %s?", e.verb, counted(len(e.targets), "open run"), a.domain, a.at)
		if err := a.confirm(a.cmd, e.yes, question); err != nil {
			return err
		}
	}
	if !ask && len(e.targets) == 1 {
		if err := e.do(ctx, a, e.targets[0].workflowID, e.targets[0].runID); err != nil {
			return err
		}
		return a.say("%s %s.", e.done, e.targets[0].workflowID)
	}
	return e.every(ctx, a)
}

// find collects the runs, and reports whether there must be a question: they were not named.
func (e *each) find(ctx context.Context, a *api, args []string) (ask bool, err error) {
	filtered := e.filter.given(a.cmd) || e.all
	ways := 0
	for _, way := range []bool{len(args) > 0, filtered, e.from != ""} {
		if way {
			ways++
		}
	}
	switch {
	case ways == 0:
		return false, usage("which runs are meant? Name workflowIds, or give a filter, --from FILE, or --all")
	case ways > 1:
		return false, usage("name workflowIds, or give a filter, or --from FILE: not several of them")
	case e.run != "" && len(args) != 1:
		return false, usage("--run goes with one workflowId")
	case len(args) > 0:
		for _, id := range args {
			e.targets = append(e.targets, target{id, optional(a.cmd, "run", e.run)})
		}
		e.named = true
		return false, nil
	case e.from != "":
		return true, e.read(a)
	}
	if err := e.filter.resolve(a.cmd, a.now()); err != nil {
		return false, err
	}
	found, _, err := e.filter.list(ctx, a, 0)
	for _, i := range found {
		e.targets = append(e.targets, target{i.Execution.WorkflowID, &i.Execution.RunID})
	}
	return true, err
}

// largestList bounds a file of runs.
const largestList = 1 << 30

// read takes the open runs of a file.
func (e *each) read(a *api) error {
	b, err := readFile(a.cmd, e.from, largestList)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(b))
	if !decoder.More() {
		return usage("%s is empty, and should be a list of runs", fileName(e.from))
	}
	for decoder.More() {
		var page struct {
			ExecutionInfos *[]swf.WorkflowExecutionInfo
		}
		if err := decoder.Decode(&page); err != nil || page.ExecutionInfos == nil {
			return usage("%s is no list of runs: it should be JSON with a list \"executionInfos\", as swfd list --output json prints it", fileName(e.from))
		}
		for _, i := range *page.ExecutionInfos {
			if i.ExecutionStatus != swf.ExecutionStatusClosed {
				e.targets = append(e.targets, target{i.Execution.WorkflowID, &i.Execution.RunID})
			}
		}
	}
	return nil
}

// every acts on every target. A run of a list that has closed meanwhile is no failure; another refusal is told and does not stop the rest.
func (e *each) every(ctx context.Context, a *api) error {
	p := a.progress(a.cmd.ErrOrStderr())
	defer p.done()
	done, gone, failed := 0, 0, 0
	for i, t := range e.targets {
		err := e.do(ctx, a, t.workflowID, t.runID)
		var unknown *swf.UnknownResourceFault
		var fault swf.Fault
		switch {
		case err == nil:
			done++
		case errors.As(err, &unknown) && !e.named:
			gone++
		case errors.As(err, &fault):
			failed++
			p.done()
			a.note("%s: %s", t.workflowID, oneLine(err.Error()))
		default:
			return fmt.Errorf("after %d of %s: %w", i, counted(len(e.targets), "run"), err)
		}
		p.tell("%d of %d runs", i+1, len(e.targets))
	}
	p.done()
	text := fmt.Sprintf("%s %s", e.done, counted(done, "run"))
	if gone > 0 {
		text += fmt.Sprintf("; %d had closed already", gone)
	}
	if failed > 0 {
		text += "; " + wereRefused(failed)
	}
	if err := a.say("%s.", text); err != nil {
		return err
	}
	if failed > 0 {
		return &ending{exitRefused, errSaid}
	}
	return nil
}

func wereRefused(n int) string {
	if n == 1 {
		return "1 was refused"
	}
	return fmt.Sprintf("%d were refused", n)
}

// counted is a number and a noun.
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func (c *cli) newSignalCommand() *cobra.Command {
	e := &each{verb: "Signal", done: "Signaled"}
	var name, input string
	var text *string
	cmd := c.domainCommand(&cobra.Command{
		Use: "signal [WORKFLOW_ID...] --name SIGNAL", Short: "Send a signal to open runs",
		Example: "  swfd signal greet-ada --name wake --input now\n  swfd signal --tag urgent --name pause",
	}, func(ctx context.Context, a *api, args []string) (err error) {
		if name == "" {
			return usage("what is the signal's name? Give --name SIGNAL")
		}
		if text, err = payload(a.cmd, "input", input); err != nil {
			return err
		}
		return e.carryOut(ctx, a, args)
	})
	e.do = func(ctx context.Context, a *api, workflowID string, runID *string) error {
		in := swf.NewSignalWorkflowExecutionInput(a.domain, workflowID, name)
		in.RunID, in.Input = runID, text
		_, err := a.service.SignalWorkflowExecution(ctx, in)
		return err
	}
	e.add(c, cmd)
	cmd.Flags().StringVar(&name, "name", "", "name of the signal")
	cmd.Flags().StringVar(&input, "input", "", "text for the decider; @FILE takes it from a file, - from the standard input")
	return cmd
}

func (c *cli) newCancelCommand() *cobra.Command {
	e := &each{verb: "Request cancellation of", done: "Requested cancellation of"}
	cmd := c.domainCommand(&cobra.Command{
		Use: "cancel [WORKFLOW_ID...]", Short: "Ask open runs to cancel themselves; what follows is up to their deciders",
		Example: "  swfd cancel greet-ada\n  swfd cancel --type greeting:1 --started-before 3d",
	}, e.carryOut)
	e.do = func(ctx context.Context, a *api, workflowID string, runID *string) error {
		in := swf.NewRequestCancelWorkflowExecutionInput(a.domain, workflowID)
		in.RunID = runID
		_, err := a.service.RequestCancelWorkflowExecution(ctx, in)
		return err
	}
	e.add(c, cmd)
	return cmd
}

func (c *cli) newTerminateCommand() *cobra.Command {
	e := &each{verb: "Terminate", done: "Terminated"}
	var reason, details, policy string
	cmd := c.domainCommand(&cobra.Command{
		Use: "terminate [WORKFLOW_ID...]", Short: "Close open runs by force, without asking their deciders",
		Example: "  swfd terminate greet-ada --reason \"a test\"\n  swfd list --tag test --output json | swfd terminate --from - --yes",
	}, e.carryOut)
	e.do = func(ctx context.Context, a *api, workflowID string, runID *string) error {
		in := swf.NewTerminateWorkflowExecutionInput(a.domain, workflowID)
		in.RunID, in.ChildPolicy = runID, swf.ChildPolicy(policy)
		in.Reason, in.Details = optional(a.cmd, "reason", reason), optional(a.cmd, "details", details)
		_, err := a.service.TerminateWorkflowExecution(ctx, in)
		return err
	}
	e.add(c, cmd)
	cmd.Flags().StringVar(&reason, "reason", "", "short text that tells why")
	cmd.Flags().StringVar(&details, "details", "", "more text")
	cmd.Flags().StringVar(&policy, "child-policy", "", "what becomes of open children, instead of the run's own policy")
	c.complete(cmd, "child-policy", swf.ChildPolicy("").Values()...)
	return cmd
}
