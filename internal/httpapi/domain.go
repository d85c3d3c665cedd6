package httpapi

import (
	"reflect"
	"strings"

	"github.com/swfd/swfd/internal/access"
)

// member is where an input names the domain that its call concerns: the member's place, -1 if there is none, and whether it is an ARN.
type member struct {
	field int
	isARN bool
}

// domainMember finds it.
func domainMember(operation string, in reflect.Type) member {
	names := []string{"Domain", "ResourceARN"}
	if strings.HasSuffix(operation, "Domain") {
		names = append(names, "Name")
	}
	for _, name := range names {
		if f, ok := in.FieldByName(name); ok {
			return member{f.Index[0], name == "ResourceARN"}
		}
	}
	return member{field: -1}
}

// domainOf names the domain that a call concerns, "" if there is none. The input is a pointer to a structure.
func (e *exchange) domainOf(caller access.Caller, m member, in any) string {
	switch {
	case caller.Task != nil && e.h.DomainName != nil:
		return e.h.DomainName(caller.Task.Domain)
	case m.field < 0:
		return ""
	}
	name := reflect.ValueOf(in).Elem().Field(m.field).String()
	if !m.isARN {
		return name
	}
	d, ok := access.ParseDomainARN(name)
	if !ok {
		return ""
	}
	return d.Name
}
