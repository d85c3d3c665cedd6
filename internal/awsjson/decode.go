package awsjson

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/swfd/swfd/swf"
)

// Decode fills the input structure that into points at. It returns a SerializationException if a known member has the wrong
// JSON type, else a ValidationException that names every breach of the model's constraints.
func (d Document) Decode(into any) error {
	v := reflect.ValueOf(into).Elem()
	if d.root.kind != kindObject {
		return wrongType(mismatch(d.root, shapeStructure))
	}
	var found violations
	if err := found.structure(planOf(v.Type()), d.root, v, nil); err != nil {
		return err
	}
	return found.err()
}

func wrongType(text string) error {
	return &swf.SerializationException{FaultDetail: swf.FaultDetail{Message: text}}
}

// structure fills a structure and notes what breaks its constraints.
func (found *violations) structure(p *plan, v value, into reflect.Value, at *path) error {
	var seen uint64
	for i := range v.members {
		m := &v.members[i]
		n, known := p.byName[m.name]
		if !known {
			continue
		}
		if seen&(1<<n) != 0 {
			return wrongType("Duplicate member: " + m.name)
		}
		seen |= 1 << n
		if m.value.kind == kindNull {
			continue
		}
		f := &p.fields[n]
		if err := found.member(f, m.value, into.Field(f.index), at); err != nil {
			return err
		}
	}
	for i := range p.fields {
		f := &p.fields[i]
		if f.required && !given(v, f.name) {
			found.add(at.member(f.name), "null", "Member must not be null")
		}
	}
	return nil
}

// given reports whether a member is there and not null.
func given(v value, name string) bool {
	for i := range v.members {
		if v.members[i].name == name {
			return v.members[i].value.kind != kindNull
		}
	}
	return false
}

func (found *violations) member(f *field, v value, into reflect.Value, at *path) error {
	if f.pointer {
		into.Set(reflect.New(into.Type().Elem()))
		into = into.Elem()
	}
	here := at.member(f.name)
	switch f.shape {
	case shapeString:
		return found.text(f, v, into, &here)
	case shapeInteger, shapeLong:
		return found.integer(f, v, into, &here)
	case shapeBoolean:
		return boolean(v, into)
	case shapeTimestamp:
		return timestamp(v, into)
	case shapeStructure:
		if v.kind != kindObject {
			return wrongType(mismatch(v, f.shape))
		}
		return found.structure(f.elem, v, into, &here)
	}
	if v.kind != kindList {
		return wrongType(mismatch(v, f.shape))
	}
	if f.shape == shapeStringList {
		return found.texts(f, v, into, &here)
	}
	return found.structures(f, v, into, &here)
}

func (found *violations) text(f *field, v value, into reflect.Value, at *path) error {
	if v.kind != kindString {
		return wrongType(mismatch(v, f.shape))
	}
	s := unescape(v.raw)
	into.SetString(s)
	if f.enum != nil {
		if !contains(f.enum, s) {
			found.add(*at, "'"+s+"'", enumText(f.enum))
		}
		return nil
	}
	n := int64(len(s))
	if f.limits.hasMax && n > f.limits.max || f.limits.hasMin && n < f.limits.min {
		n = int64(length(s))
	}
	found.length(f.limits, n, *at, func() string { return "'" + s + "'" })
	return nil
}

func contains(set []string, s string) bool {
	for _, x := range set {
		if x == s {
			return true
		}
	}
	return false
}

func enumText(values []string) string {
	return "Member must satisfy enum value set: [" + strings.Join(values, ", ") + "]"
}

func (found *violations) integer(f *field, v value, into reflect.Value, at *path) error {
	if v.kind != kindNumber {
		return wrongType(mismatch(v, f.shape))
	}
	n, err := strconv.ParseInt(string(v.raw), 10, 64)
	if err != nil {
		if n, err = truncated(v.raw); err != nil {
			return err
		}
	}
	if into.OverflowInt(n) {
		return outOfRange(v.raw)
	}
	into.SetInt(n)
	if f.limits.hasMin && n < f.limits.min {
		found.add(*at, quoteInt(n), "Member must have value greater than or equal to "+strconv.FormatInt(f.limits.min, 10))
	}
	if f.limits.hasMax && n > f.limits.max {
		found.add(*at, quoteInt(n), "Member must have value less than or equal to "+strconv.FormatInt(f.limits.max, 10))
	}
	return nil
}

// truncated reads a number with a fraction or an exponent; the service cuts off the fraction.
func truncated(raw []byte) (int64, error) {
	x, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || x >= 1<<63 || x < -1<<63 {
		return 0, outOfRange(raw)
	}
	return int64(x), nil
}

func outOfRange(raw []byte) error {
	const longest = 40
	if len(raw) > longest {
		raw = raw[:longest]
	}
	return wrongType(fmt.Sprintf("Number out of range: %s", raw))
}

func quoteInt(n int64) string { return "'" + strconv.FormatInt(n, 10) + "'" }

func boolean(v value, into reflect.Value) error {
	switch v.kind {
	case kindBool:
		into.SetBool(v.raw[0] == 't')
		return nil
	case kindString:
		// The framework takes a few texts for truth values.
		switch s := unescape(v.raw); s {
		case "true", "1", "yes":
			into.SetBool(true)
		case "false", "0", "no":
			into.SetBool(false)
		default:
			return wrongType("'" + s + "' can not be converted to an Boolean")
		}
		return nil
	}
	return wrongType(mismatch(v, shapeBoolean))
}

func timestamp(v value, into reflect.Value) error {
	if v.kind != kindNumber {
		return wrongType(mismatch(v, shapeTimestamp))
	}
	t, err := swf.ParseTimestamp(string(v.raw))
	if err != nil {
		return outOfRange(v.raw)
	}
	into.SetInt(int64(t))
	return nil
}

func (found *violations) texts(f *field, v value, into reflect.Value, at *path) error {
	texts := make([]string, 0, len(v.items))
	for i, item := range v.items {
		switch item.kind {
		case kindNull:
			found.add(at.item(i), "null", "Member must not be null")
			continue
		case kindString:
			texts = append(texts, unescape(item.raw))
		default:
			return wrongType(mismatch(item, shapeString))
		}
	}
	into.Set(reflect.ValueOf(texts))
	all := func() string { return "'[" + strings.Join(texts, ", ") + "]'" }
	found.length(f.limits, int64(len(v.items)), *at, all)
	for _, s := range texts {
		n := int64(length(s))
		if f.item.hasMax && n > f.item.max || f.item.hasMin && n < f.item.min {
			found.add(*at, all(), itemText(f.item))
			break
		}
	}
	return nil
}

func itemText(l limits) string {
	var parts []string
	if l.hasMax {
		parts = append(parts, "Member must have length less than or equal to "+strconv.FormatInt(l.max, 10))
	}
	if l.hasMin {
		parts = append(parts, "Member must have length greater than or equal to "+strconv.FormatInt(l.min, 10))
	}
	return "Member must satisfy constraint: [" + strings.Join(parts, ", ") + "]"
}

func (found *violations) structures(f *field, v value, into reflect.Value, at *path) error {
	list := reflect.MakeSlice(into.Type(), len(v.items), len(v.items))
	for i, item := range v.items {
		here := at.item(i)
		var err error
		switch {
		case item.kind == kindNull:
			found.add(here, "null", "Member must not be null")
		case item.kind != kindObject:
			err = wrongType(mismatch(item, shapeStructure))
		case f.shape == shapeDecisionList:
			err = found.decision(item, list.Index(i).Addr().Interface().(*swf.Decision), &here)
		default:
			err = found.structure(f.elem, item, list.Index(i), &here)
		}
		if err != nil {
			return err
		}
	}
	into.Set(list)
	found.length(f.limits, int64(len(v.items)), *at, func() string { return "'[...]'" })
	return nil
}

// mismatch is the service's text for a value of the wrong JSON type.
func mismatch(v value, want shape) string {
	switch want {
	case shapeStructure:
		if v.kind == kindList {
			return "Start of list found where not expected"
		}
		return "Expected null"
	case shapeStringList, shapeStructureList, shapeDecisionList, shapeEventList:
		return "Expected list or null"
	}
	switch v.kind {
	case kindList:
		return "Start of list found where not expected"
	case kindObject:
		return "Start of structure or map found where not expected."
	}
	return className(v.kind) + " can not be converted to an " + targetName(want)
}

func className(k kind) string {
	switch k {
	case kindNumber:
		return "class com.amazon.coral.value.json.numbers.TruncatingBigNumber"
	case kindBool:
		return "class java.lang.Boolean"
	}
	return "class java.lang.String"
}

func targetName(s shape) string {
	switch s {
	case shapeInteger:
		return "Integer"
	case shapeLong:
		return "Long"
	case shapeBoolean:
		return "Boolean"
	case shapeTimestamp:
		return "Date"
	}
	return "String"
}
