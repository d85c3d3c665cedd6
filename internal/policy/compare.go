package policy

import (
	"encoding/base64"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// comparison is what a condition does with its values.
type comparison interface {
	// add takes a value of the document, or says why it can't be one.
	add(text string) error
	// matches reports whether a text of the request compares with any of the values. One that cannot be read compares with none.
	matches(text string, c Context) bool
}

// comparisons makes one for each operator, but for those that negate another, and Null.
var comparisons = map[string]func(variables bool) comparison{
	"StringEquals":           func(v bool) comparison { return &texts{syntax: syntax{variables: v}} },
	"StringEqualsIgnoreCase": func(v bool) comparison { return &texts{syntax: syntax{variables: v}, folds: true} },
	"StringLike":             func(v bool) comparison { return &texts{syntax: syntax{variables: v, wildcards: true}} },
	"ArnEquals":              func(v bool) comparison { return &arns{syntax: syntax{variables: v, wildcards: true}} },
	"ArnLike":                func(v bool) comparison { return &arns{syntax: syntax{variables: v, wildcards: true}} },
	"Bool":                   func(bool) comparison { return &bools{} },
	"BinaryEquals":           func(bool) comparison { return &binaries{} },
	"IpAddress":              func(bool) comparison { return &addresses{} },

	"NumericEquals":            numeric(func(order int) bool { return order == 0 }),
	"NumericLessThan":          numeric(func(order int) bool { return order < 0 }),
	"NumericLessThanEquals":    numeric(func(order int) bool { return order <= 0 }),
	"NumericGreaterThan":       numeric(func(order int) bool { return order > 0 }),
	"NumericGreaterThanEquals": numeric(func(order int) bool { return order >= 0 }),

	"DateEquals":            date(func(order int) bool { return order == 0 }),
	"DateLessThan":          date(func(order int) bool { return order < 0 }),
	"DateLessThanEquals":    date(func(order int) bool { return order <= 0 }),
	"DateGreaterThan":       date(func(order int) bool { return order > 0 }),
	"DateGreaterThanEquals": date(func(order int) bool { return order >= 0 }),
}

// texts are strings, as they are or with wildcards.
type texts struct {
	syntax
	folds    bool
	patterns []pattern
}

func (t *texts) add(text string) error {
	atoms, err := t.atoms(text)
	if err != nil {
		return err
	}
	p := newPattern(atoms)
	p.folds = t.folds
	t.patterns = append(t.patterns, p)
	return nil
}

func (t *texts) matches(text string, c Context) bool {
	for i := range t.patterns {
		if t.patterns[i].matches(text, c) {
			return true
		}
	}
	return false
}

// arns are names of resources, compared segment by segment.
type arns struct {
	syntax
	every    bool
	patterns [][]pattern
}

func (a *arns) add(text string) error {
	if text == "*" {
		a.every = true
		return nil
	}
	atoms, err := a.atoms(text)
	if err != nil {
		return err
	}
	segments := splitSegments(atoms)
	if len(segments) != arnSegments {
		return fmt.Errorf("%s is no ARN: one has six parts with colons between", quote(text))
	}
	var patterns []pattern
	for _, s := range segments {
		patterns = append(patterns, newPattern(s))
	}
	a.patterns = append(a.patterns, patterns)
	return nil
}

func (a *arns) matches(text string, c Context) bool {
	if a.every {
		return true
	}
	r := ResourceOf(text)
	for _, segments := range a.patterns {
		if r.count == arnSegments && matchesEach(segments, &r, c) {
			return true
		}
	}
	return false
}

// bools are truth values.
type bools struct{ hasTrue, hasFalse bool }

func (b *bools) add(text string) error {
	value, err := readBool(text)
	b.hasTrue, b.hasFalse = b.hasTrue || value, b.hasFalse || !value
	return err
}

func (b *bools) matches(text string, _ Context) bool {
	value, err := readBool(text)
	return err == nil && (value && b.hasTrue || !value && b.hasFalse)
}

func readBool(text string) (bool, error) {
	switch {
	case strings.EqualFold(text, "true"):
		return true, nil
	case strings.EqualFold(text, "false"):
		return false, nil
	}
	return false, fmt.Errorf("%s is neither true nor false", quote(text))
}

// binaries are bytes, in base64 in the document.
type binaries struct{ values []string }

func (b *binaries) add(text string) error {
	value, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil {
		return fmt.Errorf("%s is not base64", quote(text))
	}
	b.values = append(b.values, string(value))
	return nil
}

func (b *binaries) matches(text string, _ Context) bool { return slices.Contains(b.values, text) }

// addresses are ranges of IP addresses.
type addresses struct{ ranges []netip.Prefix }

func (a *addresses) add(text string) error {
	if address, ok := readAddress(text); ok {
		a.ranges = append(a.ranges, netip.PrefixFrom(address, address.BitLen()))
		return nil
	}
	r, err := netip.ParsePrefix(text)
	if err != nil || r.Addr().Is4In6() {
		return fmt.Errorf("%s is neither an IP address nor a range of them, such as 203.0.113.0/24 or 2001:db8::/32", quote(text))
	}
	a.ranges = append(a.ranges, r.Masked())
	return nil
}

func (a *addresses) matches(text string, _ Context) bool {
	address, ok := readAddress(text)
	return ok && slices.ContainsFunc(a.ranges, func(r netip.Prefix) bool { return r.Contains(address) })
}

// readAddress reads an address; an IPv4 address in the clothes of IPv6 is still one.
func readAddress(text string) (netip.Addr, bool) {
	address, err := netip.ParseAddr(text)
	return address.Unmap(), err == nil && address.Zone() == ""
}

// numbers are numbers that a number of the request stands in some order to.
type numbers struct {
	holds  func(order int) bool
	values []float64
}

func numeric(holds func(order int) bool) func(bool) comparison {
	return func(bool) comparison { return &numbers{holds: holds} }
}

func (n *numbers) add(text string) error {
	value, ok := readNumber(text)
	if !ok {
		return fmt.Errorf("%s is no number", quote(text))
	}
	n.values = append(n.values, value)
	return nil
}

func (n *numbers) matches(text string, _ Context) bool {
	value, ok := readNumber(text)
	return ok && slices.ContainsFunc(n.values, func(v float64) bool { return n.holds(compareNumbers(value, v)) })
}

func compareNumbers(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// readNumber reads a decimal number, but not what else a float can be: nothing infinite, and no hexadecimals.
func readNumber(text string) (float64, bool) {
	if text == "" || strings.Trim(text, "0123456789+-.eE") != "" {
		return 0, false
	}
	value, err := strconv.ParseFloat(text, 64)
	return value, err == nil
}

// dates are instants that an instant of the request stands in some order to.
type dates struct {
	holds  func(order int) bool
	values []time.Time
}

func date(holds func(order int) bool) func(bool) comparison {
	return func(bool) comparison { return &dates{holds: holds} }
}

func (d *dates) add(text string) error {
	value, ok := readDate(text)
	if !ok {
		return fmt.Errorf("%s is no date, such as 2026-01-02T15:04:05Z, 2026-01-02, or seconds since 1970", quote(text))
	}
	d.values = append(d.values, value)
	return nil
}

func (d *dates) matches(text string, _ Context) bool {
	value, ok := readDate(text)
	return ok && slices.ContainsFunc(d.values, func(v time.Time) bool { return d.holds(value.Compare(v)) })
}

// dateForms are those of ISO 8601 that IAM names; a fraction of the second may follow it. A year alone would look like seconds.
var dateForms = []string{"2006-01-02T15:04:05Z07:00", "2006-01-02", "2006-01-02T15:04Z07:00", "2006-01"}

// readDate reads a date of ISO 8601, or whole seconds since 1970.
func readDate(text string) (time.Time, bool) {
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil {
		return time.Unix(seconds, 0), true
	}
	for _, form := range dateForms {
		if at, err := time.ParseInLocation(form, text, time.UTC); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}
