package awsjson

import (
	"fmt"

	"github.com/swfd/swfd/swf"
)

func wrongType(text string) error {
	return &swf.SerializationException{FaultDetail: swf.FaultDetail{Message: text}}
}

func duplicate(name string) error { return wrongType("Duplicate member: " + name) }

func outOfRange(raw []byte) error {
	return wrongType(fmt.Sprintf("Number out of range: %.40s", raw))
}

// takes reports whether a value that begins with c has the JSON type of a shape.
func (s shape) takes(c byte) bool {
	switch s {
	case shapeString:
		return c == '"'
	case shapeInteger, shapeLong, shapeTimestamp:
		return c == '-' || c >= '0' && c <= '9'
	case shapeBoolean:
		return c == 't' || c == 'f' || c == '"'
	case shapeStructure:
		return c == '{'
	}
	return c == '['
}

// mismatch is the service's text for a value of the wrong JSON type, which begins with c.
func mismatch(c byte, want shape) string {
	switch want {
	case shapeStructure:
		if c == '[' {
			return "Start of list found where not expected"
		}
		return "Expected null"
	case shapeStringList, shapeStructureList, shapeDecisionList, shapeEventList:
		return "Expected list or null"
	}
	switch c {
	case '[':
		return "Start of list found where not expected"
	case '{':
		return "Start of structure or map found where not expected."
	}
	return className(c) + " can not be converted to an " + targetName(want)
}

// className is the framework's class for a scalar that begins with c.
func className(c byte) string {
	switch c {
	case '"':
		return "class java.lang.String"
	case 't', 'f':
		return "class java.lang.Boolean"
	}
	return "class com.amazon.coral.value.json.numbers.TruncatingBigNumber"
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
