package execution_test

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/swf"
)

// do carries out one command of a scenario. An error means that the command is badly written; what SWF refuses is an
// outcome.
func (w *world) do(text string) error {
	target, rest := "", text
	if name, after, ok := strings.Cut(text, ": "); ok && !strings.ContainsAny(name, " \"") {
		target, rest = name, after
	}
	if n, after, ok := strings.Cut(text, " times: "); ok && isNumber(n) {
		return w.repeat(n, after)
	}
	if d, ok := strings.CutPrefix(rest, "+"); ok {
		passed, err := time.ParseDuration(d)
		w.pass(w.now.Add(passed))
		return err
	}
	if after, ok := strings.CutPrefix(rest, "decide"); ok {
		return w.onNamed(target, func(r *run) error { return w.decide(r, after) })
	}
	a, err := parseArguments(rest)
	if err != nil {
		return err
	}
	verb := a.next()
	if do, ok := worldCommands[verb]; ok {
		return do(w, target, a)
	}
	if do, ok := runCommands[verb]; ok {
		return w.onNamed(target, func(r *run) error { return do(w, r, a) })
	}
	do, ok := openRunCommands[verb]
	if !ok {
		return fmt.Errorf("there is no command %q", verb)
	}
	run, err := do(w, a)
	if err == nil {
		w.onOpen(target, run)
	}
	w.settle()
	return err
}

func (w *world) repeat(n, commands string) error {
	times, _ := strconv.Atoi(n)
	for range times {
		for command := range strings.SplitSeq(commands, " then ") {
			if err := w.do(command); err != nil {
				return fmt.Errorf("%s: %w", command, err)
			}
		}
	}
	return nil
}

// onNamed runs a command on the run that a scenario names: by runId; by workflowId, its open or latest run; not at all, the
// same of the first workflowId.
func (w *world) onNamed(target string, do func(*run) error) error {
	r := w.named(w.orFirst(target))
	if r == nil {
		return fmt.Errorf("no run %s", target)
	}
	err := do(r)
	w.settle()
	return err
}

// onOpen runs a command on a run that must be open. What the caller is told if it is not depends on how he named it.
func (w *world) onOpen(target string, do command) {
	target = w.orFirst(target)
	r := w.named(target)
	switch {
	case r == nil:
		w.refuse(execution.NoOpenExecution(target))
	case r.record.RunID == target:
		w.on(r, execution.UnknownExecution(executionOf(r)), do)
	default:
		w.on(r, execution.NoOpenExecution(target), do)
	}
}

func (w *world) orFirst(target string) string {
	if target == "" && len(w.runs) > 0 {
		return w.runs[0].record.WorkflowID
	}
	return target
}

// command is a command of the core on an open run.
type command = func(s *execution.State, f *execution.Facts) (execution.Change, error)

// worldCommands are not about one run. A run named before a poll's colon is the only one whose tasks it takes.
var worldCommands = map[string]func(w *world, target string, a *arguments) error{
	"start":        func(w *world, _ string, a *arguments) error { return w.start(a) },
	"poll":         (*world).poll,
	"register":     func(w *world, _ string, a *arguments) error { return w.register(a) },
	"deprecate":    func(w *world, _ string, a *arguments) error { return w.deprecate(a) },
	"limits":       func(w *world, _ string, a *arguments) error { return a.integersInto(&w.limits) },
	"lambda-on":    func(w *world, _ string, _ *arguments) error { w.lambda = true; return nil },
	"lambda-off":   func(w *world, _ string, _ *arguments) error { w.lambda = false; return nil },
	"lambda-busy":  func(w *world, _ string, _ *arguments) error { w.busy = true; return nil },
	"start-lambda": func(w *world, _ string, _ *arguments) error { return w.startLambda() },
	"hold":         func(w *world, _ string, _ *arguments) error { w.held = true; return nil },
	"release":      func(w *world, _ string, _ *arguments) error { w.held = false; w.settle(); return nil },
	"deliver":      func(w *world, _ string, _ *arguments) error { return w.deliverHeld() },
	"outbox":       func(w *world, _ string, _ *arguments) error { w.tellOutbox(); return nil },
	"clock-back":   func(w *world, _ string, a *arguments) error { return w.clockBack(a.next()) },
	"restart":      func(w *world, _ string, _ *arguments) error { return w.down("0s") },
	"down":         func(w *world, _ string, a *arguments) error { return w.down(a.next()) },
}

// openRunCommands name the run by workflowId or runId, as callers do.
var openRunCommands = map[string]func(w *world, a *arguments) (command, error){
	"signal":         (*world).signal,
	"request-cancel": (*world).requestCancel,
	"terminate":      (*world).terminate,
}

// runCommands are about one run, open or closed; most of them have a token of it.
var runCommands = map[string]func(w *world, r *run, a *arguments) error{
	"expire":          func(w *world, r *run, _ *arguments) error { return w.expire(r) },
	"describe":        func(w *world, r *run, _ *arguments) error { w.describe(r); return nil },
	"next-page":       (*world).nextPage,
	"heartbeat":       (*world).heartbeat,
	"complete":        (*world).complete,
	"fail":            (*world).fail,
	"canceled":        (*world).canceled,
	"complete-lambda": (*world).completeLambda,
	"fail-lambda":     (*world).failLambda,
}

func (w *world) start(a *arguments) error {
	in := swf.StartWorkflowExecutionInput{WorkflowType: swf.WorkflowType{Name: "order", Version: "1"}}
	workflowID := a.next()
	if err := a.into(&in); err != nil {
		return err
	}
	if w.openRun(workflowID) != nil {
		return errors.New("a run of that workflowId is open")
	}
	settings, missing := execution.Resolve(execution.Wanted{
		TaskList: in.TaskList, TaskPriority: in.TaskPriority, ExecutionTimeout: in.ExecutionStartToCloseTimeout,
		TaskTimeout: in.TaskStartToCloseTimeout, ChildPolicy: in.ChildPolicy, LambdaRole: in.LambdaRole,
	}, w.workflowTypes[in.WorkflowType].Defaults)
	if missing != execution.MissingNone {
		w.refuse(&swf.DefaultUndefinedFault{FaultDetail: swf.FaultDetail{Message: string(missing)}})
		return nil
	}
	w.open(execution.Begin(domain, w.runID(workflowID), execution.Start{
		WorkflowID: workflowID, Type: in.WorkflowType, Settings: settings, Input: in.Input, TagList: in.TagList,
	}, w.now))
	w.settle()
	return nil
}

func (w *world) register(a *arguments) error {
	switch kind := a.next(); kind {
	case "activity":
		t := &execution.ActivityTypeFacts{}
		name, version := nameAndVersion(a.next())
		w.activityTypes[swf.ActivityType{Name: name, Version: version}] = t
		return a.into(&t.Defaults)
	case "workflow":
		t := &execution.WorkflowTypeFacts{}
		name, version := nameAndVersion(a.next())
		w.workflowTypes[swf.WorkflowType{Name: name, Version: version}] = t
		return a.into(&t.Defaults)
	default:
		return fmt.Errorf("there are no %s types", kind)
	}
}

func (w *world) deprecate(a *arguments) error {
	kind := a.next()
	name, version := nameAndVersion(a.next())
	if t := w.activityTypes[swf.ActivityType{Name: name, Version: version}]; kind == "activity" && t != nil {
		t.Deprecated = true
		return nil
	}
	if t := w.workflowTypes[swf.WorkflowType{Name: name, Version: version}]; kind == "workflow" && t != nil {
		t.Deprecated = true
		return nil
	}
	return errors.New("there is no such type")
}

func nameAndVersion(text string) (name, version string) {
	name, version, _ = strings.Cut(text, "/")
	return name, version
}

func (w *world) deliverHeld() error {
	if !w.deliverOne() {
		return errors.New("no message waits")
	}
	return nil
}

// startLambda lets a worker take the next Lambda task, whatever else is held.
func (w *world) startLambda() error {
	if !w.callOne() {
		return errors.New("no Lambda task waits")
	}
	w.settle()
	return nil
}

// tellOutbox answers which messages wait, in order.
func (w *world) tellOutbox() {
	messages := []string{}
	for _, m := range w.outbox {
		messages = append(messages, reflect.TypeOf(m.Body).Elem().Name()+" to "+m.To)
	}
	w.answer(map[string]any{"messages": messages})
}

// down stops the world for a while, and starts it again from what is stored.
func (w *world) down(length string) error {
	d, err := time.ParseDuration(length)
	if err != nil {
		return err
	}
	w.now = w.now.Add(d)
	if err := w.restart(); err != nil {
		return err
	}
	w.settle()
	return nil
}

// clockBack sets the clock back, as a bad time server might.
func (w *world) clockBack(length string) error {
	d, err := time.ParseDuration(length)
	w.now = w.now.Add(-d)
	return err
}

func (w *world) signal(a *arguments) (command, error) {
	in := swf.SignalWorkflowExecutionInput{SignalName: a.next()}
	err := a.into(&in)
	return func(s *execution.State, f *execution.Facts) (execution.Change, error) {
		return s.Signal(w.now, f, in.SignalName, in.Input)
	}, err
}

func (w *world) requestCancel(a *arguments) (command, error) {
	return func(s *execution.State, f *execution.Facts) (execution.Change, error) {
		return s.RequestCancel(w.now, f)
	}, a.into(&swf.RequestCancelWorkflowExecutionInput{})
}

func (w *world) terminate(a *arguments) (command, error) {
	var in swf.TerminateWorkflowExecutionInput
	err := a.into(&in)
	return func(s *execution.State, f *execution.Facts) (execution.Change, error) {
		return s.Terminate(w.now, f, in.ChildPolicy, in.Reason, in.Details)
	}, err
}

func (w *world) expire(r *run) error {
	if r.state == nil {
		return errors.New("the run has closed")
	}
	w.commit(r, r.state.Expire(w.now, w.facts()))
	return nil
}
