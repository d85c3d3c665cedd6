package blackbox

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"
)

// longRun makes a run whose history has 300 events when its next decision task has been started.
func longRun(x *tenant) *run {
	x.t.Helper()
	r := x.start("long")
	var markers []types.Decision
	for i := range 293 {
		markers = append(markers, recordMarker("m", fmt.Sprint(planted, " ", i)))
	}
	r.decide(markers...)
	r.signal("s")
	return r
}

// Pages of any size, in both directions, join to the same history; the last one has no token, even if it is full.
func TestHistoryPages(t *testing.T) {
	x := onShared(t)
	r := longRun(x)
	r.pollDecision()
	whole := r.sdkHistory()
	if len(whole) != 300 {
		t.Fatalf("the history has %d events", len(whole))
	}
	for _, size := range []int32{7, 100, 150, 299, 300, 301, 1000} {
		for _, reverse := range []bool{false, true} {
			var events []types.HistoryEvent
			pages := 0
			in := &sdk.GetWorkflowExecutionHistoryInput{
				Domain: new(domain), Execution: r.execution(), MaximumPageSize: size, ReverseOrder: reverse,
			}
			for {
				page, err := x.client.GetWorkflowExecutionHistory(x.ctx, in)
				x.must(err)
				pages++
				events = append(events, page.Events...)
				if in.NextPageToken = page.NextPageToken; page.NextPageToken == nil {
					break
				}
			}
			expectPages(t, fmt.Sprintf("pages of %d, reverse %v", size, reverse), events, whole, pages, int(size), reverse)
		}
	}
}

func expectPages(t *testing.T, what string, events, whole []types.HistoryEvent, pages, size int, reverse bool) {
	t.Helper()
	if reverse {
		events = slices.Clone(events)
		slices.Reverse(events)
	}
	if !reflect.DeepEqual(events, whole) {
		t.Errorf("%s do not join to the history: %d events of %d", what, len(events), len(whole))
	}
	if want := (len(whole) + size - 1) / size; pages != want {
		t.Errorf("%s: there were %d, not %d", what, pages, want)
	}
}

// A decision task brings its history in pages, too: they end with its own start, whatever has come since.
func TestDecisionTaskPages(t *testing.T) {
	x := onShared(t)
	r := longRun(x)
	for round, reverse := range []bool{false, true} {
		in := &sdk.PollForDecisionTaskInput{
			Domain: new(domain), TaskList: &types.TaskList{Name: &r.list}, MaximumPageSize: 77, ReverseOrder: reverse,
		}
		first := pollPage(x, in)
		r.signal("while it is read")
		events, pages := first.Events, 1
		for page := first; page.NextPageToken != nil; pages++ {
			in.NextPageToken = page.NextPageToken
			page = pollPage(x, in)
			if *page.TaskToken != *first.TaskToken || page.StartedEventId != first.StartedEventId ||
				page.PreviousStartedEventId != first.PreviousStartedEventId || *page.WorkflowExecution.RunId != r.id ||
				*page.WorkflowType.Name != *first.WorkflowType.Name {
				t.Errorf("page %d is of another task: %+v", pages+1, page)
			}
			events = append(events, page.Events...)
		}
		whole := r.sdkHistory()[:first.StartedEventId]
		expectPages(t, fmt.Sprintf("pages of the task, reverse %v", reverse), events, whole, pages, 77, reverse)
		if want := []int64{300, 304}[round]; first.StartedEventId != want {
			t.Errorf("the task is event %d, not %d", first.StartedEventId, want)
		}
		task := &decisionTask{first, r}
		task.answer()
		if in.NextPageToken != nil {
			_, err := x.client.PollForDecisionTask(x.ctx, in)
			scheduled := whole[first.StartedEventId-1].DecisionTaskStartedEventAttributes.ScheduledEventId
			expectFault[*types.UnknownResourceFault](t, err, fmt.Sprintf("Unknown decision task, scheduledEventId = %d", scheduled))
		}
	}

	t.Log("only what is new")
	task := pollPage(x, &sdk.PollForDecisionTaskInput{
		Domain: new(domain), TaskList: &types.TaskList{Name: &r.list}, StartAtPreviousStartedEvent: true,
	})
	if n := len(task.Events); task.Events[0].EventId != task.PreviousStartedEventId || task.Events[n-1].EventId != task.StartedEventId {
		t.Errorf("the events are %d to %d; the task is %d after %d", task.Events[0].EventId, task.Events[n-1].EventId, task.StartedEventId,
			task.PreviousStartedEventId)
	}
	r.terminate()
}

// pollPage polls until there is a task, or returns the page that a token names.
func pollPage(x *tenant, in *sdk.PollForDecisionTaskInput) *sdk.PollForDecisionTaskOutput {
	x.t.Helper()
	for {
		out, err := x.client.PollForDecisionTask(x.ctx, in)
		x.must(err)
		if out.TaskToken != nil {
			return out
		}
	}
}

// A page token goes with the arguments it was given for, but for the page size, and with its operation.
func TestPageTokens(t *testing.T) {
	x := onShared(t)
	r := longRun(x)
	other := x.start("other")
	task := pollPage(x, &sdk.PollForDecisionTaskInput{Domain: new(domain), TaskList: &types.TaskList{Name: &r.list}, MaximumPageSize: 10})
	history := func(change func(*sdk.GetWorkflowExecutionHistoryInput)) (*sdk.GetWorkflowExecutionHistoryOutput, error) {
		in := &sdk.GetWorkflowExecutionHistoryInput{Domain: new(domain), Execution: r.execution(), MaximumPageSize: 10}
		change(in)
		return x.client.GetWorkflowExecutionHistory(x.ctx, in)
	}
	poll := func(change func(*sdk.PollForDecisionTaskInput)) (*sdk.PollForDecisionTaskOutput, error) {
		in := &sdk.PollForDecisionTaskInput{
			Domain: new(domain), TaskList: &types.TaskList{Name: &r.list}, MaximumPageSize: 10, NextPageToken: task.NextPageToken,
		}
		change(in)
		return x.client.PollForDecisionTask(x.ctx, in)
	}
	first, err := history(func(in *sdk.GetWorkflowExecutionHistoryInput) {})
	x.must(err)

	second, err := history(func(in *sdk.GetWorkflowExecutionHistoryInput) {
		in.NextPageToken, in.MaximumPageSize = first.NextPageToken, 3
	})
	if err != nil || len(second.Events) != 3 || second.Events[0].EventId != 11 {
		t.Errorf("a page of another size: %+v, %v", second, err)
	}
	more, err := poll(func(in *sdk.PollForDecisionTaskInput) { in.MaximumPageSize = 3 })
	if err != nil || len(more.Events) != 3 || more.Events[0].EventId != 11 {
		t.Errorf("a page of another size: %+v, %v", more, err)
	}

	refused := map[string]func(*sdk.GetWorkflowExecutionHistoryInput){
		"garbage":               func(in *sdk.GetWorkflowExecutionHistoryInput) { in.NextPageToken = new("garbage") },
		"a decision task's":     func(in *sdk.GetWorkflowExecutionHistoryInput) { in.NextPageToken = task.NextPageToken },
		"a task token":          func(in *sdk.GetWorkflowExecutionHistoryInput) { in.NextPageToken = task.TaskToken },
		"another run":           func(in *sdk.GetWorkflowExecutionHistoryInput) { in.Execution = other.execution() },
		"the other direction":   func(in *sdk.GetWorkflowExecutionHistoryInput) { in.ReverseOrder = true },
		"another domain's name": func(in *sdk.GetWorkflowExecutionHistoryInput) { in.Domain = new("nowhere") },
	}
	for name, change := range refused {
		t.Run("history "+name, func(t *testing.T) {
			_, err := history(func(in *sdk.GetWorkflowExecutionHistoryInput) {
				in.NextPageToken = first.NextPageToken
				change(in)
			})
			expectCode(t, err, "ValidationException", "Invalid token")
		})
	}
	refusedPolls := map[string]func(*sdk.PollForDecisionTaskInput){
		"garbage":             func(in *sdk.PollForDecisionTaskInput) { in.NextPageToken = new("garbage") },
		"a history's":         func(in *sdk.PollForDecisionTaskInput) { in.NextPageToken = first.NextPageToken },
		"another list":        func(in *sdk.PollForDecisionTaskInput) { in.TaskList = &types.TaskList{Name: &other.list} },
		"the other direction": func(in *sdk.PollForDecisionTaskInput) { in.ReverseOrder = true },
	}
	for name, change := range refusedPolls {
		t.Run("poll "+name, func(t *testing.T) {
			_, err := poll(change)
			expectCode(t, err, "ValidationException", "Invalid token")
		})
	}
	for _, size := range []int32{-1, 1001} {
		_, err := history(func(in *sdk.GetWorkflowExecutionHistoryInput) { in.MaximumPageSize = size })
		bound := map[int32]string{-1: "greater than or equal to 0", 1001: "less than or equal to 1000"}[size]
		expectCode(t, err, "ValidationException", fmt.Sprintf("1 validation error detected: Value '%d' at 'maximumPageSize' "+
			"failed to satisfy constraint: Member must have value %s", size, bound))
	}
}

// A page ends at a mebibyte of events, whatever its size in events.
func TestLargePages(t *testing.T) {
	x := onShared(t)
	r := x.start("w")
	var markers []types.Decision
	for range 30 {
		markers = append(markers, recordMarker("m", planted+strings.Repeat("x", 30_000)))
	}
	r.decide(markers...)
	r.signal("s")
	r.decide(markers...)
	page, err := x.client.GetWorkflowExecutionHistory(x.ctx, &sdk.GetWorkflowExecutionHistoryInput{
		Domain: new(domain), Execution: r.execution(),
	})
	x.must(err)
	if len(page.Events) >= 60 || page.NextPageToken == nil {
		t.Errorf("a page has %d events of 30 kB", len(page.Events))
	}
	if n := len(r.sdkHistory()); n != 68 {
		t.Errorf("the history has %d events, not 68", n)
	}
}
