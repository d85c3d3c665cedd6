package httpapi

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/swfd/swfd/swf"
)

// TestEveryOperationIsInTheTable, once, under the name of its method.
func TestEveryOperationIsInTheTable(t *testing.T) {
	service := reflect.TypeFor[swf.Service]()
	if len(operations) != service.NumMethod() {
		t.Errorf("%d operations, and the service has %d", len(operations), service.NumMethod())
	}
	for i := range service.NumMethod() {
		if name := service.Method(i).Name; operations[name].name != name {
			t.Errorf("%s is not in the table", name)
		}
	}
}

// TestEveryOperationCallsItsOwnMethod and no other.
func TestEveryOperationCallsItsOwnMethod(t *testing.T) {
	d := newDoor(t)
	h := NewHandler(d.Config)
	for name := range operations {
		status, reply := call(h, name, validInput(t, d, name))
		if status != 200 {
			t.Errorf("%s: %d %s", name, status, reply)
		}
		if seen := d.service.calls(); len(seen) != 1 || !strings.Contains(seen[0], ": "+name+" {") {
			t.Errorf("%s reaches %s", name, seen)
		}
	}
}

// void are the operations without output.
var void = []string{
	"DeleteActivityType", "DeleteWorkflowType", "DeprecateActivityType", "DeprecateDomain", "DeprecateWorkflowType",
	"RegisterActivityType", "RegisterDomain", "RegisterWorkflowType", "RequestCancelWorkflowExecution", "RespondActivityTaskCanceled",
	"RespondActivityTaskCompleted", "RespondActivityTaskFailed", "RespondDecisionTaskCompleted", "SignalWorkflowExecution", "TagResource",
	"TerminateWorkflowExecution", "UndeprecateActivityType", "UndeprecateDomain", "UndeprecateWorkflowType", "UntagResource",
}

func TestVoidOperationsReplyWithoutABody(t *testing.T) {
	d := newDoor(t)
	h := NewHandler(d.Config)
	for name := range operations {
		_, reply := call(h, name, validInput(t, d, name))
		if isVoid := slices.Contains(void, name); isVoid != (reply == "") {
			t.Errorf("%s replies %q", name, reply)
		}
	}
}

// later are the operations that a later milestone brings. They are known, and their requests are checked like all others; until then the
// engine refuses them with an UnknownOperationException.
var later = []string{
	"ListOpenWorkflowExecutions", "ListClosedWorkflowExecutions", "CountOpenWorkflowExecutions", "CountClosedWorkflowExecutions",
	"TagResource", "UntagResource", "ListTagsForResource",
}

func TestLaterOperationsAreUnknown(t *testing.T) {
	d := newDoor(t)
	h := NewHandler(d.Config)
	for _, name := range later {
		d.service.answers(name, func(context.Context, any) error { return &swf.UnknownOperationException{} })
		status, reply := call(h, name, validInput(t, d, name))
		if status != 400 || reply != `{"__type":"com.amazon.coral.service#UnknownOperationException"}` {
			t.Errorf("%s: %d %s", name, status, reply)
		}
		if status, reply = call(h, name, `{}`); status != 400 || !strings.Contains(reply, "#ValidationException") {
			t.Errorf("%s {}: %d %s", name, status, reply)
		}
	}
}

// TestRequestsDoNotMix: what one request holds never shows in another, though they share buffers.
func TestRequestsDoNotMix(t *testing.T) {
	d := newDoor(t)
	d.NewRequestID = NewRequestID
	d.service.answers("StartWorkflowExecution", func(context.Context, any) error { return nil })
	h := NewHandler(d.Config)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for n := range 200 {
				name := strings.Repeat(fmt.Sprint(i), 1+n%300)
				status, reply := call(h, "DescribeDomain", `{"name":"`+name+`"}`)
				switch {
				case len(name) <= 256 && status != 200:
					t.Errorf("%d: %s", status, reply)
				case len(name) > 256 && !strings.Contains(reply, "Value '"+name+"' at 'name'"):
					t.Errorf("%s got %s", name, reply)
				}
			}
		})
	}
	wg.Wait()
	for _, seen := range d.service.calls() {
		name := seen[strings.Index(seen, `"name":"`)+8:]
		if strings.Trim(name, name[:1]) != `"}` {
			t.Errorf("the service saw %s", seen)
		}
	}
}
