package execution_test

import (
	"bytes"
	"encoding/json"
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
	"start":      func(w *world, _ string, a *arguments) error { return w.start(a) },
	"poll":       (*world).poll,
	"register":   func(w *world, _ string, a *arguments) error { return w.register(a) },
	"deprecate":  func(w *world, _ string, a *arguments) error { return w.deprecate(a) },
	"limits":     func(w *world, _ string, a *arguments) error { return a.integersInto(&w.limits) },
	"lambda-on":  func(w *world, _ string, _ *arguments) error { w.lambda = true; return nil },
	"hold":       func(w *world, _ string, _ *arguments) error { w.held = true; return nil },
	"release":    func(w *world, _ string, _ *arguments) error { w.held = false; w.settle(); return nil },
	"deliver":    func(w *world, _ string, _ *arguments) error { return w.deliverHeld() },
	"clock-back": func(w *world, _ string, a *arguments) error { return w.clockBack(a.next()) },
	"restart":    func(w *world, _ string, _ *arguments) error { return w.down("0s") },
	"down":       func(w *world, _ string, a *arguments) error { return w.down(a.next()) },
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

// poll takes the next task of a list, "main" if none is named.
func (w *world) poll(target string, a *arguments) error {
	kind, list := a.next(), a.next()
	if list == "" {
		list = "main"
	}
	var in swf.PollForDecisionTaskInput
	if err := a.into(&in); err != nil {
		return err
	}
	if kind != "decision" && kind != "activity" {
		return fmt.Errorf("there are no %s tasks", kind)
	}
	var of *run
	if target != "" {
		of = w.named(target)
	}
	for {
		task, ok := w.claim(kind == "decision", list, of)
		switch {
		case !ok && kind == "decision":
			w.answer(map[string]any{"startedEventId": 0, "previousStartedEventId": 0})
		case !ok:
			w.answer(map[string]any{"startedEventId": 0})
		case w.startTask(task, in.Identity) != nil:
			continue // the offer was old, or the run has just closed: the poller takes the next
		}
		w.settle()
		return nil
	}
}

// startTask assigns a claimed task to the poller.
func (w *world) startTask(task listed, identity *string) error {
	r := task.run
	at := execution.Attempt{ScheduledID: task.ScheduledID, Nonce: w.nonce + 1}
	var reply map[string]any
	err := w.try(r, func(s *execution.State, f *execution.Facts) (execution.Change, error) {
		if task.Decision {
			d, c, err := s.StartDecisionTask(w.now, f, task.ScheduledID, identity)
			at.StartedID = d.StartedID
			reply = map[string]any{
				"startedEventId": d.StartedID, "previousStartedEventId": d.PreviousStartedID,
				"workflowExecution": d.Execution, "workflowType": d.Type,
			}
			return c, err
		}
		a, c, err := s.StartActivityTask(w.now, f, task.ScheduledID, identity)
		at.StartedID = a.StartedID
		reply = map[string]any{
			"startedEventId": a.StartedID, "activityId": a.ActivityID, "activityType": a.Type, "input": a.Input,
			"workflowExecution": a.Execution,
		}
		return c, err
	})
	if err != nil {
		return err
	}
	r.attempts[task.ScheduledID] = at
	if task.Decision {
		r.decision = at
	}
	w.answer(reply)
	return nil
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

// nextPage asks for more of the history of a decision task.
func (w *world) nextPage(r *run, a *arguments) error {
	at := r.decision
	if name := a.next(); name != "" {
		var err error
		if at, err = r.attempt(name); err != nil {
			return err
		}
	}
	var previous int64
	if w.onTask(r, func(s *execution.State, f *execution.Facts) (c execution.Change, err error) {
		previous, c, err = s.CheckDecisionTask(w.now, f, at)
		return c, err
	}) {
		w.answer(map[string]any{"startedEventId": at.StartedID, "previousStartedEventId": previous})
	}
	return nil
}

func (w *world) heartbeat(r *run, a *arguments) error {
	at, err := r.attempt(a.next())
	if err != nil {
		return err
	}
	var details *string
	if a.more() {
		details = new(a.next())
	}
	cancel := false
	if w.onTask(r, func(s *execution.State, f *execution.Facts) (c execution.Change, err error) {
		cancel, c, err = s.RecordHeartbeat(w.now, f, at, details)
		if err == nil && len(c.Events) == 0 && (len(c.Puts) != 1 || c.Puts[0].RowKey().ID != at.ScheduledID) {
			w.complain("a heartbeat writes more than the row of its activity")
		}
		return c, err
	}) {
		w.answer(map[string]any{"cancelRequested": cancel})
	}
	return nil
}

func (w *world) complete(r *run, a *arguments) error {
	var in swf.RespondActivityTaskCompletedInput
	return w.onAttempt(r, a, &in, func(s *execution.State, f *execution.Facts, at execution.Attempt) (execution.Change, error) {
		return s.CompleteActivityTask(w.now, f, at, in.Result)
	})
}

func (w *world) fail(r *run, a *arguments) error {
	var in swf.RespondActivityTaskFailedInput
	return w.onAttempt(r, a, &in, func(s *execution.State, f *execution.Facts, at execution.Attempt) (execution.Change, error) {
		return s.FailActivityTask(w.now, f, at, in.Reason, in.Details)
	})
}

func (w *world) canceled(r *run, a *arguments) error {
	var in swf.RespondActivityTaskCanceledInput
	return w.onAttempt(r, a, &in, func(s *execution.State, f *execution.Facts, at execution.Attempt) (execution.Change, error) {
		return s.CancelActivityTask(w.now, f, at, in.Details)
	})
}

func (w *world) onAttempt(r *run, a *arguments, in any,
	command func(*execution.State, *execution.Facts, execution.Attempt) (execution.Change, error)) error {
	at, err := r.attempt(a.next())
	if err != nil {
		return err
	}
	if err := a.into(in); err != nil {
		return err
	}
	w.onTask(r, func(s *execution.State, f *execution.Facts) (execution.Change, error) { return command(s, f, at) })
	return nil
}

func (w *world) completeLambda(r *run, a *arguments) error {
	id, err := r.lambda(a.next())
	if err != nil {
		return err
	}
	var in swf.RespondActivityTaskCompletedInput
	if err := a.into(&in); err != nil {
		return err
	}
	w.onTask(r, func(s *execution.State, f *execution.Facts) (execution.Change, error) {
		return s.CompleteLambda(w.now, f, id, in.Result)
	})
	return nil
}

func (w *world) failLambda(r *run, a *arguments) error {
	id, err := r.lambda(a.next())
	if err != nil {
		return err
	}
	var in swf.RespondActivityTaskFailedInput
	if err := a.into(&in); err != nil {
		return err
	}
	w.onTask(r, func(s *execution.State, f *execution.Facts) (execution.Change, error) {
		return s.FailLambda(w.now, f, id, in.Reason, in.Details)
	})
	return nil
}

// attempt finds the token of a task: "@5" by its ...Scheduled event, another name by activityId, the latest one handed out.
// "forged" after either spoils the token.
func (r *run) attempt(name string) (execution.Attempt, error) {
	name, forged := strings.CutSuffix(name, "(forged)")
	var at execution.Attempt
	found := false
	if number, ok := strings.CutPrefix(name, "@"); ok {
		id, _ := strconv.ParseInt(number, 10, 64)
		at, found = r.attempts[id]
	} else {
		for _, e := range r.history {
			a, ok := e.Attributes.(*swf.ActivityTaskScheduledEventAttributes)
			if token, handedOut := r.attempts[e.EventID]; ok && a.ActivityID == name && handedOut {
				at, found = token, true
			}
		}
	}
	if !found {
		return at, fmt.Errorf("no task %q was handed out", name)
	}
	if forged {
		at.Nonce++
	}
	return at, nil
}

// lambda finds the latest Lambda task of an id.
func (r *run) lambda(name string) (scheduledID int64, err error) {
	for _, e := range r.history {
		if a, ok := e.Attributes.(*swf.LambdaFunctionScheduledEventAttributes); ok && a.ID == name {
			scheduledID = e.EventID
		}
	}
	if scheduledID == 0 {
		return 0, fmt.Errorf("no Lambda task %q was scheduled", name)
	}
	return scheduledID, nil
}

// decide answers the running decision task, or the one named by "@<scheduledEventId>". The decisions stand between
// semicolons; one that begins with "with" holds members of the request itself.
func (w *world) decide(r *run, text string) error {
	at := r.decision
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "@") {
		name, rest, _ := strings.Cut(text, " ")
		var err error
		if at, err = r.attempt(name); err != nil {
			return err
		}
		text = rest
	}
	in := &swf.RespondDecisionTaskCompletedInput{}
	var facts []execution.DecisionFacts
	for _, part := range splitOutsideQuotes(text, ';') {
		if part == "" {
			continue
		}
		a, err := parseArguments(part)
		if err != nil {
			return err
		}
		kind := a.next()
		if kind == "with" {
			if err := a.into(in); err != nil {
				return err
			}
			continue
		}
		d, f, err := w.decision(r, swf.DecisionType(kind), a)
		if err != nil {
			return fmt.Errorf("%s: %w", kind, err)
		}
		in.Decisions, facts = append(in.Decisions, d), append(facts, f)
	}
	if err := execution.CheckDecisions(in); err != nil {
		w.refuse(err)
		return nil
	}
	w.onTask(r, func(s *execution.State, f *execution.Facts) (execution.Change, error) {
		f.Decisions = facts
		return s.CompleteDecisionTask(w.now, f, at, in)
	})
	return nil
}

// positional are the members of decisions that a scenario gives by place.
var positional = map[swf.DecisionType][]string{
	swf.DecisionTypeScheduleActivityTask:                   {"activityId"},
	swf.DecisionTypeRequestCancelActivityTask:              {"activityId"},
	swf.DecisionTypeRecordMarker:                           {"markerName"},
	swf.DecisionTypeStartTimer:                             {"timerId", "startToFireTimeout"},
	swf.DecisionTypeCancelTimer:                            {"timerId"},
	swf.DecisionTypeStartChildWorkflowExecution:            {"workflowId"},
	swf.DecisionTypeSignalExternalWorkflowExecution:        {"workflowId", "signalName"},
	swf.DecisionTypeRequestCancelExternalWorkflowExecution: {"workflowId"},
	swf.DecisionTypeScheduleLambdaFunction:                 {"id", "name"},
}

func (w *world) decision(r *run, kind swf.DecisionType, a *arguments) (swf.Decision, execution.DecisionFacts, error) {
	f := execution.DecisionFacts{Denied: a.flags["denied"], RateExceeded: a.flags["rate exceeded"]}
	attributes := swf.NewDecisionAttributes(kind)
	if attributes == nil {
		return swf.Decision{}, f, errors.New("SWF has no such decision")
	}
	if a.flags["no attributes"] {
		return swf.Decision{TypeWithoutAttributes: kind}, f, nil
	}
	for _, member := range positional[kind] {
		if a.more() {
			a.members[member] = a.next()
		}
	}
	switch d := attributes.(type) {
	case *swf.ScheduleActivityTaskDecisionAttributes:
		d.ActivityType = swf.ActivityType{Name: "work", Version: "1"}
	case *swf.StartChildWorkflowExecutionDecisionAttributes:
		d.WorkflowType = swf.WorkflowType{Name: "order", Version: "1"}
	}
	if err := a.into(attributes); err != nil {
		return swf.Decision{}, f, err
	}
	w.addFacts(r, attributes, &f)
	return swf.Decision{Attributes: attributes}, f, nil
}

// addFacts looks up what the engine would look up.
func (w *world) addFacts(r *run, attributes swf.DecisionAttributes, f *execution.DecisionFacts) {
	switch d := attributes.(type) {
	case *swf.ScheduleActivityTaskDecisionAttributes:
		f.ActivityType = w.activityTypes[d.ActivityType]
	case *swf.StartChildWorkflowExecutionDecisionAttributes:
		f.WorkflowType, f.NewRunID = w.workflowTypes[d.WorkflowType], w.runID(d.WorkflowID)
	case *swf.ContinueAsNewWorkflowExecutionDecisionAttributes:
		next := r.record.Type
		if d.WorkflowTypeVersion != nil {
			next.Version = *d.WorkflowTypeVersion
		}
		f.WorkflowType, f.NewRunID = w.workflowTypes[next], w.runID(r.record.WorkflowID)
	}
}

// arguments are the words of a command: those given by place, and name=value pairs. Both may be quoted. Words in
// parentheses at the end are flags, parted by commas.
type arguments struct {
	words   []string
	members map[string]any
	flags   map[string]bool
}

func parseArguments(text string) (*arguments, error) {
	a := &arguments{members: map[string]any{}, flags: map[string]bool{}}
	if before, flags, ok := strings.Cut(text, " ("); ok && strings.HasSuffix(flags, ")") {
		text = before
		for flag := range strings.SplitSeq(strings.TrimSuffix(flags, ")"), ", ") {
			a.flags[flag] = true
		}
	}
	for _, word := range splitOutsideQuotes(text, ' ') {
		if word == "" {
			continue
		}
		name, value, pair := strings.Cut(word, "=")
		if strings.HasPrefix(word, `"`) {
			name, value, pair = "", word, false
		}
		if !pair {
			value = word
		}
		if strings.HasPrefix(value, `"`) {
			var err error
			if value, err = strconv.Unquote(value); err != nil {
				return nil, fmt.Errorf("%s: %w", word, err)
			}
		}
		if pair {
			a.members[name] = value
		} else {
			a.words = append(a.words, value)
		}
	}
	return a, nil
}

func splitOutsideQuotes(text string, separator byte) []string {
	var parts []string
	quoted, from := false, 0
	for i := range len(text) {
		switch {
		case text[i] == '"' && (i == 0 || text[i-1] != '\\'):
			quoted = !quoted
		case text[i] == separator && !quoted:
			parts = append(parts, strings.TrimSpace(text[from:i]))
			from = i + 1
		}
	}
	return append(parts, strings.TrimSpace(text[from:]))
}

func (a *arguments) more() bool { return len(a.words) > 0 }

// next returns the next word given by place, "" if there is none.
func (a *arguments) next() string {
	if len(a.words) == 0 {
		return ""
	}
	word := a.words[0]
	a.words = a.words[1:]
	return word
}

// into fills the members of a request or decision. All words must have been used by then.
func (a *arguments) into(target any) error {
	if a.more() {
		return fmt.Errorf("what does %q mean here?", a.words[0])
	}
	for name, value := range a.members {
		text, _ := value.(string)
		switch name {
		case "taskList", "defaultTaskList":
			a.members[name] = map[string]any{"name": text}
		case "workflowType", "activityType":
			typeName, version := nameAndVersion(text)
			a.members[name] = map[string]any{"name": typeName, "version": version}
		case "tagList":
			a.members[name] = strings.Split(text, ",")
		}
	}
	encoded, err := json.Marshal(a.members)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(encoded))
	decoder.DisallowUnknownFields()
	return decoder.Decode(target)
}

// integersInto sets fields of limits by their names.
func (a *arguments) integersInto(target *execution.Limits) error {
	for name, value := range a.members {
		n, err := strconv.ParseInt(value.(string), 10, 64)
		field := reflect.ValueOf(target).Elem().FieldByName(name)
		if err != nil || !field.IsValid() {
			return fmt.Errorf("%s=%v is not a limit", name, value)
		}
		field.SetInt(n)
	}
	return nil
}
