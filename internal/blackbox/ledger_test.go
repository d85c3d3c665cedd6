package blackbox

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"

	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"

	"github.com/swfd/swfd/swf"
)

// seen is what the clients of all tests have met. It tells at the end what the suite has left out.
var seen = &ledger{met: map[string]bool{}, tokens: map[string]bool{}}

// ledger notes which operations succeeded, which decisions were made, and which faults, events and causes came back.
type ledger struct {
	mu     sync.Mutex
	met    map[string]bool
	tokens map[string]bool
}

// install makes a client write into the ledger.
func (l *ledger) install(stack *middleware.Stack) error {
	note := func(
		ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler,
	) (middleware.InitializeOutput, middleware.Metadata, error) {
		out, metadata, err := next.HandleInitialize(ctx, in)
		l.note(in.Parameters, out.Result, err)
		return out, metadata, err
	}
	return stack.Initialize.Add(middleware.InitializeMiddlewareFunc("swfd-ledger", note), middleware.Before)
}

func (l *ledger) note(in, result any, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	operation := strings.TrimSuffix(reflect.TypeOf(in).Elem().Name(), "Input")
	var fault smithy.APIError
	switch {
	case errors.As(err, &fault):
		l.met["fault "+fault.ErrorCode()] = true
		return
	case err != nil:
		return
	}
	l.met["operation "+operation] = true
	switch in := in.(type) {
	case *sdk.RespondDecisionTaskCompletedInput:
		for _, d := range in.Decisions {
			l.met["decision "+string(d.DecisionType)] = true
		}
	}
	switch out := result.(type) {
	case *sdk.PollForActivityTaskOutput:
		l.noteToken(out.TaskToken)
	case *sdk.PollForDecisionTaskOutput:
		l.noteToken(out.TaskToken)
		l.noteEvents(out.Events)
	case *sdk.GetWorkflowExecutionHistoryOutput:
		l.noteEvents(out.Events)
	}
}

func (l *ledger) noteToken(token *string) {
	if token != nil {
		l.tokens[strings.TrimRight(*token, "=")] = true
	}
}

// noteEvents notes the type of each event, and its cause or type of time-out.
func (l *ledger) noteEvents(events []types.HistoryEvent) {
	for i := range events {
		l.met["event "+string(events[i].EventType)] = true
		attributes := attributesOf(&events[i])
		for _, member := range []string{"Cause", "TimeoutType"} {
			if v := attributes.FieldByName(member); v.IsValid() && v.String() != "" {
				l.met[string(events[i].EventType)+" "+v.String()] = true
			}
		}
	}
}

// attributesOf is the attributes structure of an event.
func attributesOf(e *types.HistoryEvent) reflect.Value {
	return reflect.ValueOf(e).Elem().FieldByName(string(e.EventType) + "EventAttributes").Elem()
}

// holdsToken reports whether a line of a log holds a task token that a client has received.
func (l *ledger) holdsToken(line string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-"
	words := strings.FieldsFunc(line, func(r rune) bool { return !strings.ContainsRune(alphabet, r) })
	return slices.ContainsFunc(words, func(w string) bool { return l.tokens[w] })
}

// beyond are the parts of the API that cannot be met here: what needs permissions.
var beyond = []string{
	"fault OperationNotPermittedFault",
	"event RecordMarkerFailed",
}

// missing says which part of the API no test has met.
func (l *ledger) missing() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var errs []error
	for _, part := range offered() {
		if !l.met[part] && !slices.Contains(beyond, part) {
			errs = append(errs, fmt.Errorf("no test has met: %s", part))
		}
	}
	for _, part := range beyond {
		if l.met[part] {
			errs = append(errs, fmt.Errorf("thought to be beyond these tests, and yet met: %s", part))
		}
	}
	return errors.Join(errs...)
}

// offered lists the whole API: operations, decisions, faults, events, causes and time-outs.
func offered() []string {
	var parts []string
	for m := range reflect.TypeFor[swf.Service]().Methods() {
		parts = append(parts, "operation "+m.Name)
	}
	for _, d := range types.DecisionType("").Values() {
		parts = append(parts, "decision "+string(d))
	}
	for _, e := range types.EventType("").Values() {
		parts = append(parts, "event "+string(e))
	}
	for _, f := range []swf.Fault{
		&swf.DefaultUndefinedFault{}, &swf.DomainAlreadyExistsFault{}, &swf.DomainDeprecatedFault{}, &swf.LimitExceededFault{},
		&swf.OperationNotPermittedFault{}, &swf.TooManyTagsFault{}, &swf.TypeAlreadyExistsFault{}, &swf.TypeDeprecatedFault{},
		&swf.TypeNotDeprecatedFault{}, &swf.UnknownResourceFault{}, &swf.WorkflowExecutionAlreadyStartedFault{},
		&swf.ValidationException{},
	} {
		parts = append(parts, "fault "+f.FaultCode())
	}
	return append(parts, offeredCauses()...)
}

// offeredCauses lists each event with each of its causes or types of time-out, but for those that take permissions or a throttled Lambda
// task.
func offeredCauses() []string {
	var parts []string
	event := reflect.TypeFor[types.HistoryEvent]()
	for i := range event.NumField() {
		name, ok := strings.CutSuffix(event.Field(i).Name, "EventAttributes")
		if !ok {
			continue
		}
		for _, member := range []string{"Cause", "TimeoutType"} {
			f, ok := event.Field(i).Type.Elem().FieldByName(member)
			if !ok {
				continue
			}
			values := reflect.Zero(f.Type).MethodByName("Values").Call(nil)[0]
			for n := range values.Len() {
				if value := values.Index(n).String(); possible(value) {
					parts = append(parts, name+" "+value)
				}
			}
		}
	}
	return parts
}

func possible(value string) bool {
	switch value {
	case "OPERATION_NOT_PERMITTED", "LAMBDA_FUNCTION_CREATION_RATE_EXCEEDED":
		return false
	case "ACTIVITY_CREATION_RATE_EXCEEDED":
		return true
	}
	return true
}
