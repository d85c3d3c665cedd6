package httpapi

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

const head = `POST / HTTP/1.1
Host: localhost
X-Amz-Target: SimpleWorkflowService.PollForActivityTask
Content-Type: application/x-amz-json-1.0
`

const pollBody = `{"domain":"orders","taskList":{"name":"charging"}}`

const poll = head + "Content-Length: 50\n\n" + pollBody

// inBubble runs a test with a served door in a bubble, where time is fake.
func inBubble(t *testing.T, test func(t *testing.T, d *door, p *pipes)) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(t)
		p, stop := serve(t, d)
		defer stop()
		test(t, d, p)
	})
}

func TestASlowHeadIsGivenUp(t *testing.T) {
	inBubble(t, func(t *testing.T, d *door, p *pipes) {
		began := time.Now()
		l := p.dial()
		l.say(t, "POST / HTTP/1.1\nHost: local")
		if _, err := io.ReadAll(l.Reader); err != nil && !errors.Is(err, io.EOF) {
			t.Errorf("the connection ends with %v", err)
		}
		if took := time.Since(began); took != 5*time.Second {
			t.Errorf("the connection ends after %s", took)
		}
	})
}

func TestASlowBodyIsGivenUp(t *testing.T) {
	inBubble(t, func(t *testing.T, d *door, p *pipes) {
		began := time.Now()
		l := p.dial()
		l.say(t, head+"Content-Length: 50\n\n"+pollBody[:20])
		reply, closed := l.hear(t)
		if took := time.Since(began); took != DefaultBounds.BodyTimeout {
			t.Errorf("the reply comes after %s", took)
		}
		if !strings.HasPrefix(reply, "HTTP/1.1 400 ") || !strings.Contains(reply, "#RequestAbortedException") || !closed {
			t.Errorf("the connection ends: %v, after %s", closed, reply)
		}
		if seen := d.service.calls(); len(seen) > 0 {
			t.Errorf("half a request was served: %s", seen)
		}
	})
}

// TestABodyThatNobodyReadsHoldsNobody: the server reads what is left of a refused request's body, but not for ever.
func TestABodyThatNobodyReadsHoldsNobody(t *testing.T) {
	for name, request := range map[string]string{
		"refused": "POST /elsewhere HTTP/1.1\nHost: localhost\nContent-Length: 50\n\n{",
		"a probe": "GET /livez HTTP/1.1\nHost: localhost\nContent-Length: 50\n\n{",
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, d *door, p *pipes) {
				began := time.Now()
				l := p.dial()
				l.say(t, request)
				if _, err := io.ReadAll(l.Reader); err != nil {
					t.Errorf("the connection ends with %v", err)
				}
				if took := time.Since(began); took > DefaultBounds.BodyTimeout {
					t.Errorf("the connection ends after %s", took)
				}
			})
		})
	}
}

func TestAReplyThatNobodyReadsIsGivenUp(t *testing.T) {
	inBubble(t, func(t *testing.T, d *door, p *pipes) {
		began := time.Now()
		l := p.dial()
		l.say(t, poll)
		time.Sleep(DefaultBounds.ReplyTimeout + time.Second)
		synctest.Wait()
		// The server has closed its end; nothing is left of the reply.
		if rest, err := io.ReadAll(l.Reader); len(rest) > 0 || err != nil {
			t.Errorf("after %s the reply is %q, %v", time.Since(began), rest, err)
		}
	})
}

// TestALongPollIsNotSlow: a poll is held longer than a body or a reply may take, and what comes after it on the connection is served.
func TestALongPollIsNotSlow(t *testing.T) {
	inBubble(t, func(t *testing.T, d *door, p *pipes) {
		d.service.answers("PollForActivityTask", func(ctx context.Context, _ any) error {
			time.Sleep(time.Minute)
			return ctx.Err()
		})
		l := p.dial()
		for range 3 {
			l.say(t, poll)
			if reply, closed := l.hear(t); !strings.HasPrefix(reply, "HTTP/1.1 200 ") || closed {
				t.Errorf("%s", reply)
			}
		}
	})
}

// TestADeadlineEndsWithItsReply: that of one reply does not meet what is written later on the same connection: a probe's reply, or the
// word to go on.
func TestADeadlineEndsWithItsReply(t *testing.T) {
	inBubble(t, func(t *testing.T, d *door, p *pipes) {
		l := p.dial()
		for range 2 {
			l.say(t, poll)
			l.hear(t)
			time.Sleep(DefaultBounds.ReplyTimeout + time.Second)
			l.say(t, "GET /livez HTTP/1.1\nHost: localhost\n\n")
			if reply, closed := l.hear(t); !strings.HasPrefix(reply, "HTTP/1.1 200 ") || closed {
				t.Errorf("%s", reply)
			}
			time.Sleep(DefaultBounds.ReplyTimeout + time.Second)
			l.say(t, head+"Expect: 100-continue\nContent-Length: 50\n\n")
			if reply, _ := l.hear(t); reply != "HTTP/1.1 100 Continue\n\n" {
				t.Errorf("%s", reply)
			}
			l.say(t, pollBody)
			if reply, closed := l.hear(t); !strings.HasPrefix(reply, "HTTP/1.1 200 ") || closed {
				t.Errorf("%s", reply)
			}
			time.Sleep(DefaultBounds.ReplyTimeout + time.Second)
		}
	})
}

func TestAnIdleConnectionIsGivenUp(t *testing.T) {
	inBubble(t, func(t *testing.T, d *door, p *pipes) {
		l := p.dial()
		l.say(t, poll)
		l.hear(t)
		began := time.Now()
		if rest, err := io.ReadAll(l.Reader); len(rest) > 0 || err != nil {
			t.Errorf("%q, %v", rest, err)
		}
		if took := time.Since(began); took != 90*time.Second {
			t.Errorf("the connection ends after %s", took)
		}
	})
}

// TestWhoHasGoneEndsItsPoll: when the client hangs up, the service hears of it at once, and the log says so to those alone who want to
// see each request.
func TestWhoHasGoneEndsItsPoll(t *testing.T) {
	inBubble(t, func(t *testing.T, d *door, p *pipes) {
		ended := make(chan error, 1)
		d.service.answers("PollForActivityTask", func(ctx context.Context, _ any) error {
			<-ctx.Done()
			ended <- ctx.Err()
			return ctx.Err()
		})
		began := time.Now()
		l := p.dial()
		l.say(t, poll)
		synctest.Wait()
		_ = l.Conn.Close()
		if err := <-ended; err != context.Canceled || time.Since(began) > 0 {
			t.Errorf("the poll ends after %s with %v", time.Since(began), err)
		}
		synctest.Wait()
		want := "level=DEBUG msg=request operation=PollForActivityTask outcome=HungUp status=0 seconds=0 principal=anonymous requestId="
		if log := d.log.String(); !strings.HasPrefix(log, want) || strings.Count(log, "\n") != 1 {
			t.Errorf("logged: %s", log)
		}
	})
}

// TestAnEndWithoutAReplyIsNoSuccess: where a request's context ends and somebody listens all the same, no reply may look like a
// success. Void operations say nothing but 200.
func TestAnEndWithoutAReplyIsNoSuccess(t *testing.T) {
	d := newDoor(t)
	d.service.answers("DeprecateDomain", func(ctx context.Context, _ any) error { return ctx.Err() })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w := &memory{header: http.Header{}}
	defer func() {
		if p := recover(); p != http.ErrAbortHandler || w.status != 0 {
			t.Errorf("the handler ends with %v after status %d", p, w.status)
		}
	}()
	NewHandler(d.Config).ServeHTTP(w, request("DeprecateDomain", `{"name":"orders"}`).WithContext(ctx))
}
