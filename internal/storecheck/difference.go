package storecheck

import (
	"fmt"
	"reflect"
	"strconv"
)

// difference names the first field in which two structures of one type differ, with both values; "" if they agree. Both are
// pointers to structures.
func difference(got, want any) string {
	g, w := reflect.ValueOf(got), reflect.ValueOf(want)
	if g.Type() != w.Type() {
		return fmt.Sprintf("it is a %v, and the history says a %v", g.Type(), w.Type())
	}
	return fieldDifference("", g.Elem(), w.Elem())
}

func fieldDifference(path string, got, want reflect.Value) string {
	if reflect.DeepEqual(got.Interface(), want.Interface()) {
		return ""
	}
	if got.Kind() == reflect.Pointer && !got.IsNil() && !want.IsNil() {
		return fieldDifference(path, got.Elem(), want.Elem())
	}
	if got.Kind() != reflect.Struct {
		return fmt.Sprintf("%s is %s, and the history says %s", path, shown(got), shown(want))
	}
	if path != "" {
		path += "."
	}
	for i := range got.NumField() {
		if d := fieldDifference(path+got.Type().Field(i).Name, got.Field(i), want.Field(i)); d != "" {
			return d
		}
	}
	return ""
}

// longest is how much of a text is shown.
const longest = 60

func shown(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return "absent"
		}
		return shown(v.Elem())
	case reflect.String:
		text := v.String()
		if r := []rune(text); len(r) > longest {
			text = string(r[:longest]) + "..."
		}
		return strconv.Quote(text)
	}
	return fmt.Sprintf("%v", v.Interface())
}
