package awsjson

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/swfd/swfd/swf"
)

// operation is an operation of the API with the types of its input and output.
type operation struct {
	name    string
	in, out reflect.Type
}

// operations lists all of the API, as swf.Service has it.
func operations() []operation {
	service := reflect.TypeFor[swf.Service]()
	var all []operation
	for i := range service.NumMethod() {
		m := service.Method(i)
		all = append(all, operation{m.Name, m.Type.In(1).Elem(), m.Type.Out(0).Elem()})
	}
	return all
}

// newEvent makes an event of a type, with empty attributes.
func newEvent(t interface{ Fatal(...any) }, name string) swf.HistoryEvent {
	var e swf.HistoryEvent
	if err := json.Unmarshal(fmt.Appendf(nil, `{"eventId":1,"eventTimestamp":0,"eventType":%q}`, name), &e); err != nil {
		t.Fatal(err)
	}
	return e
}

// allTypes lists every structure that the API sends or receives.
func allTypes(t testing.TB) []reflect.Type {
	var all []reflect.Type
	for _, o := range operations() {
		all = append(all, o.in, o.out)
	}
	for _, name := range swf.DecisionType("").Values() {
		all = append(all, reflect.TypeOf(swf.NewDecisionAttributes(swf.DecisionType(name))).Elem())
	}
	for _, name := range swf.EventType("").Values() {
		all = append(all, reflect.TypeOf(newEvent(t, name).Attributes).Elem())
	}
	return all
}

// awkward texts: those that a careless writer or reader gets wrong.
var awkward = []string{
	"", "x", "42%", `"`, `\`, `\u0041`, "a\nb\tc\r\b\f", "\x00\x01\x1f\x7f", "</script>&", "\u2028\u2029", "ü", "日本", "😀", "\ufffd", "null", " ",
}

// fill gives every member of a structure a value, or leaves an optional one out.
func fill(t *rapid.T, v reflect.Value) {
	p := planOf(v.Type())
	for i := range p.fields {
		f := &p.fields[i]
		fv := v.Field(f.index)
		if f.pointer {
			if rapid.Bool().Draw(t, f.name+" absent") {
				continue
			}
			fv.Set(reflect.New(fv.Type().Elem()))
			fv = fv.Elem()
		}
		fillMember(t, f, fv)
	}
}

func fillMember(t *rapid.T, f *field, v reflect.Value) {
	switch f.shape {
	case shapeString:
		texts := awkward
		if f.enum != nil {
			texts = f.enum
		}
		v.SetString(rapid.SampledFrom(texts).Draw(t, f.name))
	case shapeInteger:
		v.SetInt(int64(rapid.Int32().Draw(t, f.name)))
	case shapeLong, shapeTimestamp:
		v.SetInt(rapid.Int64().Draw(t, f.name))
	case shapeBoolean:
		v.SetBool(rapid.Bool().Draw(t, f.name))
	case shapeStructure:
		fill(t, v)
	default:
		n := rapid.IntRange(0, 3).Draw(t, f.name+" items")
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fillItem(t, f, v.Index(i))
		}
	}
}

func fillItem(t *rapid.T, f *field, v reflect.Value) {
	switch f.shape {
	case shapeStringList:
		v.SetString(rapid.SampledFrom(awkward).Draw(t, f.name))
	case shapeDecisionList:
		kind := swf.DecisionType(rapid.SampledFrom(decisionTypes).Draw(t, "decision"))
		if rapid.Bool().Draw(t, "without attributes") {
			v.Set(reflect.ValueOf(swf.Decision{TypeWithoutAttributes: kind}))
			return
		}
		a := swf.NewDecisionAttributes(kind)
		fill(t, reflect.ValueOf(a).Elem())
		v.Set(reflect.ValueOf(swf.Decision{Attributes: a}))
	case shapeEventList:
		v.Set(reflect.ValueOf(drawEvent(t)))
	default:
		fill(t, v)
	}
}

func drawEvent(t *rapid.T) swf.HistoryEvent {
	name := rapid.SampledFrom(swf.EventType("").Values()).Draw(t, "event")
	e := newEvent(t, name)
	e.EventID = rapid.Int64Min(1).Draw(t, "eventId")
	e.EventTimestamp = swf.Timestamp(rapid.Int64().Draw(t, "eventTimestamp"))
	fill(t, reflect.ValueOf(e.Attributes).Elem())
	return e
}
