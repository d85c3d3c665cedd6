package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// stored is a run's history as it lies in the store, one text an event, read without what is tested here.
func (w *world) stored(e swf.WorkflowExecution) []string {
	w.t.Helper()
	key := w.lane(e.WorkflowID)
	from, to := store.HistoryRange(e.RunID)
	var lines []string
	for row, err := range w.store.Scan(store.FamilyHistory, w.engine.shardOf(key), from, to, false) {
		if err != nil {
			w.t.Fatal(err)
		}
		lines = append(lines, strings.Split(string(row.Value[1:]), "\n")...)
	}
	return lines
}

// lane names the lane of a workflowId in the domain "d".
func (w *world) lane(workflowID string) laneKey {
	w.t.Helper()
	d, err := w.calls().domain("d")
	if err != nil {
		w.t.Fatal(err)
	}
	return laneKey{d.number, workflowID}
}

// expectFault wants an error with the text of a fault: its code, a colon and its message.
func (w *world) expectFault(what string, err error, want string) {
	w.t.Helper()
	if err == nil || err.Error() != want {
		w.t.Errorf("%s: got  %v\nwant %s", what, err, want)
	}
}

// split takes the events of a page apart.
func split(t rapid.TB, joined []byte) []string {
	t.Helper()
	var raw []json.RawMessage
	if err := json.Unmarshal(slices.Concat([]byte("["), joined, []byte("]")), &raw); err != nil {
		t.Fatal(err)
	}
	lines := []string{}
	for _, r := range raw {
		lines = append(lines, string(r))
	}
	return lines
}

// paged cuts events into pages as SWF promises: as many as asked for, 1 MiB of events at most, but one event in any case.
func paged(lines []string, size int) [][]string {
	if size == 0 {
		size = 1000
	}
	var pages [][]string
	for len(lines) > 0 {
		n, length := 1, len(lines[0])
		for n < min(size, len(lines)) && length+1+len(lines[n]) <= 1<<20 {
			length += 1 + len(lines[n])
			n++
		}
		pages = append(pages, lines[:n])
		lines = lines[n:]
	}
	return pages
}

// historyPages reads a whole history, page by page.
func (w *world) historyPages(e swf.WorkflowExecution, size int32, reverse bool) [][]string {
	w.t.Helper()
	in := swf.NewGetWorkflowExecutionHistoryInput("d", e)
	in.MaximumPageSize, in.ReverseOrder = size, reverse
	var pages [][]string
	for {
		out := must(w, w.calls().GetWorkflowExecutionHistory)(in)
		pages = append(pages, split(w.t, out.EncodedEvents))
		if in.NextPageToken = out.NextPageToken; in.NextPageToken == nil {
			return pages
		}
	}
}

// shape writes how many events each page has.
func shape(pages [][]string) (sizes []int) {
	for _, p := range pages {
		sizes = append(sizes, len(p))
	}
	return sizes
}

func comparePages(t rapid.TB, what string, got, want [][]string) {
	t.Helper()
	if !slices.Equal(shape(got), shape(want)) {
		t.Errorf("%s: pages of %v events, want %v", what, shape(got), shape(want))
	}
	if !slices.Equal(slices.Concat(got...), slices.Concat(want...)) {
		t.Errorf("%s: the pages together are not the history", what)
	}
}

// signals makes a history longer by n events with inputs of a length; the ids of the events follow each other.
func (w *world) signals(id string, n, length int) {
	w.t.Helper()
	in := swf.NewSignalWorkflowExecutionInput("d", id, "s")
	in.Input = new(strings.Repeat("x", length))
	for range n {
		must(w, w.calls().SignalWorkflowExecution)(in)
	}
}

// markers makes a history longer by n markers of one commit, with details of a length.
func (w *world) markers(n, length int) {
	w.t.Helper()
	var decisions []swf.DecisionAttributes
	for range n {
		decisions = append(decisions, &swf.RecordMarkerDecisionAttributes{MarkerName: "m", Details: new(strings.Repeat("x", length))})
	}
	w.decide(w.pollDecision(), decisions...)
}

// histories brings runs of all sorts to life: short ones, long ones, and such whose events or rows are large.
var histories = []struct {
	name string
	make func(w *world)
}{
	{"just started", func(*world) {}},
	{"a thousand events", func(w *world) { w.signals("w", 998, 0) }},
	{"a thousand and one", func(w *world) { w.signals("w", 999, 0) }},
	{"large events", func(w *world) { w.signals("w", 70, 30_000) }},
	{"a commit of many rows", func(w *world) { w.markers(1200, 900) }},
	{"rows of one event and of many", func(w *world) {
		w.markers(9, 32_768)
		w.signals("w", 50, 10)
		w.markers(200, 1_000)
	}},
}

// sizesFor are the page sizes to read a history with; to read a long one event by event takes long and tells nothing new. 0 stands
// for 1000.
func sizesFor(events int) []int32 {
	if events > 300 {
		return []int32{0, 97}
	}
	return []int32{0, 1, 7, 1000}
}

// The pages of a history are as large as they may be, and together they are the history; behind the last there is none.
func TestPagesOfAHistory(t *testing.T) {
	for _, h := range histories {
		t.Run(h.name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				run := w.start("w")
				h.make(w)
				lines := w.stored(run)
				for _, size := range sizesFor(len(lines)) {
					comparePages(t, text("size %d", size), w.historyPages(run, size, false), paged(lines, int(size)))
				}
				slices.Reverse(lines)
				for _, size := range sizesFor(len(lines)) {
					comparePages(t, text("size %d in reverse", size), w.historyPages(run, size, true), paged(lines, int(size)))
				}
			})
		})
	}
}

// The same for any history and any size of each page, and also if the run goes on while it is read: then an ascending reader sees
// what comes, and a descending one does not.
func TestPagesOfAnyHistory(t *testing.T) {
	inWorld(t, func(w *world) {
		n := 0
		rapid.Check(t, func(t *rapid.T) {
			n++
			id := text("w%d", n)
			run := w.start(id)
			grow := func() {
				for range rapid.IntRange(0, 3).Draw(t, "bursts") {
					w.signals(id, rapid.IntRange(1, 15).Draw(t, "signals"), rapid.SampledFrom([]int{0, 10, 5_000, 32_768}).Draw(t, "length"))
				}
			}
			grow()
			before := w.stored(run)
			reverse := rapid.Bool().Draw(t, "reverse")
			in := swf.NewGetWorkflowExecutionHistoryInput("d", run)
			in.ReverseOrder = reverse
			var got []string
			for {
				in.MaximumPageSize = rapid.SampledFrom([]int32{0, 1, 2, 7, 1000}).Draw(t, "size")
				out := must(w, w.calls().GetWorkflowExecutionHistory)(in)
				page := split(t, out.EncodedEvents)
				got = append(got, page...)
				if bytes := len(out.EncodedEvents); len(page) == 0 || len(page) > 1 && bytes > 1<<20 {
					t.Fatalf("a page of %d events and %d bytes", len(page), bytes)
				}
				if in.NextPageToken = out.NextPageToken; in.NextPageToken == nil {
					break
				}
				if rapid.IntRange(0, 9).Draw(t, "goes on") == 0 {
					grow()
				}
			}
			want := before
			if reverse {
				slices.Reverse(want)
			} else {
				want = w.stored(run)
			}
			if !slices.Equal(got, want) {
				t.Fatalf("read %d events, want %d", len(got), len(want))
			}
		})
	})
}

// An answer holds the events as they were committed: the same bytes before and after a restart, open and closed.
func TestAHistoryNeverChanges(t *testing.T) {
	anyWay(t, func(w *world, again func(time.Duration)) {
		run := w.start("w")
		w.markers(3, 10)
		before := w.stored(run)
		again(time.Hour)
		if got := slices.Concat(w.historyPages(run, 0, false)...); !slices.Equal(got, before) {
			t.Errorf("got  %s\nwant %s", got, before)
		}
		w.sleep(1)
		must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "w"))
		again(0)
		if got := slices.Concat(w.historyPages(run, 1, false)...); !slices.Equal(got[:len(before)], before) || len(got) != len(before)+1 {
			t.Errorf("got  %s\nwant %s and the end", got, before)
		}
	})
}

// A page token of a history is good for that history, in that order, and nothing else.
func TestTokensOfAHistory(t *testing.T) {
	inWorld(t, func(w *world) {
		must(w, w.calls().RegisterDomain)(swf.NewRegisterDomainInput("e", "1"))
		run, other := w.start("w"), w.start("other")
		in := swf.NewGetWorkflowExecutionHistoryInput("d", run)
		in.MaximumPageSize = 1
		token := must(w, w.calls().GetWorkflowExecutionHistory)(in).NextPageToken
		const invalid = "ValidationException: Invalid token"
		for _, c := range []struct {
			what  string
			in    swf.GetWorkflowExecutionHistoryInput
			fault string
		}{
			{"another run", swf.GetWorkflowExecutionHistoryInput{Domain: "d", Execution: other}, invalid},
			{"another domain", swf.GetWorkflowExecutionHistoryInput{Domain: "e", Execution: run}, invalid},
			{"an unknown domain", swf.GetWorkflowExecutionHistoryInput{Domain: "unknown", Execution: run}, invalid},
			{"the other order", swf.GetWorkflowExecutionHistoryInput{Domain: "d", Execution: run, ReverseOrder: true}, invalid},
		} {
			c.in.NextPageToken = token
			_, err := w.calls().GetWorkflowExecutionHistory(context.Background(), &c.in)
			w.expectFault(c.what, err, c.fault)
		}
		poll := decisionPoll()
		poll.NextPageToken = token
		refused(w, w.calls().PollForDecisionTask, poll, invalid)

		w.caller.Region = "eu-west-1"
		in.NextPageToken = token
		refused(w, w.calls().GetWorkflowExecutionHistory, in, invalid)
		w.caller.Region = "us-east-1"

		in.MaximumPageSize = 5
		w.sleep(24 * 60 * 60)
		if got := split(t, must(w, w.calls().GetWorkflowExecutionHistory)(in).EncodedEvents); len(got) != 1 || !strings.Contains(got[0], `"eventId":2`) {
			t.Errorf("the second page is %s", got)
		}
		time.Sleep(time.Millisecond)
		refused(w, w.calls().GetWorkflowExecutionHistory, in, "ValidationException: Specified token has exceeded its maximum lifetime")
	})
}

// Which error comes first, and which runs are unknown.
func TestRefusedHistories(t *testing.T) {
	inWorld(t, func(w *world) {
		must(w, w.calls().RegisterDomain)(swf.NewRegisterDomainInput("e", "1"))
		run, other := w.start("w"), w.start("other")
		for _, c := range []struct {
			what, domain string
			run          swf.WorkflowExecution
			token        string
			fault        string
		}{
			{"a bad token in an unknown domain", "unknown", run, "garbage", "ValidationException: Invalid token"},
			{"an unknown domain", "unknown", run, "", "UnknownResourceFault: Unknown domain: unknown"},
			{"an unknown run", "d", swf.WorkflowExecution{WorkflowID: "w", RunID: "r"}, "",
				"UnknownResourceFault: Unknown execution: WorkflowExecution=[workflowId=w, runId=r]"},
			{"an unknown workflowId", "d", swf.WorkflowExecution{WorkflowID: "v", RunID: run.RunID}, "",
				"UnknownResourceFault: Unknown execution: WorkflowExecution=[workflowId=v, runId=" + run.RunID + "]"},
			{"a run of another workflowId", "d", swf.WorkflowExecution{WorkflowID: "w", RunID: other.RunID}, "",
				"UnknownResourceFault: Unknown execution: WorkflowExecution=[workflowId=w, runId=" + other.RunID + "]"},
			{"a run of another domain", "e", run, "",
				"UnknownResourceFault: Unknown execution: WorkflowExecution=[workflowId=w, runId=" + run.RunID + "]"},
		} {
			in := swf.NewGetWorkflowExecutionHistoryInput(c.domain, c.run)
			if c.token != "" {
				in.NextPageToken = &c.token
			}
			_, err := w.calls().GetWorkflowExecutionHistory(context.Background(), in)
			w.expectFault(c.what, err, c.fault)
		}
		w.caller.Account = "222222222222"
		refused(w, w.calls().GetWorkflowExecutionHistory, swf.NewGetWorkflowExecutionHistoryInput("d", run), "UnknownResourceFault: Unknown domain: d")
	})
}

// morePages polls for the further pages of a task until there are none; between is called before each.
func (w *world) morePages(in swf.PollForDecisionTaskInput, first *swf.PollForDecisionTaskOutput, between func()) [][]string {
	w.t.Helper()
	pages := [][]string{split(w.t, first.EncodedEvents)}
	for token := first.NextPageToken; token != nil; {
		between()
		in.NextPageToken = token
		out := must(w, w.calls().PollForDecisionTask)(&in)
		if out.TaskToken != first.TaskToken || out.StartedEventID != first.StartedEventID ||
			out.PreviousStartedEventID != first.PreviousStartedEventID ||
			*out.WorkflowExecution != *first.WorkflowExecution || *out.WorkflowType != *first.WorkflowType {
			w.t.Errorf("the next page is of another task: %+v, want %+v", out, first)
		}
		pages = append(pages, split(w.t, out.EncodedEvents))
		token = out.NextPageToken
	}
	return pages
}

// A decision task comes with the history up to its start, in pages that all name the same task. Whatever happens meanwhile
// is for the next task; and asking for a page neither waits, nor starts anything, nor writes anything.
func TestPagesOfADecisionTask(t *testing.T) {
	for _, h := range histories {
		t.Run(h.name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				run := w.start("w")
				h.make(w)
				w.signal("w", "so that there is a decision to make")
				for _, reverse := range []bool{false, true} {
					for _, size := range sizesFor(len(w.stored(run))) {
						w.sleep(1)
						in := *decisionPoll()
						in.MaximumPageSize, in.ReverseOrder = size, reverse
						task := must(w, w.calls().PollForDecisionTask)(&in)
						lines := w.stored(run)
						if int(task.StartedEventID) != len(lines) {
							t.Fatalf("event %d of %d is the started one", task.StartedEventID, len(lines))
						}
						if reverse {
							slices.Reverse(lines)
						}
						before := time.Now()
						// Another run waits on the list, and this one goes on.
						other := w.start(text("other %v %d", reverse, size))
						signalled := 0
						pages := w.morePages(in, task, func() {
							if signalled < 3 {
								signalled++
								w.signal("w", "later")
							}
						})
						comparePages(t, text("size %d reverse %v", size, reverse), pages, paged(lines, int(size)))
						if !time.Now().Equal(before) {
							t.Errorf("the pages took %v", time.Since(before))
						}
						if n, before := len(w.stored(run)), len(lines)+signalled+min(signalled, 1); n != before {
							t.Errorf("the pages have added %d events", n-before)
						}
						if d := w.describe(other); d.OpenCounts.OpenDecisionTasks != 1 {
							t.Error("another task was started")
						}
						must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", other.WorkflowID))
						w.decide(task)
						w.signal("w", "next")
					}
				}
			})
		})
	}
}

// A decider that remembers the past asks for what is new: from the started event of the last task that it completed on, that
// event included.
func TestStartAtPreviousStartedEvent(t *testing.T) {
	inWorld(t, func(w *world) {
		run := w.start("w")
		poll := func(size int32, reverse bool) (*swf.PollForDecisionTaskOutput, [][]string) {
			w.sleep(1)
			in := *decisionPoll()
			in.StartAtPreviousStartedEvent, in.MaximumPageSize, in.ReverseOrder = true, size, reverse
			task := must(w, w.calls().PollForDecisionTask)(&in)
			return task, w.morePages(in, task, func() {})
		}
		part := func(from, to int64, reverse bool) []string {
			lines := w.stored(run)[from-1 : to]
			if reverse {
				slices.Reverse(lines)
			}
			return lines
		}
		// The first task: the whole history.
		task, pages := poll(2, false)
		if task.PreviousStartedEventID != 0 {
			t.Errorf("a first task has the previous started event %d", task.PreviousStartedEventID)
		}
		comparePages(t, "the first", pages, paged(part(1, 3, false), 2))
		w.decide(task)
		w.signals("w", 8, 10)
		for _, reverse := range []bool{false, true} {
			for _, size := range []int32{1, 3, 0} {
				previous := task.StartedEventID
				task, pages = poll(size, reverse)
				if task.PreviousStartedEventID != previous {
					t.Errorf("the previous started event is %d, want %d", task.PreviousStartedEventID, previous)
				}
				comparePages(t, text("size %d reverse %v", size, reverse), pages, paged(part(previous, task.StartedEventID, reverse), int(size)))
				w.decide(task)
				w.signals("w", 2, 10)
			}
		}
		// A task that timed out was not completed: the next one goes back behind it.
		previous := task.StartedEventID
		poll(0, false)
		w.sleep(101)
		task, pages = poll(0, false)
		if task.PreviousStartedEventID != previous {
			t.Errorf("the previous started event is %d, want %d", task.PreviousStartedEventID, previous)
		}
		comparePages(t, "after a time-out", pages, paged(part(previous, task.StartedEventID, false), 0))
	})
}

// Further pages survive a restart, as the task does.
func TestPagesOfADecisionTaskOverARestart(t *testing.T) {
	anyWay(t, func(w *world, again func(time.Duration)) {
		run := w.start("w")
		w.signals("w", 5, 10)
		in := *decisionPoll()
		in.MaximumPageSize = 2
		task := must(w, w.calls().PollForDecisionTask)(&in)
		lines := w.stored(run)
		comparePages(t, "over restarts", w.morePages(in, task, func() { again(time.Second) }), paged(lines, 2))
	})
}

// Once the task is over there are no more pages of it.
func TestPagesOfADecisionTaskThatIsOver(t *testing.T) {
	closed := func(e swf.WorkflowExecution) string { return execution.UnknownExecution(e).Error() }
	const over = "UnknownResourceFault: Unknown decision task, scheduledEventId = 2"
	for _, c := range []struct {
		what string
		end  func(w *world, task *swf.PollForDecisionTaskOutput)
		// want is the fault, or empty if it is that of a closed run.
		want string
	}{
		{"completed", func(w *world, task *swf.PollForDecisionTaskOutput) { w.decide(task) }, over},
		{"timed out", func(w *world, _ *swf.PollForDecisionTaskOutput) { w.sleep(101) }, over},
		{"timed out, and nobody has noticed", func(w *world, _ *swf.PollForDecisionTaskOutput) {
			w.asleep = true
			w.restart(0)
			w.sleep(101)
		}, over},
		{"timed out, and another decider works", func(w *world, _ *swf.PollForDecisionTaskOutput) {
			w.sleep(101)
			w.pollDecision()
		}, over},
		{"completed and the run closed", func(w *world, task *swf.PollForDecisionTaskOutput) {
			w.decide(task, &swf.CompleteWorkflowExecutionDecisionAttributes{})
		}, ""},
		{"the run terminated", func(w *world, _ *swf.PollForDecisionTaskOutput) {
			must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "w"))
		}, ""},
		{"the run terminated and another one started", func(w *world, _ *swf.PollForDecisionTaskOutput) {
			must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "w"))
			w.start("w")
		}, ""},
		{"the run continued as new", func(w *world, task *swf.PollForDecisionTaskOutput) {
			w.decide(task, &swf.ContinueAsNewWorkflowExecutionDecisionAttributes{})
		}, ""},
	} {
		t.Run(c.what, func(t *testing.T) {
			inWorld(t, func(w *world) {
				run := w.start("w")
				in := *decisionPoll()
				in.MaximumPageSize = 1
				task := must(w, w.calls().PollForDecisionTask)(&in)
				in.NextPageToken = task.NextPageToken
				must(w, w.calls().PollForDecisionTask)(&in)
				c.end(w, task)
				want := c.want
				if want == "" {
					want = closed(run)
				}
				refused(w, w.calls().PollForDecisionTask, &in, want)
			})
		})
	}
}

// A page token of a decision task is good for that poll alone.
func TestTokensOfADecisionTask(t *testing.T) {
	inWorld(t, func(w *world) {
		must(w, w.calls().RegisterDomain)(swf.NewRegisterDomainInput("e", "1"))
		run := w.start("w")
		in := *decisionPoll()
		in.MaximumPageSize, in.Identity = 1, new("me")
		task := must(w, w.calls().PollForDecisionTask)(&in)
		in.NextPageToken = task.NextPageToken
		const invalid = "ValidationException: Invalid token"
		for _, c := range []struct {
			what   string
			change func(in *swf.PollForDecisionTaskInput)
			fault  string
		}{
			{"another domain", func(in *swf.PollForDecisionTaskInput) { in.Domain = "e" }, invalid},
			{"an unknown domain", func(in *swf.PollForDecisionTaskInput) { in.Domain = "unknown" }, invalid},
			{"another list", func(in *swf.PollForDecisionTaskInput) { in.TaskList.Name = "other" }, invalid},
			{"another decider", func(in *swf.PollForDecisionTaskInput) { in.Identity = new("you") }, invalid},
			{"the other order", func(in *swf.PollForDecisionTaskInput) { in.ReverseOrder = true }, invalid},
			{"the other beginning", func(in *swf.PollForDecisionTaskInput) { in.StartAtPreviousStartedEvent = true }, invalid},
			{"a task token", func(in *swf.PollForDecisionTaskInput) { in.NextPageToken = &task.TaskToken }, invalid},
			{"garbage", func(in *swf.PollForDecisionTaskInput) { in.NextPageToken = new("garbage") }, invalid},
			{"a bad name first", func(in *swf.PollForDecisionTaskInput) { in.TaskList.Name = "a:" }, "ValidationException: Invalid name: a:"},
		} {
			in := in
			c.change(&in)
			_, err := w.calls().PollForDecisionTask(context.Background(), &in)
			w.expectFault(c.what, err, c.fault)
		}
		history := swf.NewGetWorkflowExecutionHistoryInput("d", run)
		history.NextPageToken = task.NextPageToken
		refused(w, w.calls().GetWorkflowExecutionHistory, history, invalid)
		w.caller.Account = "222222222222"
		refused(w, w.calls().PollForDecisionTask, &in, invalid)
		w.caller.Account = "111111111111"
		in.MaximumPageSize = 1000
		if got := split(t, must(w, w.calls().PollForDecisionTask)(&in).EncodedEvents); len(got) != 2 {
			t.Errorf("the rest is %s", got)
		}
		w.engine.wall = func() time.Time { return time.Now().Add(24*time.Hour + time.Millisecond) }
		refused(w, w.calls().PollForDecisionTask, &in, "ValidationException: Specified token has exceeded its maximum lifetime")
	})
}

// A history is read while its run is being written to: what is answered is always a beginning of the history without a gap.
func TestReadingWhileWriting(t *testing.T) {
	inWorld(t, func(w *world) {
		run := w.start("w")
		writing := later(func() error {
			for range 200 {
				in := swf.NewSignalWorkflowExecutionInput("d", "w", "s")
				if _, err := w.calls().SignalWorkflowExecution(context.Background(), in); err != nil {
					return err
				}
			}
			return nil
		})
		for range 100 {
			out := must(w, w.calls().GetWorkflowExecutionHistory)(swf.NewGetWorkflowExecutionHistoryInput("d", run))
			got := split(t, out.EncodedEvents)
			if want := w.stored(run); len(got) > len(want) || !slices.Equal(got, want[:len(got)]) {
				t.Fatalf("read %d events that are not in the store", len(got))
			}
			if !bytes.HasPrefix(out.EncodedEvents, []byte(`{`)) {
				t.Fatalf("an empty history")
			}
		}
		expectDone(w.t, "the writer", writing)
	})
}
