package access

import (
	"testing"

	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

func heartbeat(t testing.TB) (Caller, *swf.RecordActivityTaskHeartbeatInput) {
	caller := with(t,
		statements(map[string]any{
			"Effect": "Allow", "Action": []string{"swf:PollForActivityTask", "swf:RespondActivityTask*", "swf:RecordActivityTaskHeartbeat"},
			"Resource": "arn:aws:swf:*:123456789012:/domain/Orders",
		}),
		statements(map[string]any{"Effect": "Deny", "Action": "swf:*", "Resource": "*", "Condition": map[string]any{
			"StringEquals": map[string]any{"aws:ResourceTag/stage": "closed"}}}))
	caller.Task = &token.Task{Domain: 1}
	return caller, &swf.RecordActivityTaskHeartbeatInput{TaskToken: "t"}
}

func BenchmarkAuthorize(b *testing.B) {
	caller, in := heartbeat(b)
	b.ReportAllocs()
	for b.Loop() {
		if err := (Policies{fixed{}}).Authorize(caller, "RecordActivityTaskHeartbeat", in); err != nil {
			b.Fatal(err)
		}
	}
}

// TestAuthorizingCostsLittle: the request, and the name of its domain. The test's registry makes another of the tags.
func TestAuthorizingCostsLittle(t *testing.T) {
	caller, in := heartbeat(t)
	if n := testing.AllocsPerRun(100, func() {
		if err := (Policies{fixed{}}).Authorize(caller, "RecordActivityTaskHeartbeat", in); err != nil {
			t.Fatal(err)
		}
	}); n > 4 {
		t.Errorf("%v allocations", n)
	}
}
