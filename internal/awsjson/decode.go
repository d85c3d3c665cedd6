package awsjson

import (
	"bytes"
	"reflect"
	"slices"
	"strconv"

	"github.com/swfd/swfd/swf"
)

// Decode fills the input structure that into points at. It returns a SerializationException if a known member has the wrong
// JSON type, else a ValidationException that names the breaches of the model's constraints. A structure that
// was refused may be filled in part.
func (d Document) Decode(into any) error {
	r := decoder{scanner: scanner{rest: d.text}}
	v := reflect.ValueOf(into).Elem()
	if err := r.root(planOf(v.Type()), v); err != nil {
		return err
	}
	return r.found.err()
}

// decoder reads a text that Parse has checked, from front to back, once.
type decoder struct {
	scanner
	found violations
}

// root reads the whole document; null is a structure in which everything is absent.
func (d *decoder) root(p *plan, into reflect.Value) error {
	if d.null() {
		d.missing(p, 0)
		return nil
	}
	if c := d.next(); c != '{' {
		return wrongType(mismatch(c, shapeStructure))
	}
	return d.structure(p, into)
}

// enter goes into the object or list that begins here, and reports whether anything is in it.
func (d *decoder) enter(end byte) bool {
	d.rest = d.rest[1:]
	return !d.eat(end)
}

// another goes on to the next member or item, and reports whether there is one.
func (d *decoder) another(end byte) bool { return d.eat(',') || !d.eat(end) }

// name takes a member's name and the colon after it. It is as it came, with its escapes.
func (d *decoder) name() []byte {
	d.space()
	raw, _ := d.string()
	d.eat(':')
	return raw
}

// null takes a null, if it comes next.
func (d *decoder) null() bool { return d.next() == 'n' && d.word("null") }

// members goes through the object that begins here, and calls fill with the place of each known member, in front of its
// value, unless that is null. It returns the places that were filled as a set of bits: no structure of SWF has 64 members.
func (d *decoder) members(places map[string]int, fill func(place int) error) (given uint64, err error) {
	var seen uint64
	for more := d.enter('}'); more; more = d.another('}') {
		name := d.name()
		place, known := lookup(places, name)
		if !known {
			d.value(0)
			continue
		}
		bit := uint64(1) << place
		if seen&bit != 0 {
			return given, duplicate(unescape(name))
		}
		seen |= bit
		if d.null() {
			continue
		}
		given |= bit
		if err := fill(place); err != nil {
			return given, err
		}
	}
	return given, nil
}

// lookup finds a member by its name as it came.
func lookup(places map[string]int, raw []byte) (int, bool) {
	if bytes.IndexByte(raw, '\\') >= 0 {
		place, ok := places[unescape(raw)]
		return place, ok
	}
	place, ok := places[string(raw)]
	return place, ok
}

// structure fills a structure and notes what breaks its constraints.
func (d *decoder) structure(p *plan, into reflect.Value) error {
	given, err := d.members(p.places, func(place int) error {
		f := &p.fields[place]
		return d.member(f, into.Field(f.index))
	})
	if err != nil {
		return err
	}
	d.missing(p, given)
	return nil
}

// missing notes the required members that were not given.
func (d *decoder) missing(p *plan, given uint64) {
	for i := range p.fields {
		if f := &p.fields[i]; f.required && given&(1<<i) == 0 {
			d.found.missing(f.name)
		}
	}
}

// member fills one member with a value that is not null.
func (d *decoder) member(f *field, into reflect.Value) error {
	if c := d.next(); !f.shape.takes(c) {
		return wrongType(mismatch(c, f.shape))
	}
	if f.pointer {
		into.Set(reflect.New(into.Type().Elem()))
		into = into.Elem()
	}
	d.found.at.down(f.name, 0)
	defer d.found.at.up()
	switch f.shape {
	case shapeString:
		d.text(f, into)
		return nil
	case shapeInteger, shapeLong:
		return d.integer(f, into)
	case shapeBoolean:
		return d.boolean(into)
	case shapeTimestamp:
		return d.timestamp(into)
	case shapeStructure:
		return d.structure(f.elem, into)
	case shapeStringList:
		return d.texts(f, into)
	case shapeDecisionList:
		return d.decisions(into.Addr().Interface().(*[]swf.Decision))
	}
	return d.structures(f, into)
}

func (d *decoder) text(f *field, into reflect.Value) {
	raw, _ := d.string()
	s := unescape(raw)
	into.SetString(s)
	if f.enum == nil {
		d.found.length(f.limits, lengthWithin(s, f.limits), func() string { return s })
	} else if !slices.Contains(f.enum, s) {
		d.found.breach(s, f.enumText)
	}
}

func (d *decoder) integer(f *field, into reflect.Value) error {
	raw, _ := d.number()
	n, ok := truncated(raw)
	if !ok || into.OverflowInt(n) {
		return outOfRange(raw)
	}
	into.SetInt(n)
	d.found.size(f.limits, n)
	return nil
}

// truncated reads a number; the service cuts off its fraction.
func truncated(raw []byte) (int64, bool) {
	if bytes.ContainsAny(raw, "eE") {
		x, err := strconv.ParseFloat(string(raw), 64)
		return int64(x), err == nil && x >= -1<<63 && x < 1<<63
	}
	whole, _, _ := bytes.Cut(raw, []byte{'.'})
	n, err := strconv.ParseInt(string(whole), 10, 64)
	return n, err == nil
}

func (d *decoder) boolean(into reflect.Value) error {
	if d.next() != '"' {
		into.SetBool(d.next() == 't')
		d.value(0)
		return nil
	}
	// The framework takes a few texts for truth values.
	raw, _ := d.string()
	switch s := unescape(raw); s {
	case "true", "1", "yes":
		into.SetBool(true)
	case "false", "0", "no":
		into.SetBool(false)
	default:
		return wrongType("'" + s + "' can not be converted to an Boolean")
	}
	return nil
}

func (d *decoder) timestamp(into reflect.Value) error {
	raw, _ := d.number()
	t, err := swf.ParseTimestamp(string(raw))
	if err != nil {
		return outOfRange(raw)
	}
	into.SetInt(int64(t))
	return nil
}

// items goes through the list that begins here, and calls take in front of each item, or behind it if it is null. Items have the
// JSON type of a shape.
func (d *decoder) items(of shape, take func(null bool) error) error {
	n := 0
	for more := d.enter(']'); more; more = d.another(']') {
		n++
		d.found.at.down("member", n)
		null := d.null()
		if c := d.next(); !null && !of.takes(c) {
			return wrongType(mismatch(c, of))
		}
		if err := take(null); err != nil {
			return err
		}
		d.found.at.up()
	}
	return nil
}

// texts fills a list of texts. A null in it is absent: the live service takes a tagList of [null] without complaint.
func (d *decoder) texts(f *field, into reflect.Value) error {
	texts := []string{}
	broken := false
	err := d.items(shapeString, func(null bool) error {
		if null {
			return nil
		}
		raw, _ := d.string()
		s := unescape(raw)
		texts = append(texts, s)
		broken = broken || !f.item.hold(lengthWithin(s, f.item))
		return nil
	})
	if err != nil {
		return err
	}
	into.Set(reflect.ValueOf(texts))
	d.found.length(f.limits, int64(len(texts)), func() string { return listText(texts) })
	if broken {
		d.found.breach(listText(texts), f.item.itemText())
	}
	return nil
}

func (d *decoder) structures(f *field, into reflect.Value) error {
	into.Set(reflect.MakeSlice(into.Type(), 0, 0))
	return d.items(shapeStructure, func(null bool) error {
		if null {
			d.found.null()
			return nil
		}
		item := reflect.New(f.elem.typ).Elem()
		if err := d.structure(f.elem, item); err != nil {
			return err
		}
		// What is refused anyway need not be kept.
		if d.found.count == 0 {
			into.Set(reflect.Append(into, item))
		}
		return nil
	})
}
