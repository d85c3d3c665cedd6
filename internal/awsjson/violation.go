package awsjson

import (
	"strconv"
	"strings"

	"github.com/swfd/swfd/swf"
)

// maxParts is how many breaches one message lists.
const maxParts = 10

// violations gathers what breaks the model's constraints. Of any number of breaches it keeps the text of the first few.
type violations struct {
	// at is the place of the value that is being checked.
	at    path
	count int
	parts []string
}

// missing notes that a member of the value is missing.
func (found *violations) missing(name string) {
	found.at.down(name, 0)
	found.null()
	found.at.up()
}

// null notes that the value is null where it must not be.
func (found *violations) null() { found.add("null", "Member must not be null") }

// breach notes that the value breaks a constraint.
func (found *violations) breach(value, constraint string) {
	if found.count < maxParts {
		value = "'" + value + "'"
	}
	found.add(value, constraint)
}

func (found *violations) add(value, constraint string) {
	if found.count < maxParts {
		found.parts = append(found.parts, "Value "+value+" at '"+found.at.String()+"' failed to satisfy constraint: "+constraint)
	}
	found.count++
}

// length checks the length of a text or list, whose text is asked for only if it breaks the limits.
func (found *violations) length(l limits, n int64, value func() string) {
	if l.tooSmall(n) {
		found.breach(value(), l.shortest())
	}
	if l.tooLarge(n) {
		found.breach(value(), l.longest())
	}
}

// size checks a number.
func (found *violations) size(l limits, n int64) {
	if l.tooSmall(n) {
		found.breach(strconv.FormatInt(n, 10), "Member must have value greater than or equal to "+strconv.FormatInt(l.min, 10))
	}
	if l.tooLarge(n) {
		found.breach(strconv.FormatInt(n, 10), "Member must have value less than or equal to "+strconv.FormatInt(l.max, 10))
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

// listText is how the service prints a list of texts.
func listText(texts []string) string { return "[" + strings.Join(texts, ", ") + "]" }

func enumText(values []string) string {
	return "Member must satisfy enum value set: " + listText(values)
}
