package trace

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/swfd/swfd/internal/httpapi"
)

const (
	// queueSize is how many spans wait to be sent; more are dropped. A batch has at most batchSize of them, and waits at most batchWait.
	queueSize = 2048
	batchSize = 512
	batchWait = 5 * time.Second
)

// span is what is kept of a call until it is sent.
type span struct {
	trace              [16]byte
	id, parent         [8]byte
	operation, outcome string
	status             int
	requestID          string
	begin, end         time.Time
}

// Exporter makes spans of calls and sends them. Start makes one; Close ends it.
type Exporter struct {
	config  Config
	version string
	client  *http.Client
	log     *slog.Logger
	spans   chan span
	stop    chan struct{}
	sender  sync.WaitGroup
	// sending ends when there is no more time to send what waits.
	sending context.Context
	giveUp  context.CancelFunc
	dropped atomic.Int64
	// failing is true from a batch that could not be sent until one that could; only the sender uses it.
	failing bool
}

// Start starts an exporter for a configuration that is not off. The version is that of this program.
func Start(c Config, version string, log *slog.Logger) *Exporter {
	e := &Exporter{
		config: c, version: version, log: log, spans: make(chan span, queueSize), stop: make(chan struct{}),
		client: &http.Client{
			Transport:     http.DefaultTransport.(*http.Transport).Clone(),
			Timeout:       c.Timeout,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	e.sending, e.giveUp = context.WithCancel(context.Background())
	e.sender.Go(e.run)
	return e
}

// Call makes a span of an API call, if it is to be sampled. It never waits.
func (e *Exporter) Call(c httpapi.Call) {
	p := parentOf(c.Header)
	s := span{
		trace: p.trace, parent: p.span, operation: c.Operation, outcome: c.Outcome, status: c.Status, requestID: c.RequestID,
		begin: c.Began, end: c.Began.Add(c.Took),
	}
	if s.trace == [16]byte{} {
		s.trace = newTrace()
	}
	if !e.config.Sampler.sampled(p, s.trace) {
		return
	}
	s.id = newSpan()
	select {
	case e.spans <- s:
	default:
		e.dropped.Add(1)
	}
}

// Close sends what waits, for as long as ctx lasts, and ends the exporter. No call may follow.
func (e *Exporter) Close(ctx context.Context) {
	close(e.stop)
	stop := context.AfterFunc(ctx, e.giveUp)
	e.sender.Wait()
	stop()
	e.giveUp()
	e.client.CloseIdleConnections()
}

// run sends batches until the exporter ends, and then the last one.
func (e *Exporter) run() {
	tick := time.NewTicker(batchWait)
	defer tick.Stop()
	batch := make([]span, 0, batchSize)
	for {
		select {
		case s := <-e.spans:
			if batch = append(batch, s); len(batch) < batchSize {
				continue
			}
		case <-tick.C:
		case <-e.stop:
			e.drain(batch)
			return
		}
		e.send(batch)
		batch = batch[:0]
	}
}

func (e *Exporter) drain(batch []span) {
	for {
		select {
		case s := <-e.spans:
			batch = append(batch, s)
		default:
			e.send(batch)
			return
		}
	}
}

// send sends a batch once. That it fails is reported when it begins and when it is over, not each time.
func (e *Exporter) send(batch []span) {
	if len(batch) == 0 {
		return
	}
	err := e.post(appendBatch(nil, e.config.Resource, e.version, batch))
	switch {
	case err != nil && !e.failing:
		e.log.Warn("traces cannot be sent and are dropped", "endpoint", e.endpoint(), "error", err)
	case err == nil && e.failing:
		e.log.Info("traces are sent again", "endpoint", e.endpoint())
	}
	e.failing = err != nil
	if n := e.dropped.Swap(0); n > 0 {
		e.log.Warn("there were more spans than could be sent", "dropped", n)
	}
}

// endpoint is the URL without a password that may be in it.
func (e *Exporter) endpoint() string {
	u, err := url.Parse(e.config.Endpoint)
	if err != nil {
		return "(not a URL)"
	}
	return u.Redacted()
}

func (e *Exporter) post(body []byte) error {
	request, err := http.NewRequestWithContext(e.sending, http.MethodPost, e.config.Endpoint, bytes.NewReader(body))
	if err != nil {
		return err
	}
	for key, values := range e.config.Headers {
		request.Header[key] = values
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "swfd/"+e.version)
	reply, err := e.client.Do(request)
	if err != nil {
		return err
	}
	defer reply.Body.Close()
	// A connection whose reply was read can be used again.
	_, _ = io.Copy(io.Discard, io.LimitReader(reply.Body, 64<<10))
	if reply.StatusCode/100 != 2 {
		return fmt.Errorf("the collector answers %s", reply.Status)
	}
	return nil
}
