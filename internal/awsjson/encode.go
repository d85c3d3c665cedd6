package awsjson

import (
	"reflect"
	"strconv"

	"github.com/swfd/swfd/swf"
)

// Append appends the wire form of an output structure (a pointer to it), its members in alphabetical order. Absent members are
// left out; a list that SWF always writes is [] when it is empty.
func Append(b []byte, output any) []byte {
	v := reflect.ValueOf(output).Elem()
	switch o := output.(type) {
	case *swf.GetWorkflowExecutionHistoryOutput:
		return appendStructure(b, planOf(v.Type()), v, o.EncodedEvents)
	case *swf.PollForDecisionTaskOutput:
		return appendStructure(b, planOf(v.Type()), v, o.EncodedEvents)
	}
	return appendStructure(b, planOf(v.Type()), v, nil)
}

// appendStructure appends a structure. Encoded events, if there are any, stand in place of its list of events.
func appendStructure(b []byte, p *plan, v reflect.Value, events []byte) []byte {
	b = append(b, '{')
	first := true
	for _, i := range p.sorted {
		f := &p.fields[i]
		fv := v.Field(f.index)
		encoded := f.shape == shapeEventList && events != nil
		if f.omitEmpty && !encoded && empty(fv) {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(b, '"')
		b = append(b, f.name...)
		b = append(b, '"', ':')
		if encoded {
			b = append(b, '[')
			b = append(b, events...)
			b = append(b, ']')
			continue
		}
		b = appendMember(b, f, fv)
	}
	return append(b, '}')
}

// empty reports whether a member is absent: a nil pointer, an empty list, or an empty text that cannot be meant.
func empty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer:
		return v.IsNil()
	case reflect.Slice, reflect.String:
		return v.Len() == 0
	}
	return v.IsZero()
}

func appendMember(b []byte, f *field, v reflect.Value) []byte {
	if f.pointer {
		if v.IsNil() {
			return append(b, "null"...)
		}
		v = v.Elem()
	}
	switch f.shape {
	case shapeString:
		return AppendString(b, v.String())
	case shapeInteger, shapeLong:
		return strconv.AppendInt(b, v.Int(), 10)
	case shapeBoolean:
		return strconv.AppendBool(b, v.Bool())
	case shapeTimestamp:
		return swf.Timestamp(v.Int()).AppendJSON(b)
	case shapeStructure:
		return appendStructure(b, f.elem, v, nil)
	}
	return appendList(b, f, v)
}

func appendList(b []byte, f *field, v reflect.Value) []byte {
	b = append(b, '[')
	for i := range v.Len() {
		if i > 0 {
			b = append(b, ',')
		}
		item := v.Index(i)
		switch f.shape {
		case shapeStringList:
			b = AppendString(b, item.String())
		case shapeEventList:
			b = AppendEvent(b, item.Addr().Interface().(*swf.HistoryEvent))
		case shapeDecisionList:
			b = appendDecision(b, item.Addr().Interface().(*swf.Decision))
		default:
			b = appendStructure(b, f.elem, item, nil)
		}
	}
	return append(b, ']')
}

func appendDecision(b []byte, d *swf.Decision) []byte {
	b = append(b, '{')
	member := swf.DecisionAttributesMember(d.Type())
	before := member < "decisionType"
	if d.Attributes != nil && before {
		b = appendAttributes(b, member, d.Attributes)
		b = append(b, ',')
	}
	b = append(b, `"decisionType":`...)
	b = AppendString(b, string(d.Type()))
	if d.Attributes != nil && !before {
		b = append(b, ',')
		b = appendAttributes(b, member, d.Attributes)
	}
	return append(b, '}')
}

// AppendEvent appends one history event on one line: eventId, eventTimestamp, eventType and its attributes, in alphabetical
// order. The event must have attributes of one of SWF's 54 types.
func AppendEvent(b []byte, e *swf.HistoryEvent) []byte {
	member := swf.EventAttributesMember(e.Type())
	b = append(b, '{')
	before := member < "eventId"
	if before {
		b = appendAttributes(b, member, e.Attributes)
		b = append(b, ',')
	}
	b = append(b, `"eventId":`...)
	b = strconv.AppendInt(b, e.EventID, 10)
	b = append(b, `,"eventTimestamp":`...)
	b = e.EventTimestamp.AppendJSON(b)
	b = append(b, `,"eventType":"`...)
	b = append(b, e.Type()...)
	b = append(b, '"')
	if !before {
		b = append(b, ',')
		b = appendAttributes(b, member, e.Attributes)
	}
	return append(b, '}')
}

// appendAttributes appends the attributes of an event or a decision, a pointer to a structure, as a member.
func appendAttributes(b []byte, member string, attributes any) []byte {
	v := reflect.ValueOf(attributes).Elem()
	b = append(b, '"')
	b = append(b, member...)
	b = append(b, '"', ':')
	return appendStructure(b, planOf(v.Type()), v, nil)
}
