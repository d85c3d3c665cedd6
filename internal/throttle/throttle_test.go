package throttle_test

import (
	"fmt"
	"reflect"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/swfd/swfd/internal/throttle"
	"github.com/swfd/swfd/swf"
)

// clock is a wall time for tests.
type clock struct{ time.Time }

func (c *clock) Now() time.Time { return c.Time }

func (c *clock) pass(d time.Duration) { c.Time = c.Add(d) }

func newThrottle(t testing.TB, rates string) (*throttle.Throttle, *clock) {
	t.Helper()
	c := &clock{time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	return throttle.New(parse(t, rates), c.Now), c
}

// passing counts how many of the calls pass.
func passing(th *throttle.Throttle, n int, operation string, of throttle.Of) int {
	passed := 0
	for range n {
		if th.Call(operation, of) {
			passed++
		}
	}
	return passed
}

var here = throttle.Of{Account: "111111111111", Region: "us-east-1"}

// As SWF has it: a burst, and then what comes back.
func TestAnAccountsCalls(t *testing.T) {
	th, c := newThrottle(t, "aws")
	for _, s := range []struct {
		after     time.Duration
		operation string
		n, want   int
	}{
		{0, "RecordActivityTaskHeartbeat", 2100, 2000},
		{0, "StartWorkflowExecution", 2100, 2000},
		{0, "ListDomains", 101, 100},
		{time.Second, "RecordActivityTaskHeartbeat", 200, 160},
		{0, "ListDomains", 10, 6},
		{time.Hour, "RecordActivityTaskHeartbeat", 2100, 2000},
		{0, "NoSuchOperation", 9999, 9999},
	} {
		c.pass(s.after)
		if got := passing(th, s.n, s.operation, here); got != s.want {
			t.Errorf("%d of %d calls of %s pass, want %d", got, s.n, s.operation, s.want)
		}
	}
}

// Accounts and Regions have their own buckets.
func TestAccountsDoNotMeet(t *testing.T) {
	th, _ := newThrottle(t, "ListDomains=3+1/s")
	for _, of := range []throttle.Of{
		here, {Account: here.Account, Region: "eu-west-1"}, {Account: "222222222222", Region: here.Region},
	} {
		if got := passing(th, 9, "ListDomains", of); got != 3 {
			t.Errorf("%+v: %d pass", of, got)
		}
	}
}

// An execution's calls take from both buckets, or from neither.
func TestAnExecutionsCalls(t *testing.T) {
	th, c := newThrottle(t, "SignalWorkflowExecution=10+1/s, execution.SignalWorkflowExecution=4+4/s")
	one, two, nowhere := here, here, here
	one.Domain, one.Name = "d", "one"
	two.Domain, two.Name = "d", "two"
	if got := passing(th, 99, "SignalWorkflowExecution", one); got != 4 {
		t.Errorf("%d signals to one execution pass", got)
	}
	if got := passing(th, 99, "SignalWorkflowExecution", two); got != 4 {
		t.Errorf("%d signals to the other execution pass", got)
	}
	// The 190 that were refused by the executions' buckets took nothing from the account's.
	if got := passing(th, 99, "SignalWorkflowExecution", nowhere); got != 2 {
		t.Errorf("%d signals to no execution pass", got)
	}
	c.pass(time.Second)
	if got := passing(th, 99, "SignalWorkflowExecution", one); got != 1 {
		t.Errorf("%d signals pass when the account has one", got)
	}
	// The 98 that the account's bucket refused took nothing from the execution's: it has three left, and one more came back.
	c.pass(10 * time.Second)
	if got := passing(th, 99, "SignalWorkflowExecution", one); got != 4 {
		t.Errorf("%d signals to one execution pass", got)
	}
}

func TestDecisions(t *testing.T) {
	th, _ := newThrottle(t, "StartTimer=2+1/s, task-list.ScheduleActivityTask=3+1/s")
	passing := func(d swf.DecisionType, domain, list string) int {
		of := here
		of.Domain, of.Name = domain, list
		passed := 0
		for range 9 {
			if th.Decision(d, of) {
				passed++
			}
		}
		return passed
	}
	for _, c := range []struct {
		decision     swf.DecisionType
		domain, list string
		want         int
	}{
		{swf.DecisionTypeStartTimer, "d", "", 2},
		{swf.DecisionTypeStartTimer, "e", "", 0},
		{swf.DecisionTypeScheduleActivityTask, "d", "l", 3},
		{swf.DecisionTypeScheduleActivityTask, "d", "l2", 3},
		{swf.DecisionTypeScheduleActivityTask, "e", "l", 3},
		{swf.DecisionTypeScheduleActivityTask, "e", "", 9},
		{swf.DecisionTypeRecordMarker, "d", "", 9},
	} {
		if got := passing(c.decision, c.domain, c.list); got != c.want {
			t.Errorf("%+v: %d pass", c, got)
		}
	}
}

func TestNoRates(t *testing.T) {
	th, _ := newThrottle(t, "none")
	if th != nil {
		t.Error("there is something to throttle by")
	}
	if passing(th, 9999, "ListDomains", here) != 9999 || !th.Decision(swf.DecisionTypeStartTimer, here) {
		t.Error("something is throttled")
	}
	if len(th.Levels()) > 0 || len(th.Refused()) > 0 {
		t.Error("something is told of")
	}
}

func TestLevels(t *testing.T) {
	th, c := newThrottle(t, "ListDomains=10+1/s, execution.SignalWorkflowExecution=4+4/s")
	passing(th, 3, "ListDomains", here)
	a, b := here, here
	a.Domain, a.Name = "d", "a"
	b.Domain, b.Name = "d", "b"
	passing(th, 1, "SignalWorkflowExecution", a)
	passing(th, 5, "SignalWorkflowExecution", b)
	want := []throttle.Level{
		{Rate: "execution.SignalWorkflowExecution", Account: here.Account, Region: here.Region, Domain: "d", Left: 0, Burst: 4},
		{Rate: "ListDomains", Account: here.Account, Region: here.Region, Left: 7, Burst: 10},
	}
	if got := th.Levels(); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if got := th.Refused(); !reflect.DeepEqual(got, map[string]uint64{"ListDomains": 0, "execution.SignalWorkflowExecution": 1}) {
		t.Errorf("refused %v", got)
	}
	c.pass(time.Minute)
	if got := th.Levels(); len(got) > 0 {
		t.Errorf("after a minute there is %+v", got)
	}
}

// Memory holds the buckets that are in use, not all that ever were: here a million accounts come by, a thousand each second.
func TestFullBucketsAreForgotten(t *testing.T) {
	th, c := newThrottle(t, "ListDomains=100+10/s")
	most := 0
	for i := range 1_000_000 {
		th.Call("ListDomains", throttle.Of{Account: fmt.Sprint(i), Region: "r"})
		c.pass(time.Millisecond)
		if i%10_000 == 0 {
			most = max(most, len(th.Levels()))
		}
	}
	// Each bucket is full again after a tenth of a second.
	if most > 101 {
		t.Errorf("%d buckets are not full", most)
	}
	if n := th.Size("ListDomains"); n > 500 {
		t.Errorf("%d buckets are kept", n)
	}
}

// However many come at once, memory has a bound; who was there before is not harmed, and who comes later gets a turn.
func TestTooManyAtOnce(t *testing.T) {
	th, c := newThrottle(t, "ListDomains=100+1/s")
	th.Call("ListDomains", here)
	passed := 0
	for i := range 100_000 {
		if th.Call("ListDomains", throttle.Of{Account: fmt.Sprint(i), Region: "r"}) {
			passed++
		}
	}
	if n := th.Size("ListDomains"); n != 1<<16 || passed != n-1 {
		t.Errorf("%d buckets are kept, and %d calls have passed", n, passed)
	}
	if !th.Call("ListDomains", here) {
		t.Error("who was there before is refused")
	}
	c.pass(2 * time.Second)
	if !th.Call("ListDomains", throttle.Of{Account: "new", Region: "r"}) {
		t.Error("who comes later is refused")
	}
}

// Many at once get no more than one after the other.
func TestManyAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th := throttle.New(parse(t, "SignalWorkflowExecution=1000+100/s, execution.SignalWorkflowExecution=300+10/s"), time.Now)
		var passed [4]atomic.Int64
		var callers sync.WaitGroup
		for i := range 64 {
			callers.Go(func() {
				of := here
				of.Domain, of.Name = "d", fmt.Sprint(i%4)
				for range 50 {
					for range 10 {
						if th.Call("SignalWorkflowExecution", of) {
							passed[i%4].Add(1)
						}
					}
					time.Sleep(20 * time.Millisecond)
				}
			})
		}
		callers.Wait()
		total := int64(0)
		for i := range passed {
			n := passed[i].Load()
			total += n
			if n > 300+10 {
				t.Errorf("%d pass for one execution", n)
			}
		}
		if total < 1000+90 || total > 1000+100 {
			t.Errorf("%d pass in all", total)
		}
	})
}

func BenchmarkCall(b *testing.B) {
	for _, rates := range []string{"none", "aws"} {
		b.Run(rates, func(b *testing.B) {
			th := throttle.New(parse(b, rates), time.Now)
			of := here
			of.Domain, of.Name = "orders", "22nJ4ZlGrd1bc4i3JvVjm2EyGZqk8pVQ1l0R4Y0mU4x0E="
			b.ReportAllocs()
			for b.Loop() {
				th.Call("RecordActivityTaskHeartbeat", of)
			}
		})
	}
}
