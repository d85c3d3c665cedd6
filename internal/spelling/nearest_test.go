package spelling

import (
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	const flags = "data domain force follow limit limit-open-timers retention run server show signal start DescribeDomain DeprecateDomain"
	for word, want := range map[string]string{
		"retenton":         "retention",
		"serve":            "server",
		"limit-open-timer": "limit-open-timers",
		"limitOpenTimers":  "limit-open-timers",
		"describeDomain":   "DescribeDomain",
		"datadir":          "data",
		"folow":            "follow",
		"reten":            "retention",
		"sh":               "",
		"s":                "",
		"":                 "",
		"--":               "",
		"colour":           "",
		"D":                "",
		"shwo":             "",
		"sow":              "show",
		"signla":           "signal",
		"nope":             "",
	} {
		if got := Nearest(word, strings.Fields(flags)); got != want {
			t.Errorf("%q was meant as %q, want %q", word, got, want)
		}
	}
	if got := Nearest("any", nil); got != "" {
		t.Errorf("among no names there is %q", got)
	}
}

// Names of any bytes and lengths have a distance: it is 0 for the same, the same both ways, and no more than the longer one is long.
func FuzzDistance(f *testing.F) {
	f.Add("kitten", "sitting")
	f.Add("", "é")
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a)+len(b) > 200 {
			return
		}
		d := distance(a, b)
		if d != distance(b, a) || (d == 0) != (a == b) || d > max(len(a), len(b)) || d < max(len(a), len(b))-min(len(a), len(b)) {
			t.Errorf("from %q to %q it is %d", a, b, d)
		}
	})
}
