package awsjson

import "strconv"

// path is where in the input a value stands: the steps that lead to it. Its text is made only when it is needed.
type path struct {
	steps [maxSteps]step
	depth int
}

// maxSteps is more than the inputs of SWF have; a test walks all of them.
const maxSteps = 8

// step is a member, or an item of a list by its number, counted from 1.
type step struct {
	name string
	item int
}

func (p *path) down(name string, item int) {
	p.steps[p.depth] = step{name, item}
	p.depth++
}

func (p *path) up() { p.depth-- }

// String gives the service's form, such as decisions.1.member.startTimerDecisionAttributes.timerId.
func (p *path) String() string {
	var b []byte
	for i, s := range p.steps[:p.depth] {
		if i > 0 {
			b = append(b, '.')
		}
		if s.item > 0 {
			b = strconv.AppendInt(b, int64(s.item), 10)
			b = append(b, '.')
		}
		b = append(b, s.name...)
	}
	return string(b)
}
