package access

import (
	"reflect"
	"slices"

	"github.com/swfd/swfd/internal/policy"
	"github.com/swfd/swfd/swf"
)

// action is one of IAM's, with its name as messages write it.
type action struct {
	policy.Action
	name string
}

func newAction(name string) action { return action{policy.ActionOf(name), name} }

// actions are those of SWF by the names of the operations and decisions that they are about.
var actions = func() map[string]action {
	known := map[string]action{}
	service := reflect.TypeFor[swf.Service]()
	for i := range service.NumMethod() {
		known[service.Method(i).Name] = newAction("swf:" + service.Method(i).Name)
	}
	for _, name := range swf.DecisionType("").Values() {
		// The role of a run, not IAM's actions, says what Lambda functions it may call.
		if name != string(swf.DecisionTypeScheduleLambdaFunction) {
			known[name] = newAction("swf:" + name)
		}
	}
	return known
}()

// What some calls need besides an action of their own.
var (
	actionTagResource = actions["TagResource"]
	actionPassRole    = newAction("iam:PassRole")
)

// Actions are the names of SWF's actions in order, such as swf:StartTimer.
func Actions() []string {
	var names []string
	for _, a := range actions {
		names = append(names, a.name)
	}
	return slices.Sorted(slices.Values(names))
}
