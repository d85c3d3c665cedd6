package swf_test

import (
	"encoding/json"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/swfd/swfd/swf"
)

func TestParseTimestamp(t *testing.T) {
	for text, want := range map[string]swf.Timestamp{
		"0":                         0,
		"-0":                        0,
		"1371454150":                1371454150000,
		"1371454150.451":            1371454150451,
		"1371454150.4":              1371454150400,
		"1371454150.4519999":        1371454150451, // finer digits are cut off, not rounded
		"1.786560427599E9":          1786560427599, // the service's form of today
		"1.786560427599e+9":         1786560427599,
		"1786560427599e-3":          1786560427599,
		"17865604275990000E-7":      1786560427599,
		"-1.5":                      -1500,
		"-0.0009":                   0,
		"9223372036854775.807":      math.MaxInt64,
		"-9223372036854775.808":     math.MinInt64,
		"0.000e999999999999999":     0,
		"5e-99999999999999999999":   0,
		"0.00000000000000000001e20": 1000,
		"1371454150." + strings.Repeat("1", 10_000): 1371454150111,
	} {
		if got, err := swf.ParseTimestamp(text); err != nil || got != want {
			t.Errorf("%.40s is read as %d (%v), want %d", text, got, err, want)
		}
	}
}

func TestParseTimestampRefuses(t *testing.T) {
	for text, why := range map[string]string{
		"":                       "not a number",
		"-":                      "not a number",
		".":                      "not a number",
		".5":                     "not a number",
		"5.":                     "not a number",
		"+5":                     "not a number",
		"--5":                    "not a number",
		"e5":                     "not a number",
		"5e":                     "not a number",
		"5e5.5":                  "not a number",
		"5e5e5":                  "not a number",
		"1.2.3":                  "not a number",
		"0x10":                   "not a number",
		"1_000":                  "not a number",
		"1/3":                    "not a number",
		"Inf":                    "not a number",
		"NaN":                    "not a number",
		" 1":                     "not a number",
		"٣":                      "not a number",
		"2013-06-17T07:29:10Z":   "not a number",
		"9223372036854775.808":   "out of range",
		"-9223372036854775.809":  "out of range",
		"1e16":                   "out of range",
		"1e999999":               "out of range",
		"1e999999999999999999":   "out of range",
		"-1e999999":              "out of range",
		strings.Repeat("9", 1e6): "out of range",
	} {
		got, err := swf.ParseTimestamp(text)
		if err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%.40s is read as %d (%v), want %q", text, got, err, why)
		} else if len(err.Error()) > 300 {
			t.Errorf("the error repeats a text of %d bytes", len(text))
		}
	}
}

// A number of a few bytes cannot cost more than it weighs, whatever its exponent. Written out, these would fill the memory.
func TestHostileExponentsAreCheap(t *testing.T) {
	for _, text := range []string{"1e999999999", "1e-999999999", "0e999999999", "123.456e999999999999999999999"} {
		if n := testing.AllocsPerRun(100, func() { _, _ = swf.ParseTimestamp(text) }); n > 10 {
			t.Errorf("%s takes %v allocations", text, n)
		}
	}
}

func TestTimestampOnTheWire(t *testing.T) {
	for ts, want := range map[swf.Timestamp]string{
		0:             "0",
		1:             "0.001",
		1371454150451: "1371454150.451",
		1371454150450: "1371454150.45",
		1371454150400: "1371454150.4",
		1371454150000: "1371454150",
		-1500:         "-1.5",
		math.MaxInt64: "9223372036854775.807",
		math.MinInt64: "-9223372036854775.808",
	} {
		if got, err := json.Marshal(ts); err != nil || string(got) != want {
			t.Errorf("%d is written as %s (%v), want %s", ts, got, err, want)
		}
		if got := string(ts.AppendJSON([]byte("x"))); got != "x"+want {
			t.Errorf("%d is appended as %s", ts, got)
		}
	}
}

func TestTimestampInJSON(t *testing.T) {
	type filter struct{ At swf.Timestamp }
	got := filter{At: 7}
	if err := json.Unmarshal([]byte(`{"At":null}`), &got); err != nil || got.At != 7 {
		t.Errorf("null gives %d (%v), want what was there", got.At, err)
	}
	for _, text := range []string{`{"At":"1371454150"}`, `{"At":true}`, `{"At":{}}`, `{"At":1e400}`} {
		if err := json.Unmarshal([]byte(text), &got); err == nil {
			t.Errorf("%s is read as %d", text, got.At)
		}
	}
}

func TestTimestampAsTime(t *testing.T) {
	at := time.Date(2013, 6, 17, 9, 29, 10, 451_999_999, time.FixedZone("", 7200))
	ts := swf.TimestampOf(at)
	if want := swf.Timestamp(1371454150451); ts != want {
		t.Fatalf("TimestampOf gives %d, want %d", ts, want)
	}
	if got := ts.Time(); !got.Equal(at.Truncate(time.Millisecond)) || got.Location() != time.UTC {
		t.Errorf("Time gives %v", got)
	}
	if got := ts.String(); got != "2013-06-17T07:29:10.451Z" {
		t.Errorf("String gives %s", got)
	}
	if got := swf.Timestamp(1371454150000).String(); got != "2013-06-17T07:29:10.000Z" {
		t.Errorf("String of a whole second gives %s", got)
	}
	later := ts.Add(90*time.Second + 999*time.Microsecond)
	if got := later.Sub(ts); got != 90*time.Second {
		t.Errorf("Add and Sub give %v", got)
	}
}

func TestTimestampsComeBackFromTheWire(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ts := swf.Timestamp(rapid.Int64().Draw(t, "milliseconds"))
		got, err := swf.ParseTimestamp(string(ts.AppendJSON(nil)))
		if err != nil || got != ts {
			t.Fatalf("%d came back as %d (%v)", ts, got, err)
		}
	})
}

// FuzzParseTimestamp compares with exact arithmetic wherever that is affordable, and demands that everything that is
// not a JSON number is refused.
func FuzzParseTimestamp(f *testing.F) {
	for _, text := range []string{"1371454150.451", "1.786560427599E9", "-0.5e-3", "1e999999", "9223372036854775.807", "007", "1e-20"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := swf.ParseTimestamp(text)
		if number := strings.TrimLeft(strings.TrimPrefix(text, "-"), "0"); err == nil && !json.Valid([]byte("1"+number)) {
			t.Fatalf("%q is read as %d, but is no JSON number", text, got)
		}
		want, affordable := exactTimestamp(text)
		switch {
		case !affordable:
		case err != nil && want.IsInt64():
			t.Fatalf("%q is refused (%v), want %v", text, err, want)
		case err == nil && (!want.IsInt64() || want.Int64() != int64(got)):
			t.Fatalf("%q is read as %d, want %v", text, got, want)
		}
	})
}

// exactTimestamp reads a JSON number by exact arithmetic, in milliseconds, unless its exponent makes that dear.
func exactTimestamp(text string) (*big.Int, bool) {
	_, exponent, _ := strings.Cut(strings.ToLower(text), "e")
	if !json.Valid([]byte(text)) || strings.ContainsAny(text, "\" \t\r\n[]{}tfn") || len(text) > 64 || len(exponent) > 4 {
		return nil, false
	}
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil, false
	}
	r.Mul(r, big.NewRat(1000, 1))
	return new(big.Int).Quo(r.Num(), r.Denom()), true
}
