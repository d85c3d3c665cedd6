package historycheck

import (
	"reflect"
	"slices"
	"strings"

	"github.com/swfd/swfd/swf"
)

// shapes remembers what the attributes structures look like, by their type.
type shapes map[reflect.Type][]member

// member is a member of a structure.
type member struct {
	name  string
	index int
	// required is true if SWF always writes the member.
	required bool
	// values are the legal values of an enumeration.
	values []string
	// inner are the members of a structure.
	inner []member
	// event is true if the member is the id of another event of this history.
	event bool
}

func (s shapes) of(t reflect.Type) []member {
	if members, ok := s[t]; ok {
		return members
	}
	members := membersOf(t)
	s[t] = members
	return members
}

func membersOf(t reflect.Type) []member {
	var members []member
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" {
			continue
		}
		options := strings.Split(f.Tag.Get("swf"), ",")
		m := member{name: name, index: i, required: slices.Contains(options, "required"), event: isReference(name)}
		ft := f.Type
		if ft.Kind() == reflect.Pointer {
			ft = ft.Elem()
		}
		if e, ok := reflect.Zero(ft).Interface().(interface{ Values() []string }); ok {
			m.values = e.Values()
		}
		if ft.Kind() == reflect.Struct {
			m.inner = membersOf(ft)
		}
		members = append(members, m)
	}
	return members
}

// alwaysWritten are members that the model calls optional and SWF always writes.
var alwaysWritten = map[swf.EventType][]string{
	swf.EventTypeWorkflowExecutionStarted:             {"executionStartToCloseTimeout", "taskStartToCloseTimeout"},
	swf.EventTypeWorkflowExecutionContinuedAsNew:      {"executionStartToCloseTimeout", "taskStartToCloseTimeout"},
	swf.EventTypeStartChildWorkflowExecutionInitiated: {"executionStartToCloseTimeout", "taskStartToCloseTimeout"},
	swf.EventTypeDecisionTaskScheduled:                {"startToCloseTimeout", "scheduleToStartTimeout"},
	swf.EventTypeActivityTaskScheduled: {
		"scheduleToStartTimeout", "scheduleToCloseTimeout", "startToCloseTimeout", "heartbeatTimeout",
	},
	swf.EventTypeWorkflowExecutionTerminated: {"cause"},
	swf.EventTypeLambdaFunctionTimedOut:      {"timeoutType"},
	swf.EventTypeStartLambdaFunctionFailed:   {"cause", "scheduledEventId"},
}

// checkShape judges an event's attributes by themselves. It reports whether there are any of a known type.
func (w *walk) checkShape(e *swf.HistoryEvent) bool {
	if e.Attributes == nil {
		w.complain(Attributes, e, "it has no attributes")
		return false
	}
	if _, unknown := e.Attributes.(*swf.UnknownEventAttributes); unknown {
		w.complain(Attributes, e, "%q is no event type of SWF", e.Type())
		return false
	}
	v := reflect.ValueOf(e.Attributes).Elem()
	always := alwaysWritten[e.Type()]
	for _, m := range w.shapes.of(v.Type()) {
		m.required = m.required || slices.Contains(always, m.name)
		if w.lenient && m.name == "scheduleToStartTimeout" && e.Type() == swf.EventTypeDecisionTaskScheduled {
			m.required = false
		}
		w.checkMember(e, m, m.name, v.Field(m.index))
		if m.event {
			w.checkReference(e, m.name, v.Field(m.index).Int())
		}
	}
	return true
}

func (w *walk) checkMember(e *swf.HistoryEvent, m member, name string, v reflect.Value) {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			if m.required {
				w.complain(Attributes, e, "%s has no %s", e.Type(), name)
			}
			return
		}
		v = v.Elem()
	}
	switch v.Kind() {
	case reflect.String:
		w.checkText(e, m, name, v.String())
	case reflect.Struct:
		for _, inner := range m.inner {
			w.checkMember(e, inner, name+"."+inner.name, v.Field(inner.index))
		}
	}
}

func (w *walk) checkText(e *swf.HistoryEvent, m member, name, text string) {
	switch {
	case text == "" && m.required:
		w.complain(Attributes, e, "%s has no %s", e.Type(), name)
	case text != "" && m.values != nil && !slices.Contains(m.values, text):
		w.complain(Attributes, e, "%s has the %s %q, which is none", e.Type(), name, text)
	}
}
