package httpapi

import (
	"context"
	"reflect"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/awsjson"
	"github.com/swfd/swfd/swf"
)

// operation is an entry of the table of operations.
type operation struct {
	name   string
	effect effect
	serve  func(*exchange, access.Caller, awsjson.Document)
	// named is true if another attempt at a call must not take effect again, so that the service has to know which call it is.
	named bool
}

// once is the operation as one that takes effect once, in however many attempts a client makes its call.
func (o operation) once() operation {
	o.named = true
	return o
}

// operations lists all of SWF's operations by name.
var operations = table(
	op("CountClosedWorkflowExecutions", swf.Service.CountClosedWorkflowExecutions),
	op("CountOpenWorkflowExecutions", swf.Service.CountOpenWorkflowExecutions),
	op("CountPendingActivityTasks", swf.Service.CountPendingActivityTasks),
	op("CountPendingDecisionTasks", swf.Service.CountPendingDecisionTasks),
	op("DeleteActivityType", swf.Service.DeleteActivityType),
	op("DeleteWorkflowType", swf.Service.DeleteWorkflowType),
	op("DeprecateActivityType", swf.Service.DeprecateActivityType),
	op("DeprecateDomain", swf.Service.DeprecateDomain),
	op("DeprecateWorkflowType", swf.Service.DeprecateWorkflowType),
	op("DescribeActivityType", swf.Service.DescribeActivityType),
	op("DescribeDomain", swf.Service.DescribeDomain),
	op("DescribeWorkflowExecution", swf.Service.DescribeWorkflowExecution),
	op("DescribeWorkflowType", swf.Service.DescribeWorkflowType),
	op("GetWorkflowExecutionHistory", swf.Service.GetWorkflowExecutionHistory),
	op("ListActivityTypes", swf.Service.ListActivityTypes),
	op("ListClosedWorkflowExecutions", swf.Service.ListClosedWorkflowExecutions),
	op("ListDomains", swf.Service.ListDomains),
	op("ListOpenWorkflowExecutions", swf.Service.ListOpenWorkflowExecutions),
	op("ListTagsForResource", swf.Service.ListTagsForResource),
	op("ListWorkflowTypes", swf.Service.ListWorkflowTypes),
	op("PollForActivityTask", swf.Service.PollForActivityTask),
	op("PollForDecisionTask", swf.Service.PollForDecisionTask),
	op("RecordActivityTaskHeartbeat", swf.Service.RecordActivityTaskHeartbeat),
	op("RegisterActivityType", swf.Service.RegisterActivityType),
	op("RegisterDomain", swf.Service.RegisterDomain),
	op("RegisterWorkflowType", swf.Service.RegisterWorkflowType),
	op("RequestCancelWorkflowExecution", swf.Service.RequestCancelWorkflowExecution).once(),
	op("RespondActivityTaskCanceled", swf.Service.RespondActivityTaskCanceled).once(),
	op("RespondActivityTaskCompleted", swf.Service.RespondActivityTaskCompleted).once(),
	op("RespondActivityTaskFailed", swf.Service.RespondActivityTaskFailed).once(),
	op("RespondDecisionTaskCompleted", swf.Service.RespondDecisionTaskCompleted).once(),
	op("SignalWorkflowExecution", swf.Service.SignalWorkflowExecution).once(),
	op("StartWorkflowExecution", swf.Service.StartWorkflowExecution).once(),
	op("TagResource", swf.Service.TagResource),
	op("TerminateWorkflowExecution", swf.Service.TerminateWorkflowExecution).once(),
	op("UndeprecateActivityType", swf.Service.UndeprecateActivityType),
	op("UndeprecateDomain", swf.Service.UndeprecateDomain),
	op("UndeprecateWorkflowType", swf.Service.UndeprecateWorkflowType),
	op("UntagResource", swf.Service.UntagResource),
)

func table(ops ...operation) map[string]operation {
	m := make(map[string]operation, len(ops))
	for _, o := range ops {
		m[o.name] = o
	}
	return m
}

// op makes the entry of an operation from its method.
func op[In, Out any](name string, call func(swf.Service, context.Context, *In) (*Out, error)) operation {
	token, hasToken := reflect.TypeFor[In]().FieldByName("TaskToken")
	void := reflect.TypeFor[Out]().NumField() == 1 // the embedded swf.Response, which is not on the wire
	s := signature[In, Out]{name: name, call: call, tokenField: -1, domain: domainMember(name, reflect.TypeFor[In]()), void: void}
	if hasToken {
		s.tokenField = token.Index[0]
	}
	return operation{name: name, effect: effectOf(name), serve: s.serve}
}

// signature is what serve needs to know of an operation.
type signature[In, Out any] struct {
	name string
	call func(swf.Service, context.Context, *In) (*Out, error)
	// tokenField is the place of the input's TaskToken, -1 if it has none.
	tokenField int
	domain     member
	void       bool
}

// serve carries out one operation, whichever it is: decode and validate, open the token, authorise, throttle, wait for a place, call,
// encode.
func (s signature[In, Out]) serve(e *exchange, caller access.Caller, document awsjson.Document) {
	in := new(In)
	if err := s.admit(e, &caller, document, in); err != nil {
		e.fault(err)
		return
	}
	out, err := s.carryOut(e, caller, in)
	switch {
	case err != nil:
		e.fault(err)
	case s.void:
		e.reply(nil)
	default:
		e.assigned = e.effect == polls && assigns(in, out)
		b := buffers.get()
		defer buffers.put(b)
		b.bytes = awsjson.Append(b.bytes, out)
		e.reply(b.bytes)
	}
}

// carryOut makes the call. A poll may wait for a minute. Who may no longer poll by then gets no task: the poll ends as if none had come, and
// the next one is refused.
func (s signature[In, Out]) carryOut(e *exchange, caller access.Caller, in *In) (*Out, error) {
	ctx := e.r.Context()
	if e.effect != polls {
		return s.call(e.h.Service(caller), ctx, in)
	}
	ctx, stop := e.h.Door.While(ctx, caller, s.name, in)
	defer stop()
	out, err := s.call(e.h.Service(caller), ctx, in)
	if err != nil && ctx.Err() != nil && e.r.Context().Err() == nil {
		return new(Out), nil
	}
	return out, err
}

// admit returns nil when the call may be made, and it is its turn.
func (s signature[In, Out]) admit(e *exchange, caller *access.Caller, document awsjson.Document, in *In) error {
	err := s.authorize(e, caller, document, in)
	if err := e.throttle(*caller, in, err); err != nil {
		return err
	}
	if e.effect == polls {
		e.releaseMemory()
		return e.beginPoll(*caller)
	}
	return e.takePlace(*caller)
}

// authorize decodes the input, opens its token, and returns nil if the caller may do what it asks.
func (s signature[In, Out]) authorize(e *exchange, caller *access.Caller, document awsjson.Document, in *In) error {
	if err := document.Decode(in); err != nil {
		return err
	}
	e.releaseBody()
	if s.tokenField >= 0 {
		task, err := e.h.OpenTask(reflect.ValueOf(in).Elem().Field(s.tokenField).String())
		if err != nil {
			return &swf.ValidationException{FaultDetail: swf.FaultDetail{Message: "Invalid token"}}
		}
		caller.Task = &task
	}
	e.domain = e.domainOf(*caller, s.domain, in)
	return e.h.Door.Authorize(*caller, s.name, in)
}
