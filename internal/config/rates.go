package config

import (
	"maps"
	"slices"
	"strings"

	"github.com/swfd/swfd/internal/throttle"
)

// rates may be a table in a file, in which each rate has a line: base = "aws", StartTimer = "100+10/s", and those of each execution and
// each task list stand in tables of their own below it.
type rates throttle.Rates

func (v *rates) Set(s string) error {
	r, err := throttle.Parse(s)
	if err != nil {
		return err
	}
	*v = rates(r)
	return nil
}

func (v *rates) String() string { return throttle.Rates(*v).String() }
func (*rates) Type() string     { return "rates" }
func (*rates) example() string {
	return `"aws" or "none", or a table with lines such as base = "aws" and StartTimer = "100+10/s"`
}

func (*rates) inFile(v any) (string, bool) {
	table, ok := v.(map[string]any)
	if !ok {
		s, ok := v.(string)
		return s, ok
	}
	base := "none"
	if given, is := table["base"]; is {
		base, ok = given.(string)
	}
	lines, fit := rateLines("", table)
	return strings.Join(append([]string{base}, lines...), ","), ok && fit
}

// rateLines are the rates of a table as they stand in a text.
func rateLines(before string, table map[string]any) (lines []string, ok bool) {
	for _, key := range slices.Sorted(maps.Keys(table)) {
		switch value := table[key].(type) {
		case string:
			if before+key == "base" {
				continue
			}
			if strings.ContainsAny(key+value, ",=") {
				return nil, false
			}
			lines = append(lines, before+key+"="+value)
		case map[string]any:
			below, ok := rateLines(before+key+".", value)
			if !ok {
				return nil, false
			}
			lines = append(lines, below...)
		default:
			return nil, false
		}
	}
	return lines, true
}
