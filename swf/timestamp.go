package swf

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Timestamp is an instant as SWF stamps it: milliseconds since 1970-01-01T00:00:00Z. On the wire it is
// a JSON number of seconds with a fraction. Finer digits of a received number are cut off.
type Timestamp int64

// TimestampOf returns t at SWF's resolution; what is finer than a millisecond is cut off.
func TimestampOf(t time.Time) Timestamp { return Timestamp(t.UnixMilli()) }

// Time returns the instant in UTC.
func (t Timestamp) Time() time.Time { return time.UnixMilli(int64(t)).UTC() }

// Add returns the instant d later; what d has below a millisecond is cut off.
func (t Timestamp) Add(d time.Duration) Timestamp { return t + Timestamp(d.Milliseconds()) }

// Sub returns how much later t is than u.
func (t Timestamp) Sub(u Timestamp) time.Duration { return time.Duration(t-u) * time.Millisecond }

// String gives the instant in RFC 3339 with milliseconds, in UTC.
func (t Timestamp) String() string { return t.Time().Format("2006-01-02T15:04:05.000Z07:00") }

// AppendJSON appends the wire form, such as 1371454150.451.
func (t Timestamp) AppendJSON(b []byte) []byte {
	ms := uint64(t)
	if t < 0 {
		b = append(b, '-')
		ms = -ms
	}
	b = strconv.AppendUint(b, ms/1000, 10)
	frac := ms % 1000
	if frac == 0 {
		return b
	}
	b = append(b, '.', byte('0'+frac/100), byte('0'+frac/10%10), byte('0'+frac%10))
	for b[len(b)-1] == '0' {
		b = b[:len(b)-1]
	}
	return b
}

// MarshalJSON gives the wire form.
func (t Timestamp) MarshalJSON() ([]byte, error) { return t.AppendJSON(nil), nil }

// UnmarshalJSON reads the wire form: an integer, a fraction or a number with an exponent.
func (t *Timestamp) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		return nil
	}
	ts, err := ParseTimestamp(string(b))
	if err != nil {
		return err
	}
	*t = ts
	return nil
}

// ParseTimestamp reads a JSON number of seconds since the epoch, with or without fraction and exponent. It is exact, and
// its cost is bounded by the length of the text, whatever the exponent says.
func ParseTimestamp(s string) (Timestamp, error) {
	number := strings.TrimPrefix(s, "-")
	sign := s[:len(s)-len(number)]
	mantissa, exponent := number, 0
	if i := strings.IndexAny(number, "eE"); i >= 0 {
		var err error
		if exponent, err = strconv.Atoi(number[i+1:]); err != nil && !errors.Is(err, strconv.ErrRange) {
			return 0, notSeconds(s)
		}
		mantissa = number[:i]
	}
	whole, fraction, hasPoint := strings.Cut(mantissa, ".")
	digits := whole + fraction
	if whole == "" || hasPoint && fraction == "" || strings.Trim(digits, "0123456789") != "" {
		return 0, notSeconds(s)
	}
	ms, ok := scaled(sign, digits, len(whole), exponent)
	if !ok {
		return 0, fmt.Errorf("timestamp %.40q is out of range", s)
	}
	return Timestamp(ms), nil
}

func notSeconds(s string) error {
	return fmt.Errorf("timestamp %.40q is not a number of seconds", s)
}

// scaled is the number whose decimal point stands behind so many of the digits, with a sign and an exponent, in
// thousandths; what is finer is cut off.
func scaled(sign, digits string, point, exponent int) (int64, bool) {
	significant := strings.TrimLeft(digits, "0")
	point -= len(digits) - len(significant)
	const most = 19 // digits of an int64
	switch {
	case significant == "":
		return 0, true
	case exponent > most-3-point:
		return 0, false
	case exponent < -3-point:
		return 0, true
	}
	point += exponent + 3
	if missing := point - len(significant); missing > 0 {
		significant += strings.Repeat("0", missing)
	}
	if point == 0 {
		return 0, true
	}
	ms, err := strconv.ParseInt(sign+significant[:point], 10, 64)
	return ms, err == nil
}
