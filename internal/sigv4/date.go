package sigv4

import (
	"strconv"
	"time"
)

// How a request writes its instant, and a scope its day.
const (
	instantForm = "20060102T150405Z"
	dayForm     = "20060102"
)

// instant is when the request says that it was signed, as it writes it; "" if it does not.
func (r *Request) instant() string {
	if at := r.first(dateHeader); at != "" {
		return at
	}
	return r.first(plainDateHeader)
}

// checkInstant refuses a request that was signed too long ago, or too far in the future.
func (r Rules) checkInstant(text string, now time.Time) error {
	at, err := time.Parse(instantForm, text)
	// Parse takes fractions of a second, too.
	if err != nil || len(text) != len(instantForm) {
		return incomplete("Date must be in ISO-8601 'basic format'. Got '" + text + "'. See http://en.wikipedia.org/wiki/ISO_8601")
	}
	// Requests know whole seconds only.
	now = now.UTC().Truncate(time.Second)
	earliest, latest := now.Add(-r.Skew), now.Add(r.Skew)
	switch {
	case at.Before(earliest):
		return invalid("Signature expired: " + text + " is now earlier than " + earliest.Format(instantForm) + r.reckoning(now, " - "))
	case at.After(latest):
		return invalid("Signature not yet current: " + text + " is still later than " + latest.Format(instantForm) + r.reckoning(now, " + "))
	}
	return nil
}

// reckoning tells how a limit came about.
func (r Rules) reckoning(now time.Time, sign string) string {
	return " (" + now.Format(instantForm) + sign + strconv.FormatFloat(r.Skew.Minutes(), 'g', -1, 64) + " min.)"
}
