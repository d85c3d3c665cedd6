package awsjson

import (
	"strconv"
	"strings"

	"github.com/swfd/swfd/swf"
)

// maxParts is how many breaches one message lists.
const maxParts = 10

// violations gathers what breaks the model's constraints.
type violations struct {
	count int
	parts []string
}

func (found *violations) add(at path, value, constraint string) {
	found.count++
	if len(found.parts) < maxParts {
		found.parts = append(found.parts, "Value "+value+" at '"+at.String()+"' failed to satisfy constraint: "+constraint)
	}
}

func (found *violations) length(l limits, n int64, at path, value func() string) {
	if l.hasMin && n < l.min {
		found.add(at, value(), "Member must have length greater than or equal to "+strconv.FormatInt(l.min, 10))
	}
	if l.hasMax && n > l.max {
		found.add(at, value(), "Member must have length less than or equal to "+strconv.FormatInt(l.max, 10))
	}
}

func (found *violations) err() error {
	if found.count == 0 {
		return nil
	}
	noun := " validation errors detected: "
	if found.count == 1 {
		noun = " validation error detected: "
	}
	return &swf.ValidationException{FaultDetail: swf.FaultDetail{
		Message: strconv.Itoa(found.count) + noun + strings.Join(found.parts, "; "),
	}}
}

// path is where in the input a value stands: a name, or the place in a list, within an outer path. Its text is made only when
// it is needed.
type path struct {
	outer *path
	name  string
	index int
}

func (p *path) member(name string) path { return path{outer: p, name: name} }

func (p *path) item(i int) path { return path{outer: p, name: "member", index: i + 1} }

// String gives the service's form, such as decisions.1.member.startTimerDecisionAttributes.timerId.
func (p path) String() string {
	text := p.name
	if p.index > 0 {
		text = strconv.Itoa(p.index) + "." + text
	}
	if p.outer == nil {
		return text
	}
	return p.outer.String() + "." + text
}
