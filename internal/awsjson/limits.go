package awsjson

import (
	"strconv"
	"strings"
)

// limits are the least and the greatest length of a text or list, or value of a number.
type limits struct {
	min, max       int64
	hasMin, hasMax bool
}

// parseLimits reads the form "min..max", either of which may be left out.
func parseLimits(text string) limits {
	low, high, _ := strings.Cut(text, "..")
	var l limits
	if n, err := strconv.ParseInt(low, 10, 64); err == nil {
		l.min, l.hasMin = n, true
	}
	if n, err := strconv.ParseInt(high, 10, 64); err == nil {
		l.max, l.hasMax = n, true
	}
	return l
}

func (l limits) tooSmall(n int64) bool { return l.hasMin && n < l.min }

func (l limits) tooLarge(n int64) bool { return l.hasMax && n > l.max }

func (l limits) hold(n int64) bool { return !l.tooSmall(n) && !l.tooLarge(n) }

func (l limits) shortest() string {
	return "Member must have length greater than or equal to " + strconv.FormatInt(l.min, 10)
}

func (l limits) longest() string {
	return "Member must have length less than or equal to " + strconv.FormatInt(l.max, 10)
}

// itemText is the constraint on the items of a list; the service names it whole, whichever half is broken.
func (l limits) itemText() string {
	var parts []string
	if l.hasMax {
		parts = append(parts, l.longest())
	}
	if l.hasMin {
		parts = append(parts, l.shortest())
	}
	return "Member must satisfy constraint: " + listText(parts)
}

// lengthWithin is the length of a text as far as the limits need to know it. A unit of length takes one to three bytes, so most
// texts are plainly within their limits, and need not be counted.
func lengthWithin(s string, l limits) int64 {
	if n := int64(len(s)); l.hold(n) && l.hold(n/3) {
		return n
	}
	return int64(length(s))
}
