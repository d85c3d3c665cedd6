package bench

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/swfd/swfd/swf"
)

// Domain is the domain that everything happens in.
const Domain = "swfd-bench"

var (
	workflowType = swf.WorkflowType{Name: "bench", Version: "1"}
	activityType = swf.ActivityType{Name: "bench", Version: "1"}
)

// newID names a run of a scenario. Task lists have it in their names, so that no task of an earlier run comes in between.
func newID() string {
	var b [6]byte
	rand.Read(b[:])
	return fmt.Sprintf("%x", b)
}

func (r *Run) deciders() swf.TaskList { return swf.TaskList{Name: "deciders-" + r.id} }
func (r *Run) workers() swf.TaskList  { return swf.TaskList{Name: "workers-" + r.id} }

// register brings the domain and the types about.
func (r *Run) register(ctx context.Context) error {
	domain := swf.NewRegisterDomainInput(Domain, "1")
	domain.Description = new("made by swfd bench")
	_, err := r.Service.RegisterDomain(ctx, domain)
	if err := unlessThere[*swf.DomainAlreadyExistsFault](err); err != nil {
		return fmt.Errorf("register the domain %s: %w", Domain, err)
	}
	workflow := swf.NewRegisterWorkflowTypeInput(Domain, workflowType.Name, workflowType.Version)
	_, err = r.Service.RegisterWorkflowType(ctx, workflow)
	if err := unlessThere[*swf.TypeAlreadyExistsFault](err); err != nil {
		return fmt.Errorf("register the workflow type %s: %w", workflowType.Name, err)
	}
	activity := swf.NewRegisterActivityTypeInput(Domain, activityType.Name, activityType.Version)
	_, err = r.Service.RegisterActivityType(ctx, activity)
	if err := unlessThere[*swf.TypeAlreadyExistsFault](err); err != nil {
		return fmt.Errorf("register the activity type %s: %w", activityType.Name, err)
	}
	return nil
}

func unlessThere[Fault error](err error) error {
	if fault := *new(Fault); errors.As(err, &fault) {
		return nil
	}
	return err
}

// workflowID names a workflow of this run.
func (r *Run) workflowID(n int64) string { return fmt.Sprintf("%s-%d", r.id, n) }

// errStrange is what an answer gives that lacks what SWF's has.
var errStrange = errors.New("this is no answer of SWF's")

// start starts a workflow and returns its run.
func (r *Run) start(ctx context.Context, workflowID string, tags ...string) (swf.WorkflowExecution, error) {
	list := r.deciders()
	in := swf.NewStartWorkflowExecutionInput(Domain, workflowID, workflowType)
	in.TaskList, in.TagList = &list, tags
	in.ExecutionStartToCloseTimeout, in.TaskStartToCloseTimeout = new("86400"), new("NONE")
	in.ChildPolicy = swf.ChildPolicyTerminate
	out, err := r.Service.StartWorkflowExecution(ctx, in)
	switch {
	case err != nil:
		return swf.WorkflowExecution{}, err
	case out.RunID == nil:
		return swf.WorkflowExecution{}, fmt.Errorf("%w: a run without a runId", errStrange)
	}
	return swf.WorkflowExecution{WorkflowID: workflowID, RunID: *out.RunID}, nil
}

// decide completes a decision task.
func (r *Run) decide(ctx context.Context, token string, decisions ...swf.DecisionAttributes) error {
	in := swf.NewRespondDecisionTaskCompletedInput(token)
	for _, d := range decisions {
		in.Decisions = append(in.Decisions, swf.Decision{Attributes: d})
	}
	_, err := r.Service.RespondDecisionTaskCompleted(ctx, in)
	return err
}

// schedule is the decision to let an activity be done.
func (r *Run) schedule(activityID string) swf.DecisionAttributes {
	list := r.workers()
	return &swf.ScheduleActivityTaskDecisionAttributes{
		ActivityType: activityType, ActivityID: activityID, TaskList: &list,
		HeartbeatTimeout: new("NONE"), ScheduleToStartTimeout: new("NONE"), StartToCloseTimeout: new("NONE"), ScheduleToCloseTimeout: new("NONE"),
	}
}

func (r *Run) complete(ctx context.Context, token string) error {
	_, err := r.Service.RespondActivityTaskCompleted(ctx, swf.NewRespondActivityTaskCompletedInput(token))
	return err
}

// terminate ends a run that the scenario has left open.
func (r *Run) terminate(ctx context.Context, run swf.WorkflowExecution) error {
	in := swf.NewTerminateWorkflowExecutionInput(Domain, run.WorkflowID)
	in.RunID = &run.RunID
	_, err := r.Service.TerminateWorkflowExecution(ctx, in)
	return err
}

// cleanUpTime is how long a scenario that has failed tries to terminate what it leaves open.
const cleanUpTime = 5 * time.Second

// leave terminates runs when what was done with them has ended, with an error or without. After an error, which it returns, it does what can be
// done soon: perhaps it is the service that has failed.
func (r *Run) leave(ctx context.Context, err error, runs ...swf.WorkflowExecution) error {
	if err != nil {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(context.WithoutCancel(ctx), cleanUpTime)
		defer stop()
	}
	for _, run := range runs {
		if end := r.terminate(ctx, run); end != nil {
			return cmp.Or(err, end)
		}
	}
	return err
}
