package awsjson

import (
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/swfd/swfd/swf"
)

// plan is what is known of a structure: its members, compiled once from the field tags.
type plan struct {
	typ    reflect.Type
	fields []field
	// places leads from a member's name to its place among the fields.
	places map[string]int
	// sorted holds the fields in the order of their names, for writing.
	sorted []int
}

// field is a member of a structure.
type field struct {
	name  string
	index int
	shape shape
	// pointer is true for an optional scalar or structure.
	pointer   bool
	omitEmpty bool
	required  bool
	limits    limits
	// item bounds the texts of a list.
	item limits
	// enum holds the values of an enumeration; enumText is the constraint in words.
	enum     []string
	enumText string
	// elem is the plan of a structure, or of a list's structures.
	elem *plan
}

// shape is how a member stands on the wire.
type shape byte

const (
	shapeString shape = iota + 1
	shapeInteger
	shapeLong
	shapeBoolean
	shapeTimestamp
	shapeStructure
	shapeStringList
	shapeStructureList
	shapeDecisionList
	shapeEventList
)

var plans sync.Map // of reflect.Type to *plan: types are few and plans never change

func planOf(t reflect.Type) *plan {
	if p, ok := plans.Load(t); ok {
		return p.(*plan)
	}
	p, _ := plans.LoadOrStore(t, compile(t))
	return p.(*plan)
}

func compile(t reflect.Type) *plan {
	p := &plan{typ: t, places: map[string]int{}}
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" {
			continue
		}
		p.places[name] = len(p.fields)
		p.fields = append(p.fields, compileField(f, i, name, options == "omitempty"))
	}
	for i := range p.fields {
		p.sorted = append(p.sorted, i)
	}
	slices.SortFunc(p.sorted, func(a, b int) int { return strings.Compare(p.fields[a].name, p.fields[b].name) })
	return p
}

var (
	timestampType = reflect.TypeFor[swf.Timestamp]()
	decisionType  = reflect.TypeFor[swf.Decision]()
	eventType     = reflect.TypeFor[swf.HistoryEvent]()
)

func compileField(sf reflect.StructField, index int, name string, omitEmpty bool) field {
	f := field{name: name, index: index, omitEmpty: omitEmpty}
	for option := range strings.SplitSeq(sf.Tag.Get("swf"), ",") {
		switch {
		case option == "required":
			f.required = true
		case strings.HasPrefix(option, "item="):
			f.item = parseLimits(option[len("item="):])
		case strings.Contains(option, ".."):
			f.limits = parseLimits(option)
		}
	}
	t := sf.Type
	if t.Kind() == reflect.Pointer {
		f.pointer, t = true, t.Elem()
	}
	f.shape = shapeOf(t)
	switch f.shape {
	case shapeStructure:
		f.elem = planOf(t)
	case shapeStructureList:
		f.elem = planOf(t.Elem())
	case shapeString:
		if e, ok := reflect.Zero(t).Interface().(interface{ Values() []string }); ok {
			f.enum, f.enumText = e.Values(), enumText(e.Values())
		}
	}
	return f
}

func shapeOf(t reflect.Type) shape {
	switch t.Kind() {
	case reflect.String:
		return shapeString
	case reflect.Int32:
		return shapeInteger
	case reflect.Bool:
		return shapeBoolean
	case reflect.Int64:
		if t == timestampType {
			return shapeTimestamp
		}
		return shapeLong
	case reflect.Struct:
		return shapeStructure
	case reflect.Slice:
		switch {
		case t.Elem() == decisionType:
			return shapeDecisionList
		case t.Elem() == eventType:
			return shapeEventList
		case t.Elem().Kind() == reflect.String:
			return shapeStringList
		}
		return shapeStructureList
	}
	// The structures of package swf have no other fields; a test walks all of them.
	panic("awsjson: no shape for " + t.String())
}
