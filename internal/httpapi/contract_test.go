package httpapi

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/token"
)

// TestEveryMemberOfEveryInput takes each operation's least valid request and spoils one member of it, in every way that the model of the
// API knows, as deep as members go: it is missing, null, of another JSON type, too short, too long, too small, too large, none of the
// values. Each time the answer must be exactly what protocol.md says, about exactly that member. What is just within its limits must be
// served.
func TestEveryMemberOfEveryInput(t *testing.T) {
	m := readModel(t)
	total := 0
	for _, operation := range slices.Sorted(maps.Keys(m.Operations)) {
		t.Run(operation, func(t *testing.T) {
			d := newDoor(t)
			d.OpenTask = func(string) (token.Task, error) { return activityTask, nil }
			h := NewHandler(d.Config)
			c := contract{model: m}
			c.structure(m.Operations[operation].Input, "", func(v any) any { return v })
			for _, s := range c.spoiled {
				body := asJSON(t, s.input)
				status, reply := call(h, operation, body)
				served := len(d.service.calls()) == 1
				switch {
				case s.want == "" && (status != 200 || !served):
					t.Errorf("%.300s\nis refused: %.500s", body, reply)
				case s.want != "" && (status != 400 || served || reply != s.want):
					t.Errorf("%.300s\n got %d %.500s\nwant %.500s", body, status, reply, s.want)
				}
			}
			total += len(c.spoiled)
		})
	}
	if total < 2500 {
		t.Errorf("only %d requests", total)
	}
}

// contract gathers the spoiled requests of an operation.
type contract struct {
	*model
	spoiled []spoiledInput
}

// spoiledInput is a request, and the reply that it must get; "" where it must be served.
type spoiledInput struct {
	input any
	want  string
}

// within puts a value into the place in the request that is meant.
type within func(v any) any

// absent is the value of a member that is not there.
var absent = new(int)

func (c *contract) add(put within, v any, want string) {
	c.spoiled = append(c.spoiled, spoiledInput{put(v), want})
}

// structure spoils each member of a structure that stands at a path.
func (c *contract) structure(target, path string, put within) {
	s := c.Shapes[target]
	for _, name := range s.names() {
		member := s.Members[name]
		at := strings.TrimPrefix(path+"."+name, ".")
		putMember := func(v any) any {
			whole := c.valid(target).(map[string]any)
			whole[name] = v
			if v == absent {
				delete(whole, name)
			}
			return put(whole)
		}
		want := ""
		if member.Required {
			want = invalid(at, "null", "Member must not be null")
		}
		c.add(putMember, absent, want)
		c.add(putMember, nil, want)
		c.value(member.Target, at, putMember)
	}
}

// value spoils a value that stands at a path.
func (c *contract) value(target, at string, put within) {
	s := c.Shapes[target]
	c.mistyped(s.Type, put)
	switch s.Type {
	case "string":
		c.text(s, at, put)
	case "enum":
		for _, v := range s.Enum {
			c.add(put, v, "")
		}
		for _, v := range []string{"", "no such value", strings.ToLower(s.Enum[0]) + " "} {
			c.add(put, v, invalid(at, "'"+v+"'", "Member must satisfy enum value set: ["+strings.Join(serviceOrder(target, s.Enum), ", ")+"]"))
		}
	case "integer":
		c.number(s, at, put)
	case "timestamp":
		for _, v := range []any{0, -1, 1371454150.451, json.RawMessage("1.371454150451E9")} {
			c.add(put, v, "")
		}
		c.add(put, json.RawMessage("1e99"), mistyped("Number out of range: 1e99"))
	case "boolean":
		for _, v := range []any{true, false, "true", "no"} {
			c.add(put, v, "")
		}
		c.add(put, "maybe", mistyped("'maybe' can not be converted to an Boolean"))
	case "list":
		c.list(s, at, put)
	case "structure":
		c.structure(target, at, put)
	}
}

// serviceOrder is the order in which the service names the values of an enumeration: the model's, but for the one that has been seen.
func serviceOrder(target string, values []string) []string {
	if target != "DecisionType" {
		return values
	}
	return strings.Fields(`CompleteWorkflowExecution StartTimer RequestCancelExternalWorkflowExecution SignalExternalWorkflowExecution
		CancelTimer RecordMarker ScheduleActivityTask ContinueAsNewWorkflowExecution ScheduleLambdaFunction FailWorkflowExecution
		RequestCancelActivityTask StartChildWorkflowExecution CancelWorkflowExecution`)
}

func (c *contract) text(s shape, at string, put within) {
	if s.Min != nil {
		c.add(put, strings.Repeat("é", *s.Min), "")
		if *s.Min > 0 {
			v := strings.Repeat("é", *s.Min-1)
			c.add(put, v, invalid(at, "'"+v+"'", fmt.Sprintf("Member must have length greater than or equal to %d", *s.Min)))
		}
	}
	if s.Max != nil {
		c.add(put, strings.Repeat("é", *s.Max), "")
		v := strings.Repeat("é", *s.Max+1)
		c.add(put, v, invalid(at, "'"+v+"'", fmt.Sprintf("Member must have length less than or equal to %d", *s.Max)))
	}
}

func (c *contract) number(s shape, at string, put within) {
	if s.Min != nil {
		c.add(put, *s.Min, "")
		v := *s.Min - 1
		c.add(put, v, invalid(at, fmt.Sprintf("'%d'", v), fmt.Sprintf("Member must have value greater than or equal to %d", *s.Min)))
	}
	if s.Max != nil {
		c.add(put, *s.Max, "")
		c.add(put, float64(*s.Max)+0.5, "")
		v := *s.Max + 1
		c.add(put, v, invalid(at, fmt.Sprintf("'%d'", v), fmt.Sprintf("Member must have value less than or equal to %d", *s.Max)))
	}
	c.add(put, int64(1)<<31, mistyped("Number out of range: 2147483648"))
}

func (c *contract) list(s shape, at string, put within) {
	item := c.Shapes[s.Member]
	putItem := func(v any) any { return put([]any{v}) }
	c.add(put, []any{}, "")
	c.mistyped(item.Type, putItem)
	if s.Max != nil {
		items, texts := []any{}, []string{}
		for range *s.Max {
			items, texts = append(items, "x"), append(texts, "x")
		}
		c.add(put, items, "")
		value := "'[" + strings.Join(append(texts, "x"), ", ") + "]'"
		c.add(put, append(items, "x"), invalid(at, value, fmt.Sprintf("Member must have length less than or equal to %d", *s.Max)))
	}
	if item.Type == "structure" {
		itemAt := at + ".1.member"
		c.add(put, []any{nil}, invalid(itemAt, "null", "Member must not be null"))
		c.add(put, []any{c.valid(s.Member), nil}, invalid(at+".2.member", "null", "Member must not be null"))
		c.structure(s.Member, itemAt, putItem)
		return
	}
	// A null among texts is passed over, as the live service does.
	c.add(put, []any{nil}, "")
	c.item(item, at, putItem)
}

// item spoils a text in a list: the breach is the list's.
func (c *contract) item(item shape, at string, put within) {
	both := fmt.Sprintf("Member must satisfy constraint: [Member must have length less than or equal to %d, "+
		"Member must have length greater than or equal to %d]", *item.Max, *item.Min)
	c.add(put, strings.Repeat("é", *item.Max), "")
	v := strings.Repeat("é", *item.Max+1)
	c.add(put, v, invalid(at, "'["+v+"]'", both))
	if *item.Min > 0 {
		c.add(put, "", invalid(at, "'[]'", both))
	}
}

const (
	aNumber  = "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an "
	aText    = "class java.lang.String can not be converted to an "
	aBoolean = "class java.lang.Boolean can not be converted to an "

	aList      = "Start of list found where not expected"
	aStructure = "Start of structure or map found where not expected."
)

// mistyped gives a value of every JSON type that a shape does not take.
func (c *contract) mistyped(typ string, put within) {
	number, text, truth := any(7), any("2012-01-25"), any(true)
	list, structure := any([]any{}), any(map[string]any{})
	for _, wrong := range map[string][]struct {
		v    any
		text string
	}{
		"string":    {{number, aNumber + "String"}, {truth, aBoolean + "String"}, {list, aList}, {structure, aStructure}},
		"enum":      {{number, aNumber + "String"}, {truth, aBoolean + "String"}, {list, aList}, {structure, aStructure}},
		"integer":   {{text, aText + "Integer"}, {truth, aBoolean + "Integer"}, {list, aList}, {structure, aStructure}},
		"timestamp": {{text, aText + "Date"}, {truth, aBoolean + "Date"}, {list, aList}, {structure, aStructure}},
		"boolean":   {{number, aNumber + "Boolean"}, {list, aList}, {structure, aStructure}},
		"list":      {{number, "Expected list or null"}, {text, "Expected list or null"}, {truth, "Expected list or null"}, {structure, "Expected list or null"}},
		"structure": {{number, "Expected null"}, {text, "Expected null"}, {truth, "Expected null"}, {list, aList}},
	}[typ] {
		c.add(put, wrong.v, mistyped(wrong.text))
	}
}

// mistyped is the reply to a value of the wrong JSON type.
func mistyped(text string) string {
	return `{"__type":"com.amazon.coral.service#SerializationException","Message":"` + text + `"}`
}

// invalid is the reply to a request with one breach of a constraint.
func invalid(at, value, constraint string) string {
	return `{"__type":"com.amazon.coral.validate#ValidationException","message":"1 validation error detected: Value ` + value + ` at '` + at +
		`' failed to satisfy constraint: ` + constraint + `"}`
}
