package swf_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/swfd/swfd/swf"
)

// model is the API as testdata/api.json states it.
type model struct {
	Operations map[string]modelOperation
	Shapes     map[string]modelShape
}

type modelOperation struct {
	Input  string
	Output *string
	Errors []string
}

type modelShape struct {
	Type     string
	Error    string // "client", of a fault
	Enum     []string
	Member   string // of a list
	Min, Max *int64
	Members  modelMembers // of a structure
}

// modelMembers keeps the members of a structure in the model's order.
type modelMembers []modelMember

type modelMember struct {
	Name     string
	Target   string
	Required bool
	Default  any
}

func (m *modelMembers) UnmarshalJSON(b []byte) error {
	d := json.NewDecoder(strings.NewReader(string(b)))
	if _, err := d.Token(); err != nil {
		return err
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		var member modelMember
		if err := d.Decode(&member); err != nil {
			return err
		}
		member.Name = name.(string)
		*m = append(*m, member)
	}
	return nil
}

func loadModel(t testing.TB) *model {
	t.Helper()
	b, err := os.ReadFile("testdata/api.json")
	if err != nil {
		t.Fatal(err)
	}
	m := new(model)
	if err := json.Unmarshal(b, m); err != nil {
		t.Fatalf("api.json: %v", err)
	}
	return m
}

// operation is a method of swf.Service.
type operation struct {
	name          string
	input, output reflect.Type
}

// operations are the methods of swf.Service in alphabetical order; it fails if one has not the shape of an operation.
func operations(t testing.TB) []operation {
	t.Helper()
	service := reflect.TypeFor[swf.Service]()
	var all []operation
	for i := range service.NumMethod() {
		m := service.Method(i)
		o := operation{name: m.Name}
		if m.Type.NumIn() == 2 && m.Type.NumOut() == 2 {
			o.input, o.output = m.Type.In(1).Elem(), m.Type.Out(0).Elem()
		}
		want := reflect.FuncOf(
			[]reflect.Type{reflect.TypeFor[context.Context](), reflect.PointerTo(o.input)},
			[]reflect.Type{reflect.PointerTo(o.output), reflect.TypeFor[error]()}, false)
		if m.Type != want || o.input.Name() != m.Name+"Input" || o.output.Name() != m.Name+"Output" {
			t.Errorf("%s has the signature %v", m.Name, m.Type)
		}
		all = append(all, o)
	}
	return all
}

// field is a member of a Go structure, with what its tags say.
type field struct {
	reflect.StructField
	wire      string // the name on the wire
	omitEmpty bool
	required  bool
	hasZero   bool // the model gives a default, which is always zero
	limits    string
	item      string
}

// fields are the fields of a structure that stand on the wire.
func fields(t reflect.Type) []field {
	var all []field
	for i := range t.NumField() {
		f := field{StructField: t.Field(i)}
		name, option, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" {
			continue
		}
		f.wire, f.omitEmpty = name, option == "omitempty"
		for option := range strings.SplitSeq(f.Tag.Get("swf"), ",") {
			switch {
			case option == "required":
				f.required = true
			case option == "default":
				f.hasZero = true
			case strings.HasPrefix(option, "item="):
				f.item = option[len("item="):]
			case option != "":
				f.limits = option
			}
		}
		all = append(all, f)
	}
	return all
}

// limits states a shape's range as the field tags do.
func (s modelShape) limits() string {
	if s.Min == nil && s.Max == nil {
		return ""
	}
	text := func(n *int64) string {
		if n == nil {
			return ""
		}
		return fmt.Sprint(*n)
	}
	return text(s.Min) + ".." + text(s.Max)
}

// comparison walks the model and the Go types in step.
type comparison struct {
	*testing.T
	*model
	seen map[string]reflect.Type // the Go type of each shape visited
}

func compare(t *testing.T) *comparison {
	c := &comparison{T: t, model: loadModel(t), seen: map[string]reflect.Type{}}
	for _, o := range operations(t) {
		m, ok := c.Operations[o.name]
		if !ok {
			t.Errorf("%s is no operation of the model", o.name)
			continue
		}
		c.structure(m.Input, o.input)
		c.output(m, o.output)
	}
	return c
}

// output compares an output, whose Go type has a name of its own and embeds swf.Response.
func (c *comparison) output(m modelOperation, typ reflect.Type) {
	if f := typ.Field(0); f.Type != reflect.TypeFor[swf.Response]() || !f.Anonymous {
		c.Errorf("%v does not embed swf.Response first", typ)
	}
	if m.Output == nil {
		if len(fields(typ)) > 0 {
			c.Errorf("%v has members; the model has none", typ)
		}
		return
	}
	c.members(*m.Output, typ)
}

// structure compares a structure whose Go type has the shape's name.
func (c *comparison) structure(shape string, typ reflect.Type) {
	if _, ok := c.seen[shape]; ok {
		return
	}
	if typ.Name() != shape {
		c.Errorf("the Go type of the shape %s is %v", shape, typ)
	}
	c.members(shape, typ)
}

func (c *comparison) members(shape string, typ reflect.Type) {
	c.seen[shape] = typ
	want, got := c.Shapes[shape].Members, fields(typ)
	for i := range max(len(want), len(got)) {
		if i >= len(want) || i >= len(got) || got[i].wire != want[i].Name {
			c.Errorf("%v: the members are %v; the model has %v", typ, names(got), want)
			return
		}
		c.member(typ, got[i], want[i])
	}
}

func names(fields []field) (all []string) {
	for _, f := range fields {
		all = append(all, f.wire)
	}
	return all
}

func (c *comparison) member(typ reflect.Type, f field, m modelMember) {
	s := c.Shapes[m.Target]
	where := fmt.Sprintf("%v.%s (%s)", typ, f.Name, f.wire)
	if f.Name != goName(m.Name) {
		c.Errorf("%s: the field of %q should be called %s", where, m.Name, goName(m.Name))
	}
	if f.required != m.Required {
		c.Errorf("%s: required is %v, in the model %v", where, f.required, m.Required)
	}
	if wants := m.Default != nil && !m.Required; f.hasZero != wants {
		c.Errorf("%s: default is %v, in the model %v", where, f.hasZero, wants)
	}
	if f.limits != s.limits() {
		c.Errorf("%s: limits are %q, in the model %q", where, f.limits, s.limits())
	}
	if item := c.Shapes[s.Member]; f.item != item.limits() {
		c.Errorf("%s: limits of the items are %q, in the model %q", where, f.item, item.limits())
	}
	c.kind(where, f, m, s)
}

// kind compares the Go type of a field with its shape. Optional members can be told apart from empty ones: they are
// pointers, except lists, enumerations (which are never empty) and members for which the model has a default.
func (c *comparison) kind(where string, f field, m modelMember, s modelShape) {
	// Replies to polls are empty when there was no task.
	mayBeEmpty := strings.HasPrefix(where, "swf.PollFor") && strings.Contains(where, "Output.")
	optional := !m.Required && m.Default == nil
	t, pointer := f.Type, false
	if t.Kind() == reflect.Pointer {
		t, pointer = t.Elem(), true
	}
	switch s.Type {
	case "list":
		c.list(where, t, s)
		optional = false
	case "structure":
		c.structure(m.Target, t)
		optional = optional || mayBeEmpty
	case "enum":
		c.enumeration(m.Target, t)
		optional = false
	default:
		if want := scalars[s.Type]; t != want {
			c.Errorf("%s is a %v, in the model a %s", where, t, s.Type)
		}
	}
	if pointer != optional {
		c.Errorf("%s: the Go type is %v", where, f.Type)
	}
	// A required member is always written, and so is one with a default, but for requests, where it says nothing.
	written := m.Required
	if m.Default != nil {
		written = m.Required || !strings.Contains(where, "Input.")
	} else if mayBeEmpty {
		written = false
	}
	if f.omitEmpty == written {
		c.Errorf("%s: omitempty is %v", where, f.omitEmpty)
	}
}

var scalars = map[string]reflect.Type{
	"string": reflect.TypeFor[string](), "boolean": reflect.TypeFor[bool](), "integer": reflect.TypeFor[int32](),
	"long": reflect.TypeFor[int64](), "timestamp": reflect.TypeFor[swf.Timestamp](),
}

func (c *comparison) list(where string, t reflect.Type, s modelShape) {
	if t.Kind() != reflect.Slice {
		c.Errorf("%s is a %v, in the model a list", where, t)
		return
	}
	switch item := c.Shapes[s.Member]; s.Member {
	case "HistoryEvent":
		c.seen[s.Member] = t.Elem()
		c.typed(item, swf.EventType("").Values(), "EventAttributes", func(name string) any { return decodedEvent(c.T, name).Attributes })
	case "Decision":
		c.seen[s.Member] = t.Elem()
		c.typed(item, swf.DecisionType("").Values(), "DecisionAttributes", func(name string) any {
			return swf.NewDecisionAttributes(swf.DecisionType(name))
		})
	default:
		if item.Type == "structure" {
			c.structure(s.Member, t.Elem())
		} else if t.Elem() != scalars[item.Type] {
			c.Errorf("%s is a %v, in the model a list of %s", where, t, s.Member)
		}
	}
}

// typed compares HistoryEvent and Decision, which in Go hold one Attributes value in place of a member for each type. The
// attributes of a type are a structure of the type's name, in a member of the type's name.
func (c *comparison) typed(s modelShape, types []string, suffix string, attributes func(string) any) {
	got := map[string]bool{}
	for _, name := range types {
		shape := name + suffix
		got[strings.ToLower(shape[:1])+shape[1:]+" "+shape] = true
		c.structure(shape, reflect.TypeOf(attributes(name)).Elem())
	}
	want := map[string]bool{}
	for _, m := range s.Members {
		if c.Shapes[m.Target].Type == "structure" {
			want[m.Name+" "+m.Target] = true
		}
	}
	if !maps.Equal(got, want) {
		c.Errorf("the attributes members are %v, in the model %v", got, want)
	}
}

func decodedEvent(t *testing.T, name string) swf.HistoryEvent {
	var e swf.HistoryEvent
	if err := json.Unmarshal(fmt.Appendf(nil, `{"eventType":%q}`, name), &e); err != nil {
		t.Fatal(err)
	}
	return e
}

// serviceOrder are the enumerations whose order in validation messages is known, and is not the model's.
var serviceOrder = map[string][]string{
	"DecisionType": {
		"CompleteWorkflowExecution", "StartTimer", "RequestCancelExternalWorkflowExecution", "SignalExternalWorkflowExecution",
		"CancelTimer", "RecordMarker", "ScheduleActivityTask", "ContinueAsNewWorkflowExecution", "ScheduleLambdaFunction",
		"FailWorkflowExecution", "RequestCancelActivityTask", "StartChildWorkflowExecution", "CancelWorkflowExecution",
	},
}

func (c *comparison) enumeration(shape string, t reflect.Type) {
	c.seen[shape] = t
	if t.Name() != shape || t.Kind() != reflect.String {
		c.Errorf("the Go type of the enumeration %s is %v", shape, t)
	}
	e, ok := reflect.Zero(t).Interface().(interface{ Values() []string })
	if !ok {
		c.Errorf("%v has no method Values", t)
		return
	}
	want := c.Shapes[shape].Enum
	if order, ok := serviceOrder[shape]; ok {
		want = order
	}
	if !slices.Equal(e.Values(), want) {
		c.Errorf("%s: the values are %v, in the model %v", shape, e.Values(), want)
	}
}

// goName is the Go name of a member: the initials ID and ARN are written as such.
func goName(wire string) string {
	name := strings.ToUpper(wire[:1]) + wire[1:]
	for _, initials := range []struct{ suffix, name string }{{"Id", "ID"}, {"Arn", "ARN"}} {
		if rest, ok := strings.CutSuffix(name, initials.suffix); ok {
			return rest + initials.name
		}
	}
	return name
}

// Every operation, structure, member, required mark, range, default and enumeration is that of the model, and nothing of
// the model is missing.
func TestTypesAreThoseOfTheModel(t *testing.T) {
	c := compare(t)
	if got, want := len(operations(t)), len(c.Operations); got != want || want != 39 {
		t.Errorf("the service has %d operations, the model %d", got, want)
	}
	for name, s := range c.Shapes {
		if _, ok := c.seen[name]; ok || s.Error != "" {
			continue
		}
		if s.Type == "structure" || s.Type == "enum" && name != "EventType" && name != "DecisionType" {
			t.Errorf("the %s %s of the model has no Go type", s.Type, name)
		}
	}
	c.enumeration("EventType", reflect.TypeFor[swf.EventType]())
	c.enumeration("DecisionType", reflect.TypeFor[swf.DecisionType]())
}

// The faults of the model are Go types, and each has a message and nothing else.
func TestFaultsAreThoseOfTheModel(t *testing.T) {
	var want []string
	for name, s := range loadModel(t).Shapes {
		if s.Error == "" {
			continue
		}
		want = append(want, name)
		if len(s.Members) != 1 || s.Members[0].Name != "message" {
			t.Errorf("%s has the members %v", name, s.Members)
		}
	}
	var got []string
	for code, f := range faultCodes {
		if f.namespace == "com.amazonaws.swf.base.model#" {
			got = append(got, code)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("the modelled faults are %v, in the model %v", got, want)
	}
}
