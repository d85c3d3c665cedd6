package httpapi

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/audit"
	"github.com/swfd/swfd/internal/throttle"
	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// beating is a service that only takes heartbeats.
type beating struct{ swf.Service }

func (beating) RecordActivityTaskHeartbeat(context.Context, *swf.RecordActivityTaskHeartbeatInput) (*swf.RecordActivityTaskHeartbeatOutput, error) {
	return &swf.RecordActivityTaskHeartbeatOutput{}, nil
}

// BenchmarkHeartbeat is what the door adds to a heartbeat, from the parsed head to the reply: without rates and with the account's and the
// execution's, both far away.
func BenchmarkHeartbeat(b *testing.B) {
	for name, rates := range map[string]string{
		"limits=none": "none",
		"limits=aws":  "RecordActivityTaskHeartbeat=1000000000+1000000000/s, execution.RecordActivityTaskHeartbeat=1000000000+1000000000/s",
	} {
		b.Run(name, func(b *testing.B) {
			r, err := throttle.Parse(rates)
			if err != nil {
				b.Fatal(err)
			}
			tokens, err := token.NewSealer([]token.Key{{ID: 1}}, 0)
			if err != nil {
				b.Fatal(err)
			}
			h := NewHandler(Config{
				Service: func(access.Caller) swf.Service { return beating{} }, OpenTask: tokens.OpenTask, Door: access.Open{},
				Log: slog.New(slog.DiscardHandler), Now: time.Now, NewRequestID: NewRequestID,
				DomainName: func(uint32) string { return "orders" }, Throttle: throttle.New(r, time.Now), Audit: func(audit.Entry) {},
			})
			body := []byte(`{"taskToken":"` + tokens.SealTask(activityTask) + `","details":"42%"}`)
			request := request("RecordActivityTaskHeartbeat", "")
			request.ContentLength = int64(len(body))
			reader := bytes.NewReader(body)
			request.Body = io.NopCloser(reader)
			w := &nowhere{header: http.Header{}}
			b.ReportAllocs()
			for b.Loop() {
				reader.Reset(body)
				h.ServeHTTP(w, request)
			}
			if w.status != http.StatusOK {
				b.Fatalf("status %d", w.status)
			}
		})
	}
}

// nowhere is a reply that nobody reads.
type nowhere struct {
	header http.Header
	status int
}

func (n *nowhere) Header() http.Header { return n.header }

func (n *nowhere) WriteHeader(status int) { n.status = status }

func (n *nowhere) Write(b []byte) (int, error) { return len(b), nil }
