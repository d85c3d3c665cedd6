package throttle

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/swfd/swfd/internal/rate"
	"github.com/swfd/swfd/internal/spelling"
)

// Rates are the rates in force, as they were asked for: a base, and what differs from it. The zero value has none.
type Rates struct {
	// aws is true if SWF's own are the base.
	aws bool
	// own are the rates that differ from the base; nil for a rate that it has and that is not kept.
	own map[string]*rate.Limit
}

// AWS are SWF's own rates.
var AWS = Rates{aws: true}

// The bases of rates.
const (
	none = "none"
	aws  = "aws"
)

// Limit is the rate of a name, and false if there is none.
func (r Rates) Limit(name string) (rate.Limit, bool) {
	if own, ok := r.own[name]; ok {
		if own == nil {
			return rate.Limit{}, false
		}
		return *own, true
	}
	if !r.aws {
		return rate.Limit{}, false
	}
	l, ok := documented[name]
	return l, ok
}

// Names are the names of all rates that can be kept, in order.
func Names() []string { return slices.Clone(names) }

// names are those of SWF's operations and decisions, and what SWF limits for each execution and each task list.
var names = func() []string {
	all := slices.Collect(maps.Keys(documented))
	for _, d := range unpublished {
		all = append(all, string(d))
	}
	slices.Sort(all)
	return all
}()

// Parse reads rates: a base, which is "aws" or "none", and what differs from it, as in "aws, StartTimer=100+10/s, ListDomains=none".
// A rate is written as its burst and how many come back each second. Without a base it is "none".
func Parse(text string) (Rates, error) {
	var r Rates
	for i, part := range strings.Split(text, ",") {
		part = strings.TrimSpace(part)
		name, value, ok := strings.Cut(part, "=")
		switch {
		case !ok && i == 0 && (part == aws || part == none):
			r.aws = part == aws
		case !ok:
			return Rates{}, fmt.Errorf("%q is no rate: give aws or none, and then such as StartTimer=2000+200/s", part)
		default:
			if err := r.set(strings.TrimSpace(name), strings.TrimSpace(value)); err != nil {
				return Rates{}, err
			}
		}
	}
	return r, nil
}

func (r *Rates) set(name, value string) error {
	if _, known := slices.BinarySearch(names, name); !known {
		return unknownRate(name)
	}
	if _, twice := r.own[name]; twice {
		return fmt.Errorf("the rate %s is given twice", name)
	}
	l, err := parseLimit(value)
	if err != nil {
		return fmt.Errorf("the rate %s: %w", name, err)
	}
	if r.own == nil {
		r.own = map[string]*rate.Limit{}
	}
	r.own[name] = l
	return nil
}

func unknownRate(name string) error {
	if near := spelling.Nearest(name, names); near != "" {
		return fmt.Errorf("there is no rate %q; did you mean %s?", name, near)
	}
	return fmt.Errorf("there is no rate %q: the names are SWF's operations and decisions, and %s", name, strings.Join(narrow(), ", "))
}

// narrow are the names of the rates that are kept for less than an account.
func narrow() []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !strings.Contains(name, ".") })
}

// parseLimit reads a rate, nil for "none".
func parseLimit(text string) (*rate.Limit, error) {
	if text == none {
		return nil, nil
	}
	wrong := fmt.Errorf("%q is no rate: give a burst and what comes back each second, such as 2000+160/s, or none", text)
	burst, rest, ok := strings.Cut(text, "+")
	perSecond, ok2 := strings.CutSuffix(rest, "/s")
	if !ok || !ok2 {
		return nil, wrong
	}
	var l rate.Limit
	for _, n := range []struct {
		text string
		to   *int64
	}{{burst, &l.Burst}, {perSecond, &l.PerSecond}} {
		v, err := strconv.ParseUint(strings.TrimSpace(n.text), 10, 64)
		if err != nil || v < 1 || v > rate.Most {
			return nil, wrong
		}
		*n.to = int64(v)
	}
	return &l, nil
}

// String is the rates as Parse reads them.
func (r Rates) String() string {
	parts := []string{none}
	if r.aws {
		parts[0] = aws
	}
	for _, name := range slices.Sorted(maps.Keys(r.own)) {
		parts = append(parts, name+"="+limitText(r.own[name]))
	}
	return strings.Join(parts, ", ")
}

func limitText(l *rate.Limit) string {
	if l == nil {
		return none
	}
	return fmt.Sprintf("%d+%d/s", l.Burst, l.PerSecond)
}
