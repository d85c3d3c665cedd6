package httpapi

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// TestSlowHeadsHarmNobody: of a thousand connections that send a byte a second none is there after the time for a head, and honest
// callers do not notice.
func TestSlowHeadsHarmNobody(t *testing.T) {
	inBubble(t, func(t *testing.T, d *door, p *pipes) {
		began := time.Now()
		slow := p.trickle(1000, "POST / HTTP/1.1\nHost: localhost\nX-Slow: "+strings.Repeat("x", 1000))
		p.honest(t, 20)
		last := slow.wait()
		if took := last.Sub(began); took > DefaultBounds.HeaderTimeout+2*time.Second {
			t.Errorf("the last connection is closed after %v", took)
		}
		if seen := d.service.calls(); len(seen) != 20 {
			t.Errorf("%d requests were served", len(seen))
		}
	})
}

// TestSlowBodiesHarmNobody: nor do a thousand whose bodies come a byte a second, also such as are large.
func TestSlowBodiesHarmNobody(t *testing.T) {
	inBubble(t, func(t *testing.T, d *door, p *pipes) {
		began := time.Now()
		slow := p.trickle(1000, deprecate+"Content-Length: 1000\n\n"+strings.Repeat(" ", 1000))
		large := p.trickle(20, fmt.Sprintf("%sContent-Length: %d\n\n%s", deprecate, MaxBody, strings.Repeat(" ", 1000)))
		p.honest(t, 60)
		last := slow.wait()
		if took := last.Sub(began); took > DefaultBounds.BodyTimeout+2*time.Second {
			t.Errorf("the last connection is closed after %v", took)
		}
		large.wait()
		if seen := d.service.calls(); len(seen) != 60 {
			t.Errorf("%d requests were served", len(seen))
		}
	})
}

// trickling are connections over which a byte a second is sent.
type trickling struct {
	sync.WaitGroup
	mu sync.Mutex
	// last is when the last of them was closed by the server.
	last time.Time
}

func (t *trickling) wait() time.Time {
	t.Wait()
	return t.last
}

func (p *pipes) trickle(connections int, text string) *trickling {
	all := &trickling{}
	head, rest, _ := bytes.Cut(crlf(text), []byte("\r\n\r\n"))
	if len(rest) > 0 {
		head, rest = append(head, "\r\n\r\n"...), rest[:100]
	} else {
		head, rest = nil, head
	}
	for range connections {
		all.Go(func() {
			l := p.dial()
			defer l.Conn.Close()
			all.Go(func() {
				_, err := l.Conn.Write(head)
				for i := 0; err == nil; i++ {
					_, err = l.Conn.Write(rest[i%len(rest) : i%len(rest)+1])
					time.Sleep(time.Second)
				}
			})
			// What the server says is not heard; that it ends is.
			_, _ = io.Copy(io.Discard, l.Reader)
			all.mu.Lock()
			defer all.mu.Unlock()
			all.last = time.Now()
		})
	}
	return all
}

// honest makes calls one after the other, half a second apart, none of which may take any time.
func (p *pipes) honest(t *testing.T, calls int) {
	t.Helper()
	l := p.dial()
	defer l.Conn.Close()
	for range calls {
		began := time.Now()
		l.say(t, deprecate+"Content-Length: 17\n\n{\"name\":\"orders\"}")
		if reply, _ := l.hear(t); !strings.HasPrefix(reply, "HTTP/1.1 200 ") || time.Since(began) > 0 {
			t.Fatalf("an honest call takes %v: %s", time.Since(began), reply)
		}
		time.Sleep(500 * time.Millisecond)
	}
}

// TestLargeBodiesShareMemory: of the largest bodies so many at once are read as there is room for, the others wait, and all are served.
func TestLargeBodiesShareMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(t)
		d.Bounds.BodyBytes = 8 * MaxBody
		h := NewHandler(d.Config)
		var mu sync.Mutex
		most := int64(0)
		d.service.answers("DeprecateDomain", func(context.Context, any) error {
			mu.Lock()
			most = max(most, h.Figures().BodyBytes)
			mu.Unlock()
			time.Sleep(time.Second)
			return nil
		})
		began := time.Now()
		var callers sync.WaitGroup
		for i := range 40 {
			callers.Go(func() {
				r := request("DeprecateDomain", string(sized(MaxBody)))
				r.RemoteAddr = fmt.Sprintf("192.0.2.%d:7", i%4)
				w := &memory{header: map[string][]string{}}
				if h.ServeHTTP(w, r); w.status != 200 {
					t.Errorf("%d %s", w.status, w.body.String())
				}
			})
		}
		callers.Wait()
		if took := time.Since(began); took != 5*time.Second {
			t.Errorf("forty bodies, eight at a time, a second each, take %v", took)
		}
		if f := h.Figures(); most != 8*MaxBody || f.BodyBytes != 0 || f.BodiesWaiting != 0 {
			t.Errorf("at most there were %d bytes, and in the end %+v", most, f)
		}
	})
}

// TestOneAddressLeavesRoomForLargeBodies: it gets half, so others have no need to wait, and small bodies need no room.
func TestOneAddressLeavesRoomForLargeBodies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(t)
		d.Bounds.BodyBytes = 8 * MaxBody
		h := NewHandler(d.Config)
		stuck := make(chan struct{})
		d.service.answers("RegisterDomain", func(context.Context, any) error { <-stuck; return nil })
		var callers sync.WaitGroup
		ask := func(operation, from string, body []byte) (status int, took time.Duration) {
			began := time.Now()
			r := request(operation, string(body))
			r.RemoteAddr = from
			w := &memory{header: map[string][]string{}}
			h.ServeHTTP(w, r)
			return w.status, time.Since(began)
		}
		register := bytes.Replace(sized(MaxBody-100), []byte(`"x":`), []byte(`"workflowExecutionRetentionPeriodInDays":"1","x":`), 1)
		for i := range 20 {
			callers.Go(func() {
				status, took := ask("RegisterDomain", fmt.Sprintf("[2001:db8::%x]:7", i+1), register)
				if status != 200 && (status != 503 || took != DefaultBounds.BodyTimeout) {
					t.Errorf("after %v the status is %d", took, status)
				}
			})
		}
		synctest.Wait()
		for from, body := range map[string][]byte{"192.0.2.1:7": sized(MaxBody), "[2001:db8::1]:7": sized(smallBody)} {
			if status, took := ask("DeprecateDomain", from, body); status != 200 || took > 0 {
				t.Errorf("%s: after %v the status is %d", from, took, status)
			}
		}
		time.Sleep(DefaultBounds.BodyTimeout)
		synctest.Wait()
		if f := h.Figures(); f.BodiesWaiting != 0 || f.BodyBytes > 4*MaxBody {
			t.Errorf("there are %+v", f)
		}
		close(stuck)
		callers.Wait()
	})
}

// TestLargeBodiesThatDoNotComeHoldNobodyUp: strangers from many addresses, who together get all the room there is, announce the largest
// bodies, send next to nothing, and come again. Others wait for a moment, not until the strangers' time for a body is over.
func TestLargeBodiesThatDoNotComeHoldNobodyUp(t *testing.T) {
	inBubble(t, func(t *testing.T, d *door, p *pipes) {
		announced := crlf(fmt.Sprintf("%sContent-Length: %d\n\n{", deprecate, MaxBody))
		over := make(chan struct{})
		var strangers sync.WaitGroup
		for i := range 80 {
			strangers.Go(func() {
				for {
					select {
					case <-over:
						return
					default:
					}
					l := p.dialFrom(fmt.Sprintf("192.0.2.%d:7", i%4))
					_, _ = l.Conn.Write(announced)
					_, _ = io.Copy(io.Discard, l.Reader)
					_ = l.Conn.Close()
				}
			})
		}
		synctest.Wait()
		for range 30 {
			began := time.Now()
			l := p.dialFrom("192.0.2.200:7")
			l.say(t, fmt.Sprintf("%sContent-Length: %d\n\n%s", deprecate, 2*smallBody, sized(2*smallBody)))
			reply, _ := l.hear(t)
			if took := time.Since(began); !strings.HasPrefix(reply, "HTTP/1.1 200 ") || took.Round(time.Millisecond) > DefaultBounds.BodyTimeout/slack {
				t.Errorf("after %v: %s", took, reply)
			}
			_ = l.Conn.Close()
			time.Sleep(700 * time.Millisecond)
		}
		close(over)
		strangers.Wait()
	})
}

// TestThePaceOfLargeBodies: they may come as slowly as the largest that comes in time, but not more so. Small ones have all the time.
func TestThePaceOfLargeBodies(t *testing.T) {
	const pace = MaxBody / 30
	for _, c := range []struct {
		name string
		// size is the body's, of which so much is sent each second.
		size int
		each int
		want string
		took time.Duration
	}{
		{"the largest, just in time", MaxBody, pace + 1, "200", 29 * time.Second},
		{"a large one, as slowly", 10 * pace, pace, "200", 9 * time.Second},
		{"half as fast", 10 * pace, pace / 2, "400", 10 * time.Second},
		{"one that begins quickly and stops", MaxBody, 10 * pace, "400", 15 * time.Second},
		{"one that does not begin", MaxBody, 1, "400", 5 * time.Second},
		{"a small one", smallBody, 200, "200", 20 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, d *door, p *pipes) {
				began := time.Now()
				l := p.dial()
				body := sized(c.size)
				l.say(t, fmt.Sprintf("%sContent-Length: %d\n\n", deprecate, len(body)))
				stopped := c.name == "one that begins quickly and stops"
				var sending sync.WaitGroup
				sending.Go(func() {
					for rest := body; len(rest) > 0; time.Sleep(time.Second) {
						n := min(c.each, len(rest))
						if _, err := l.Conn.Write(rest[:n]); err != nil || stopped {
							return
						}
						rest = rest[n:]
					}
				})
				reply, _ := l.hear(t)
				if took := time.Since(began).Round(time.Second); !strings.HasPrefix(reply, "HTTP/1.1 "+c.want) || took != c.took {
					t.Errorf("after %v: %s", took, reply)
				}
				_ = l.Conn.Close()
				sending.Wait()
			})
		})
	}
}

// TestAPollHoldsNothing while it waits: no memory for its body, and no place.
func TestAPollHoldsNothing(t *testing.T) {
	d := newDoor(t)
	d.Bounds.Calls = 1
	h := NewHandler(d.Config)
	d.service.answers("PollForActivityTask", func(context.Context, any) error {
		if f := h.Figures(); f.BodyBytes != 0 || f.Calls != 0 {
			t.Errorf("it holds %+v", f)
		}
		return nil
	})
	body := strings.Replace(pollBody, "{", `{"x":"`+strings.Repeat("x", 100_000)+`",`, 1)
	if status, reply := call(h, "PollForActivityTask", body); status != 200 {
		t.Errorf("%d %s", status, reply)
	}
}

// TestPollsOfOnePrincipalHaveABound: one more is throttled, in whatever domain and task list, and those of others are not. When a poll ends,
// also by a hang-up, there is room for the next.
func TestPollsOfOnePrincipalHaveABound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(t)
		d.Bounds.Polls = 3
		h := NewHandler(d.Config)
		d.service.answers("PollForActivityTask", func(ctx context.Context, _ any) error {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(time.Minute):
				return nil
			}
		})
		poll := func(ctx context.Context, key, list string) (status int, reply string) {
			r := request("PollForActivityTask", `{"domain":"orders","taskList":{"name":"`+list+`"}}`).WithContext(ctx)
			r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+key+"/20260102/us-east-1/swf/aws4_request, SignedHeaders=host, Signature=x")
			w := &memory{header: map[string][]string{}}
			defer func() { _ = recover() }()
			h.ServeHTTP(w, r)
			return w.status, w.body.String()
		}
		var polls sync.WaitGroup
		hold := func(ctx context.Context, key, list string, want int) {
			polls.Go(func() {
				if status, reply := poll(ctx, key, list); status != want {
					t.Errorf("%s gets %d %s, want %d", key, status, reply, want)
				}
			})
		}
		hurried, hangUp := context.WithCancel(t.Context())
		hold(hurried, "NOISY", "a", 0)
		hold(t.Context(), "NOISY", "b", 200)
		hold(t.Context(), "NOISY", "c", 200)
		synctest.Wait()
		if status, reply := poll(t.Context(), "NOISY", "d"); status != 400 || !strings.Contains(reply, "ThrottlingException") {
			t.Errorf("one poll more gets %d %s", status, reply)
		}
		hold(t.Context(), "QUIET", "a", 200)
		hangUp()
		synctest.Wait()
		hold(t.Context(), "NOISY", "d", 200)
		synctest.Wait()
		if status, _ := poll(t.Context(), "NOISY", "e"); status != 400 {
			t.Errorf("one poll more gets %d", status)
		}
		polls.Wait()
		hold(t.Context(), "NOISY", "e", 200)
		polls.Wait()
	})
}

// tenant is who calls, in two parts: principal and domain.
type tenant struct{ key, domain string }

// call makes a call of the tenant's and tells how long it took.
func (c tenant) call(h *Handler) (status int, took time.Duration) {
	began := time.Now()
	r := request("DeprecateWorkflowType", `{"domain":"`+c.domain+`","workflowType":{"name":"n","version":"1"}}`)
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+c.key+"/20260102/us-east-1/swf/aws4_request, SignedHeaders=host, Signature=x")
	w := &memory{header: map[string][]string{}}
	h.ServeHTTP(w, r)
	return w.status, time.Since(began)
}

// TestNoTenantStarvesAnother: one that always has five hundred calls to make, and one that makes one after the other. The quiet one's take no
// longer than a turn, whether the two differ by principal or by domain; and no call of the noisy one is lost.
func TestNoTenantStarvesAnother(t *testing.T) {
	const work = 10 * time.Millisecond
	for name, c := range map[string]struct {
		noisy, quiet tenant
		slowest      time.Duration
	}{
		// A principal has three quarters of the places, so there is one for the other.
		"another principal": {tenant{"NOISY", "orders"}, tenant{"QUIET", "orders"}, work},
		"another account":   {tenant{"111111111111", "orders"}, tenant{"222222222222", "orders"}, work},
		"another domain":    {tenant{"BOTH", "noise"}, tenant{"BOTH", "quiet"}, 2 * work},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newDoor(t)
				d.Bounds.Calls = 8
				d.service.answers("DeprecateWorkflowType", func(context.Context, any) error { time.Sleep(work); return nil })
				h := NewHandler(d.Config)
				ctx, stop := context.WithCancel(t.Context())
				var noise sync.WaitGroup
				for range 500 {
					noise.Go(func() {
						for ctx.Err() == nil {
							if status, _ := c.noisy.call(h); status != 200 {
								t.Errorf("the noisy tenant gets status %d", status)
							}
						}
					})
				}
				synctest.Wait()
				var times []time.Duration
				for range 50 {
					status, took := c.quiet.call(h)
					if status != 200 {
						t.Errorf("the quiet tenant gets status %d", status)
					}
					times = append(times, took)
				}
				stop()
				noise.Wait()
				if slowest := slices.Max(times); slowest > c.slowest {
					t.Errorf("a call of the quiet tenant takes %v, want %v at most", slowest, c.slowest)
				}
				if f := h.Figures(); f.Calls != 0 || f.CallsWaiting != 0 {
					t.Errorf("in the end there are %+v", f)
				}
			})
		})
	}
}

// TestTooManyWait: whoever has as many calls waiting as may is throttled, and nobody else.
func TestTooManyWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(t)
		d.Bounds.Calls, d.Bounds.CallsWaiting = 4, 10
		stuck := make(chan struct{})
		d.service.answers("DeprecateWorkflowType", func(context.Context, any) error { <-stuck; return nil })
		h := NewHandler(d.Config)
		var mu sync.Mutex
		statuses := map[int]int{}
		var callers sync.WaitGroup
		for range 20 {
			callers.Go(func() {
				status, _ := tenant{"NOISY", "d"}.call(h)
				mu.Lock()
				defer mu.Unlock()
				statuses[status]++
			})
		}
		synctest.Wait()
		if f := h.Figures(); f.Calls != 3 || f.CallsWaiting != 10 || statuses[400] != 7 {
			t.Errorf("%d are throttled, and there are %+v", statuses[400], f)
		}
		callers.Go(func() {
			if status, _ := (tenant{"QUIET", "d"}).call(h); status != 200 {
				t.Errorf("the other gets status %d", status)
			}
		})
		close(stuck)
		callers.Wait()
		if statuses[200] != 13 {
			t.Errorf("the statuses are %v", statuses)
		}
	})
}

// TestWhoHangsUpGivesUpItsTurn, and the service never hears of the call.
func TestWhoHangsUpGivesUpItsTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(t)
		d.Bounds.Calls = 1
		stuck := make(chan struct{})
		d.service.answers("DeprecateDomain", func(context.Context, any) error { <-stuck; return nil })
		h := NewHandler(d.Config)
		var callers sync.WaitGroup
		callers.Go(func() { call(h, "DeprecateDomain", `{"name":"orders"}`) })
		synctest.Wait()
		ctx, hangUp := context.WithCancel(t.Context())
		callers.Go(func() {
			defer func() { _ = recover() }()
			w := &memory{header: map[string][]string{}}
			h.ServeHTTP(w, request("DeprecateDomain", `{"name":"late"}`).WithContext(ctx))
			t.Errorf("the call ends with status %d", w.status)
		})
		synctest.Wait()
		hangUp()
		synctest.Wait()
		if f := h.Figures(); f.Calls != 1 || f.CallsWaiting != 0 {
			t.Errorf("there are %+v", f)
		}
		close(stuck)
		callers.Wait()
		if seen := d.service.calls(); len(seen) != 1 {
			t.Errorf("the service saw %s", seen)
		}
	})
}

// TestWhateverHappensNothingIsHeld: every end of an exchange gives back what it took.
func TestWhateverHappensNothingIsHeld(t *testing.T) {
	d := newDoor(t)
	d.service.answers("DeprecateDomain", func(context.Context, any) error { panic("p") })
	d.service.answers("UndeprecateDomain", func(context.Context, any) error { return context.Canceled })
	h := NewHandler(d.Config)
	for operation, body := range map[string]string{
		"DeprecateDomain": string(sized(MaxBody)), "UndeprecateDomain": string(sized(MaxBody)), "DescribeDomain": string(sized(MaxBody)),
		"RegisterDomain": string(sized(MaxBody)), "ListDomains": strings.Repeat("x", MaxBody), "None": string(sized(MaxBody)),
	} {
		call(h, operation, body)
		if f := h.Figures(); f.Calls != 0 || f.BodyBytes != 0 {
			t.Errorf("%s: there are %+v", operation, f)
		}
	}
}
