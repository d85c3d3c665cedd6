package swf

import (
	"fmt"
	"math/big"
	"strconv"
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
	ms := int64(t)
	if ms < 0 {
		b = append(b, '-')
		ms = -ms
	}
	b = strconv.AppendInt(b, ms/1000, 10)
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

// ParseTimestamp reads a JSON number of seconds since the epoch, with or without fraction and exponent.
func ParseTimestamp(s string) (Timestamp, error) {
	r, ok := new(big.Rat).SetString(s)
	if !ok || len(s) > 64 {
		return 0, fmt.Errorf("timestamp %q is not a number of seconds", s)
	}
	r.Mul(r, big.NewRat(1000, 1))
	ms := new(big.Int).Quo(r.Num(), r.Denom())
	if !ms.IsInt64() {
		return 0, fmt.Errorf("timestamp %q is out of range", s)
	}
	return Timestamp(ms.Int64()), nil
}
