package sigv4_test

import (
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/sigv4"
)

// BenchmarkVerify verifies a request with a body of 300 bytes, with a signing key that is kept.
func BenchmarkVerify(b *testing.B) {
	r := unsigned(b, "RecordActivityTaskHeartbeat", `{"taskToken":"`+strings.Repeat("x", 284)+`"}`)
	usual().sign(b, r)
	in := received(b, r)
	if len(in.Body) != 300 {
		b.Fatalf("the body has %d bytes", len(in.Body))
	}
	key := sigv4.Derive(secret, sigv4.Scope{Date: "20260102", Region: region})
	b.ReportAllocs()
	for b.Loop() {
		s, err := rules.Read(in, now)
		if err != nil || !s.MadeWith(key) {
			b.Fatal("it is wrong: ", err)
		}
	}
}

// BenchmarkDerive makes a signing key.
func BenchmarkDerive(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		sigv4.Derive(secret, sigv4.Scope{Date: "20260102", Region: region})
	}
}
