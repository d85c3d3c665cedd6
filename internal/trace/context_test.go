package trace

import (
	"fmt"
	"net/http"
	"testing"
)

func (p parent) String() string {
	return fmt.Sprintf("trace %x span %x decided %v sampled %v", p.trace, p.span, p.decided, p.sampled)
}

const (
	traceID  = "0af7651916cd43dd8448eb211c80319c"
	spanID   = "b7ad6b7169203331"
	nobody   = "trace 00000000000000000000000000000000 span 0000000000000000 decided false sampled false"
	somebody = "trace " + traceID + " span " + spanID + " decided true sampled "
)

func TestParents(t *testing.T) {
	for _, test := range []struct{ name, value, want string }{
		{"Traceparent", "00-" + traceID + "-" + spanID + "-01", somebody + "true"},
		{"Traceparent", "00-" + traceID + "-" + spanID + "-00", somebody + "false"},
		{"Traceparent", "00-" + traceID + "-" + spanID + "-03", somebody + "true"},
		{"Traceparent", "cc-" + traceID + "-" + spanID + "-01-more", somebody + "true"},
		{"Traceparent", "00-" + traceID + "-" + spanID + "-01-more", nobody},
		{"Traceparent", "cc-" + traceID + "-" + spanID + "-01more", nobody},
		{"Traceparent", "ff-" + traceID + "-" + spanID + "-01", nobody},
		{"Traceparent", "00-00000000000000000000000000000000-" + spanID + "-01", nobody},
		{"Traceparent", "00-" + traceID + "-0000000000000000-01", nobody},
		{"Traceparent", "00-0AF7651916CD43DD8448EB211C80319C-" + spanID + "-01", nobody},
		{"Traceparent", "00-" + traceID + "-" + spanID + "-0", nobody},
		{"Traceparent", "00-" + traceID + "-" + spanID + "-zz", nobody},
		{"Traceparent", "00." + traceID + "-" + spanID + "-01", nobody},
		{"Traceparent", "nonsense", nobody},
		{"X-Amzn-Trace-Id", "Root=1-0af76519-16cd43dd8448eb211c80319c;Parent=" + spanID + ";Sampled=1", somebody + "true"},
		{"X-Amzn-Trace-Id", "Sampled=0; Parent=" + spanID + "; Root=1-0af76519-16cd43dd8448eb211c80319c; Self=x", somebody + "false"},
		{"X-Amzn-Trace-Id", "Root=1-0af76519-16cd43dd8448eb211c80319c;Sampled=?",
			"trace " + traceID + " span 0000000000000000 decided false sampled false"},
		{"X-Amzn-Trace-Id", "Parent=" + spanID + ";Sampled=1", nobody},
		{"X-Amzn-Trace-Id", "Root=2-0af76519-16cd43dd8448eb211c80319c", nobody},
		{"X-Amzn-Trace-Id", "Root=1-0af76519-16cd43dd8448eb211c80319c;Parent=1", nobody},
		{"X-Amzn-Trace-Id", "Root=", nobody},
	} {
		h := http.Header{}
		h.Set(test.name, test.value)
		if got := parentOf(h).String(); got != test.want {
			t.Errorf("%s: %s\ngot  %s\nwant %s", test.name, test.value, got, test.want)
		}
	}
	both := http.Header{}
	both.Set("Traceparent", "00-"+traceID+"-"+spanID+"-01")
	both.Set("X-Amzn-Trace-Id", "Root=1-11111111-111111111111111111111111")
	if got := parentOf(both).String(); got != somebody+"true" {
		t.Errorf("of both the W3C's does not count: %s", got)
	}
}

func TestSamplers(t *testing.T) {
	undecided := parent{}
	yes, no := parent{decided: true, sampled: true}, parent{decided: true}
	low, high := [16]byte{15: 1}, [16]byte{8: 0xff, 15: 1}
	for _, test := range []struct {
		sampler Sampler
		parent  parent
		trace   [16]byte
		want    bool
	}{
		{Sampler{1, true}, undecided, high, true},
		{Sampler{1, true}, no, high, false},
		{Sampler{1, false}, no, high, true},
		{Sampler{0, true}, undecided, low, false},
		{Sampler{0, true}, yes, low, true},
		{Sampler{0, false}, yes, low, false},
		{Sampler{.5, false}, undecided, low, true},
		{Sampler{.5, false}, undecided, high, false},
	} {
		if got := test.sampler.sampled(test.parent, test.trace); got != test.want {
			t.Errorf("%+v of %+v and %x: %v", test.sampler, test.parent, test.trace, got)
		}
	}
	sampled := 0
	for range 10_000 {
		if (Sampler{Ratio: .2}).sampled(undecided, newTrace()) {
			sampled++
		}
	}
	// Five hundred is more than ten standard deviations.
	if sampled < 1500 || sampled > 2500 {
		t.Errorf("%d of 10,000 traces were sampled, and should be about 2,000", sampled)
	}
}

func FuzzParents(f *testing.F) {
	f.Add("00-"+traceID+"-"+spanID+"-01", "Root=1-0af76519-16cd43dd8448eb211c80319c;Parent="+spanID+";Sampled=1")
	f.Fuzz(func(t *testing.T, w3c, amazon string) {
		for _, p := range []parent{parseTraceparent(w3c), parseAmazon(amazon)} {
			if p.trace == [16]byte{} && p != (parent{}) {
				t.Errorf("%q, %q: something without a trace: %v", w3c, amazon, p)
			}
		}
	})
}
