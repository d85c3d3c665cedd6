package blackbox

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"

	"github.com/swfd/swfd/swf"
)

var longHistories = flag.Int("long-histories", number("SWFD_LONG_HISTORIES", 1),
	"how many runs at once get as many events as a run may have; also SWFD_LONG_HISTORIES")

// A run has room for 25,000 events: so many it has when it has made so many decisions, each with so many markers, and its decider has got
// the next task.
const (
	roomForEvents = 25_000
	longDecisions = 7
	longMarkers   = 3567
)

// A run gets as many events as a run may have. Its history is read page by page without a gap, in both directions, by anybody and by its decider;
// the next command finds it closed. Meanwhile tasks of others reach the polls that wait for them as soon as ever.
func TestLongHistories(t *testing.T) {
	if testing.Short() {
		t.Skip("a long history takes some seconds")
	}
	p := newMeasuredProcess(t, "--poll-hold", "1s")
	limit := time.Duration(*longHistories)*20*time.Second + testTime
	working, done := context.WithCancel(context.Background())
	quiet, err := newTenantFor(t, p.process, limit).dispatch(ended, dispatches)
	if err != nil {
		t.Fatal(err)
	}
	others := newTenantFor(t, p.process, limit)
	var took []time.Duration
	var crew sync.WaitGroup
	crew.Go(func() { took, err = others.dispatch(working, dispatches) })
	t.Run("histories", func(t *testing.T) {
		for i := range *longHistories {
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				newTenantFor(t, p.process, limit).liveLong()
			})
		}
	})
	done()
	crew.Wait()
	others.must(err)
	before, p99 := quiet[len(quiet)*99/100], took[len(took)*99/100]
	measured := fmt.Sprintf("a task reaches a poll in %v (p99 of %d), and before in %v", p99.Round(time.Microsecond), len(took), before.Round(time.Microsecond))
	t.Logf("%d histories of %d events: %s", *longHistories, roomForEvents, measured)
	switch {
	case !proving() || *longHistories > 1:
		// Other tests, or the many clients themselves, need the machine.
	case before > dispatchTime/2:
		t.Log("SKIPPED: the machine is too busy with other things to tell how soon a task reaches a poll")
	case p99 > dispatchTime:
		t.Errorf("one task in a hundred takes %v to a poll", p99)
	}
	prove(t, proof{
		demand:   "A18: a history of 25,000 events is read without a gap, the next command closes the run, and a task reaches a poll within 50 ms (p99)",
		injected: fmt.Sprintf("%d runs of %d events", *longHistories, roomForEvents), toll: uncounted, measured: measured,
	})
}

// liveLong lets a run live until there is no room for another event.
func (x *tenant) liveLong() {
	r := x.start("w", func(in *sdk.StartWorkflowExecutionInput) { in.ExecutionStartToCloseTimeout = new(orderTime) })
	for i := range longDecisions {
		task, events := r.pollAll(i%2 == 1)
		expectEventIDs(x.t, "the pages of a decision task", events, task.StartedEventId)
		var markers []types.Decision
		for k := range longMarkers {
			markers = append(markers, recordMarker("m", fmt.Sprint(planted, " ", i, " ", k)))
		}
		(&decisionTask{task, r}).answer(markers...)
		r.signal("go on")
	}
	task, whole := r.pollAll(false)
	expectEventIDs(x.t, "the pages of the last decision task", whole, roomForEvents)
	first := r.readPage(nil, false)
	sameEvents(x.t, "what anybody reads forwards", r.readOn(first, false), whole)
	sameEvents(x.t, "what anybody reads backwards", reversed(r.readOn(r.readPage(nil, true), true)), whole)
	for i := range longDecisions {
		// The last marker of each decision, where the loops above have put it.
		at := 2 + (i+1)*(longMarkers+4) - 2
		if m := whole[at-1].MarkerRecordedEventAttributes; m == nil || *m.Details != fmt.Sprint(planted, " ", i, " ", longMarkers-1) {
			x.t.Errorf("event %d is %s", at, eventText(&whole[at-1]))
		}
	}

	x.t.Log("there is no room for another event")
	_, err := x.client.SignalWorkflowExecution(x.ctx, &sdk.SignalWorkflowExecutionInput{
		Domain: new(domain), WorkflowId: &r.workflowID, SignalName: new("one too many"),
	})
	expectFault[*types.UnknownResourceFault](x.t, err, "Unknown execution, workflowId = w")
	expectFault[*types.UnknownResourceFault](x.t, (&decisionTask{task, r}).tryAnswer(), r.unknown())
	// Pages whose first was read before the end come to the end.
	closed := r.readOn(first, false)
	expectEventIDs(x.t, "the pages that were begun before the end", closed, roomForEvents+1)
	sameEvents(x.t, "what was there before the end", closed[:roomForEvents], whole)
	last := fromSDK(x.t, closed[roomForEvents:])[0]
	const want = `WorkflowExecutionTerminated {"cause":"EVENT_LIMIT_EXCEEDED","childPolicy":"TERMINATE"}`
	if err := expectEvent(last, fmt.Sprint(roomForEvents+1, " a ", want), map[string]swf.Timestamp{}); err != nil {
		x.t.Error(err)
	}
	r.awaitClose(types.CloseStatusTerminated)
	x.start("w").terminate()
}

// pollAll polls until there is a decision task, and reads all of its pages, in the order of their events.
func (r *run) pollAll(reverse bool) (*sdk.PollForDecisionTaskOutput, []types.HistoryEvent) {
	in := &sdk.PollForDecisionTaskInput{Domain: new(domain), TaskList: &types.TaskList{Name: &r.list}, ReverseOrder: reverse}
	task := pollPage(r.x, in)
	events := task.Events
	for page := task; page.NextPageToken != nil; {
		in.NextPageToken = page.NextPageToken
		page = pollPage(r.x, in)
		events = append(events, page.Events...)
	}
	if reverse {
		events = reversed(events)
	}
	return task, events
}

// readPage reads the page of the history that a token names, without one the first.
func (r *run) readPage(token *string, reverse bool) *sdk.GetWorkflowExecutionHistoryOutput {
	out, err := r.x.client.GetWorkflowExecutionHistory(r.x.ctx, &sdk.GetWorkflowExecutionHistoryInput{
		Domain: new(domain), Execution: r.execution(), NextPageToken: token, ReverseOrder: reverse,
	})
	r.x.must(err)
	return out
}

// readOn reads what follows a page, too.
func (r *run) readOn(page *sdk.GetWorkflowExecutionHistoryOutput, reverse bool) []types.HistoryEvent {
	events := slices.Clone(page.Events)
	for page.NextPageToken != nil {
		page = r.readPage(page.NextPageToken, reverse)
		events = append(events, page.Events...)
	}
	return events
}

func reversed(events []types.HistoryEvent) []types.HistoryEvent {
	events = slices.Clone(events)
	slices.Reverse(events)
	return events
}

// expectEventIDs checks that events go from the first to one without a gap.
func expectEventIDs(t *testing.T, what string, events []types.HistoryEvent, last int64) {
	t.Helper()
	for i := range events {
		if events[i].EventId != int64(i)+1 {
			t.Fatalf("%s have event %d in place %d", what, events[i].EventId, i+1)
		}
	}
	if int64(len(events)) != last {
		t.Fatalf("%s have %d events, not %d", what, len(events), last)
	}
}

func sameEvents(t *testing.T, what string, got, want []types.HistoryEvent) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s are %d events, not %d", what, len(got), len(want))
	}
	for i := range got {
		if eventText(&got[i]) != eventText(&want[i]) {
			t.Fatalf("%s has the event %s, not %s", what, eventText(&got[i]), eventText(&want[i]))
		}
	}
}
