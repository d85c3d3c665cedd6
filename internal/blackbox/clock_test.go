package blackbox

import (
	"flag"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/swf/types"

	"github.com/swfd/swfd/internal/faults"
	"github.com/swfd/swfd/swf"
)

var clockSteps = flag.Int("clock-steps", number("SWFD_CLOCK_STEPS", 10), "how often the machine's clock is stepped; also SWFD_CLOCK_STEPS")

// The machine's wall clock is stepped by an hour and by seconds, forwards and backwards, while the server runs and while it does not. No timer
// fires early or late by the steady clock, no worker is timed out, times in histories never decrease; and the server tells of it.
func TestClock(t *testing.T) {
	if testing.Short() {
		t.Skip("timers take some seconds")
	}
	t.Parallel()
	x := newTenantFor(t, newTroubledProcess(t, "--poll-hold", "1s"), time.Duration(*clockSteps)*5*time.Second+testTime)
	t.Cleanup(x.checkRuns)
	step := func(d time.Duration) {
		t.Helper()
		x.must(x.server.troubles.set(func(p *faults.Plan) { p.ClockAhead = d }))
	}
	beating := x.beatAll(slowBeaters)
	r := x.start("timers")

	t.Log("steps under a server that runs")
	for i := range *clockSteps {
		by := []time.Duration{time.Hour, -time.Hour, 10 * time.Second, -10 * time.Second, 0}[i%5]
		r.expectTimer(t, fmt.Sprint("t", i), func() { step(by) })
	}
	step(time.Hour)
	x.server.expectReadiness(t, time.Second, http.StatusOK, "ok\n", "the machine's clock was stepped by 1h0m0s since the start")
	x.server.expectLogged(t, "level=WARN", "the machine's clock was stepped")

	t.Log("the clock is set back while no server runs")
	step(0)
	x.server.kill()
	x.server.troubles.plan.ClockAhead = -time.Hour
	x.server.restart(t)
	x.server.expectReadiness(t, time.Second, http.StatusOK, "ok\n", "the machine's clock was set back while no server ran", "did not end in good order")
	x.server.expectLogged(t, "level=WARN", "the clock was set back; the service time goes on from where it was")
	r.expectTimer(t, "after", func() {})
	for _, b := range beating() {
		for _, e := range b.history() {
			if _, timedOut := e.Attributes.(*swf.ActivityTaskTimedOutEventAttributes); timedOut {
				t.Errorf("%s: a worker who beat was timed out", b.workflowID)
			}
		}
	}
	prove(t, proof{
		demand:   "A14: steps of the wall clock fire no timer early, time out nobody, and are told of",
		injected: fmt.Sprintf("%d steps", *clockSteps+3), toll: uncounted,
	})
}

// expectTimer starts a timer of a second, does something, and checks that the timer fires when a second has passed.
func (r *run) expectTimer(t *testing.T, id string, meanwhile func()) {
	t.Helper()
	r.signal("go on")
	begin := time.Now()
	r.decide(startTimer(id, "1"))
	started := time.Now()
	meanwhile()
	for {
		events := r.sdkHistory()
		last := events[len(events)-1]
		if last.EventType == types.EventTypeDecisionTaskScheduled && events[len(events)-2].EventType == types.EventTypeTimerFired {
			break
		}
		r.x.pause()
	}
	// It was started between begin and started: when exactly, only the server knows.
	now := time.Now()
	if least, most := now.Sub(started), now.Sub(begin); most < time.Second || least > 3*time.Second {
		t.Errorf("the timer %s of a second fired after %v to %v", id, least, most)
	}
	r.decide()
}
