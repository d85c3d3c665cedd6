package engine

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/mutant"
	"github.com/swfd/swfd/internal/throttle"
	"github.com/swfd/swfd/swf"
)

// facts are what any command on a run of the domain needs to know.
func (e *Engine) facts(domain uint32) execution.Facts {
	return execution.Facts{
		Limits:          e.limits.Execution,
		OpenWorkflows:   e.open.count(domain),
		LambdaAvailable: e.lambdas.backend != nil,
	}
}

// decisionFacts prepares what each decision needs to know: the verdict, the type it names, a runId for the run it may open.
func (c *Calls) decisionFacts(s *execution.State, decisions []swf.Decision) []execution.DecisionFacts {
	d := c.registry.number(c.caller.Task.Domain)
	tags := d.info().Tags
	facts := make([]execution.DecisionFacts, len(decisions))
	for i, decision := range decisions {
		f := &facts[i]
		asked := access.Decision{Decision: decision, Domain: d.full(), ResourceTags: tags}
		switch a := decision.Attributes.(type) {
		case *swf.ScheduleActivityTaskDecisionAttributes:
			f.ActivityType = activityFacts(d.activityType(a.ActivityType))
			if f.ActivityType != nil {
				asked.DefaultTaskList = f.ActivityType.Defaults.DefaultTaskList
			}
		case *swf.StartChildWorkflowExecutionDecisionAttributes:
			f.WorkflowType = workflowFacts(d.workflowType(a.WorkflowType))
			f.NewRunID = c.newRunID()
		case *swf.ContinueAsNewWorkflowExecutionDecisionAttributes:
			next := s.Header().Type
			if v := a.WorkflowTypeVersion; v != nil && *v != "" {
				next.Version = *v
			}
			f.WorkflowType = workflowFacts(d.workflowType(next))
			f.NewRunID = c.newRunID()
		}
		if f.WorkflowType != nil {
			asked.DefaultTaskList = f.WorkflowType.Defaults.DefaultTaskList
		}
		f.Denied = !c.permissions.MayDecide(c.caller, asked)
		if mutant.Is(mutant.FirstVerdict) {
			f.Denied = facts[0].Denied
		}
		f.RateExceeded = !f.Denied && !c.mayDecideNow(&asked)
	}
	return facts
}

// mayDecideNow takes the tokens of a decision, and reports false if there are none.
func (c *Calls) mayDecideNow(d *access.Decision) bool {
	of := throttle.Of{Account: d.Domain.Account, Region: d.Domain.Region, Domain: d.Domain.Name}
	if a, ok := d.Attributes.(*swf.ScheduleActivityTaskDecisionAttributes); ok {
		switch {
		case a.TaskList != nil:
			of.Name = a.TaskList.Name
		case d.DefaultTaskList != nil:
			of.Name = d.DefaultTaskList.Name
		}
	}
	return c.throttle.Decision(d.Type(), of)
}

func activityFacts(t *activityType) *execution.ActivityTypeFacts {
	if t == nil {
		return nil
	}
	return &execution.ActivityTypeFacts{Deprecated: t.DeprecatedAt != nil, Defaults: t.Defaults}
}

func workflowFacts(t *workflowType) *execution.WorkflowTypeFacts {
	if t == nil {
		return nil
	}
	return &execution.WorkflowTypeFacts{Deprecated: t.DeprecatedAt != nil, Defaults: t.Defaults}
}

// newRunID makes a runId in SWF's shape: two digits and 32 random bytes in base64, 46 characters.
func (e *Engine) newRunID() string {
	var b [32]byte
	e.draw(b[:])
	return "22" + base64.StdEncoding.EncodeToString(b[:])
}

// newNonce draws the number that binds a task token to one attempt.
func (e *Engine) newNonce() uint64 {
	var b [8]byte
	e.draw(b[:])
	return binary.LittleEndian.Uint64(b[:])
}

// draw fills b with random bytes. Without them nothing can be kept apart, and crypto/rand never fails.
func (e *Engine) draw(b []byte) {
	if _, err := io.ReadFull(e.random, b); err != nil {
		panic(fmt.Errorf("random bytes: %w", err))
	}
}
