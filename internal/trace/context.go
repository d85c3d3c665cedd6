package trace

import (
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
	"net/http"
	"strings"
)

// parent is the trace context of a caller. A zero trace means that there is none.
type parent struct {
	trace [16]byte
	span  [8]byte
	// decided is true if the caller has said whether the trace is sampled.
	decided, sampled bool
}

// parentOf reads the caller's trace context: the W3C's traceparent or, without it, Amazon's X-Amzn-Trace-Id. What is malformed
// counts for nothing.
func parentOf(h http.Header) parent {
	if text := h.Get("Traceparent"); text != "" {
		return parseTraceparent(text)
	}
	return parseAmazon(h.Get("X-Amzn-Trace-Id"))
}

// parseTraceparent reads version-trace-span-flags, in hexadecimal digits. Later versions may go on after a dash.
func parseTraceparent(text string) parent {
	var p parent
	var version, flags [1]byte
	if len(text) < 55 || text[2] != '-' || text[35] != '-' || text[52] != '-' {
		return parent{}
	}
	if !fromHex(version[:], text[:2]) || !fromHex(p.trace[:], text[3:35]) || !fromHex(p.span[:], text[36:52]) || !fromHex(flags[:], text[53:55]) {
		return parent{}
	}
	switch {
	case version[0] == 0xff, version[0] == 0 && len(text) != 55, len(text) > 55 && text[55] != '-':
		return parent{}
	case p.trace == [16]byte{} || p.span == [8]byte{}:
		return parent{}
	}
	p.decided, p.sampled = true, flags[0]&1 != 0
	return p
}

// parseAmazon reads Root=1-8 digits-24 digits;Parent=16 digits;Sampled=1, in any order.
func parseAmazon(text string) parent {
	var p parent
	for part := range strings.SplitSeq(text, ";") {
		key, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch key {
		case "Root":
			if len(value) != 35 || value[:2] != "1-" || value[10] != '-' || !fromHex(p.trace[:], value[2:10]+value[11:]) {
				return parent{}
			}
		case "Parent":
			if !fromHex(p.span[:], value) {
				return parent{}
			}
		case "Sampled":
			p.decided, p.sampled = value == "0" || value == "1", value == "1"
		}
	}
	if p.trace == [16]byte{} {
		return parent{}
	}
	return p
}

// fromHex reads lower-case hexadecimal digits, exactly as many as fill b.
func fromHex(b []byte, text string) bool {
	if len(text) != 2*len(b) || strings.ToLower(text) != text {
		return false
	}
	_, err := hex.Decode(b, []byte(text))
	return err == nil
}

// sampled decides whether a trace is sent. Every service that samples by the same ratio decides alike, for the trace's number decides.
func (s Sampler) sampled(p parent, trace [16]byte) bool {
	if s.FollowParent && p.decided {
		return p.sampled
	}
	switch {
	case s.Ratio >= 1:
		return true
	case s.Ratio <= 0:
		return false
	}
	return binary.BigEndian.Uint64(trace[8:])>>1 < uint64(s.Ratio*(1<<63))
}

// newTrace and newSpan draw numbers that nobody else has.
func newTrace() (id [16]byte) {
	binary.BigEndian.PutUint64(id[:8], rand.Uint64())
	binary.BigEndian.PutUint64(id[8:], rand.Uint64()|1)
	return id
}

func newSpan() (id [8]byte) {
	binary.BigEndian.PutUint64(id[:], rand.Uint64()|1)
	return id
}
