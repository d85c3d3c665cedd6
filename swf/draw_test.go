package swf_test

import (
	"reflect"

	"pgregory.net/rapid"

	"github.com/swfd/swfd/swf"
)

// draw fills a value of any structure of the package: texts are anything, enumerations have a legal value, optional
// members are there or not. Lists are absent rather than empty, since the wire does not tell the two apart everywhere.
func draw(t *rapid.T, typ reflect.Type) reflect.Value {
	v := reflect.New(typ).Elem()
	if v.CanInterface() {
		switch v.Interface().(type) {
		case swf.HistoryEvent:
			return reflect.ValueOf(drawEvent(t))
		case swf.Decision:
			return reflect.ValueOf(drawDecision(t))
		case swf.Timestamp:
			return reflect.ValueOf(drawTimestamp(t))
		case interface{ Values() []string }:
			values := v.Interface().(interface{ Values() []string }).Values()
			v.SetString(rapid.SampledFrom(values).Draw(t, typ.Name()))
			return v
		}
	}
	switch typ.Kind() {
	case reflect.Pointer:
		if rapid.Bool().Draw(t, "given") {
			v.Set(reflect.New(typ.Elem()))
			v.Elem().Set(draw(t, typ.Elem()))
		}
	case reflect.Slice:
		for range rapid.IntRange(0, 3).Draw(t, "length") {
			v.Set(reflect.Append(v, draw(t, typ.Elem())))
		}
	case reflect.Struct:
		for _, f := range fields(typ) {
			value := draw(t, f.Type)
			if f.required && f.Type.Kind() == reflect.Slice && value.Len() == 0 {
				value = reflect.Append(value, draw(t, f.Type.Elem()))
			}
			v.FieldByIndex(f.Index).Set(value)
		}
	case reflect.String:
		v.SetString(rapid.String().Draw(t, "text"))
	case reflect.Int32:
		v.SetInt(int64(rapid.Int32().Draw(t, "integer")))
	case reflect.Int64:
		v.SetInt(rapid.Int64().Draw(t, "long"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "flag"))
	default:
		t.Fatalf("no way to draw a %v", typ)
	}
	return v
}

// drawTimestamp draws an instant between the years 1970 and 2262, as far as the SDK can count, in eighths of a second,
// which its binary fractions can hold; of others it may lose a millisecond.
func drawTimestamp(t *rapid.T) swf.Timestamp {
	return swf.Timestamp(125 * rapid.Int64Range(0, 9_223_372_036_000/125).Draw(t, "instant"))
}

func drawEvent(t *rapid.T) swf.HistoryEvent {
	name := rapid.SampledFrom(swf.EventType("").Values()).Draw(t, "event type")
	return drawEventOf(t, name)
}

func drawEventOf(t *rapid.T, name string) swf.HistoryEvent {
	attributes := draw(t, eventAttributes(name)).Addr().Interface().(swf.EventAttributes)
	return swf.HistoryEvent{EventID: rapid.Int64().Draw(t, "event id"), EventTimestamp: drawTimestamp(t), Attributes: attributes}
}

func drawDecision(t *rapid.T) swf.Decision {
	name := rapid.SampledFrom(swf.DecisionType("").Values()).Draw(t, "decision type")
	return drawDecisionOf(t, name)
}

func drawDecisionOf(t *rapid.T, name string) swf.Decision {
	typ := reflect.TypeOf(swf.NewDecisionAttributes(swf.DecisionType(name))).Elem()
	return swf.Decision{Attributes: draw(t, typ).Addr().Interface().(swf.DecisionAttributes)}
}

// eventAttributes is the attributes structure of an event type.
func eventAttributes(name string) reflect.Type {
	var e swf.HistoryEvent
	if err := e.UnmarshalJSON([]byte(`{"eventType":"` + name + `"}`)); err != nil {
		panic(err)
	}
	return reflect.TypeOf(e.Attributes).Elem()
}
