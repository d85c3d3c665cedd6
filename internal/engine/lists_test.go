package engine

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/swfd/swfd/internal/awsjson"
	"github.com/swfd/swfd/swf"
)

// Lists and counts over any course of events, against a table that is searched from front to back. Read in one go, the pages together are
// what the table has, in order. If runs start and close between the pages, no run comes twice, and none is lost that stood in
// the list throughout.
func TestListsAgainstATable(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		course := rapid.SliceOfN(rapid.Custom(drawListStep), 50, 80).Draw(r, "course")
		if complaint := follow(t, course); complaint != "" {
			r.Fatal(complaint)
		}
	})
}

// listStep is something that happens to one of a few workflowIds, or a question.
type listStep struct {
	what string
	id   int
	n    int
	wait time.Duration
	ask  *question
}

func drawListStep(t *rapid.T) listStep {
	s := drawListMove(t)
	if s.wait == 3*time.Hour {
		// Longer than a page token lives, and a third of the retention.
		s.wait *= 20
	}
	if rapid.SampledFrom([]bool{false, true}).Draw(t, "ask") {
		s = listStep{what: "ask", ask: drawQuestion(t)}
	}
	return s
}

func drawListMove(t *rapid.T) listStep {
	return listStep{
		what: rapid.SampledFrom([]string{"start", "start", "start", "close", "close", "cancel", "wait", "wait", "restart", "crash"}).Draw(t, "what"),
		id:   drawListID(t), n: drawListNumber(t),
		wait: rapid.SampledFrom([]time.Duration{time.Millisecond, 3 * time.Millisecond, time.Second, 3 * time.Hour}).Draw(t, "wait"),
	}
}

func drawListID(t *rapid.T) int { return rapid.SampledFrom([]int{0, 1, 2, 3, 4, 5}).Draw(t, "id") }

// drawListNumber draws what stands for a type, for tags and for a status.
func drawListNumber(t *rapid.T) int {
	return rapid.SampledFrom([]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}).Draw(t, "n")
}

// question is a list of open or closed runs, and a count of it. What happens between its pages is in between.
type question struct {
	closed, byStart, reverse bool
	filter                   runFilter
	// oldest and latest choose a time at which a run started or closed, or one just before or after; a latest below 0 chooses none.
	oldest, latest int
	pageSize       int32
	between        []listStep
}

func drawQuestion(t *rapid.T) *question {
	q := &question{
		closed: rapid.Bool().Draw(t, "closed"), byStart: rapid.Bool().Draw(t, "by start"), reverse: rapid.Bool().Draw(t, "reverse"),
		oldest: rapid.IntRange(0, 20).Draw(t, "oldest"), latest: rapid.IntRange(-20, 20).Draw(t, "latest"),
		pageSize: rapid.SampledFrom([]int32{0, 1, 1, 2, 3}).Draw(t, "page size"),
		between:  rapid.SliceOfN(rapid.Custom(drawListMove), 0, 6).Draw(t, "between"),
	}
	id, n := drawListID(t), drawListNumber(t)
	switch rapid.SampledFrom([]string{"none", "none", "none", "id", "name", "type", "tag", "status"}).Draw(t, "filter") {
	case "id":
		q.filter.execution = &swf.WorkflowExecutionFilter{WorkflowID: listID(id)}
	case "name":
		q.filter.workflowType = &swf.WorkflowTypeFilter{Name: listType(n).Name}
	case "type":
		q.filter.workflowType = &swf.WorkflowTypeFilter{Name: listType(n).Name, Version: new(listType(n).Version)}
	case "tag":
		q.filter.tag = &swf.TagFilter{Tag: slices.Concat(listTags(n), []string{"red"})[0]}
	case "status":
		if q.closed {
			q.filter.closeStatus = &swf.CloseStatusFilter{Status: listStatus(n)}
		}
	}
	return q
}

func listID(id int) string { return fmt.Sprint("w", id) }

func listType(n int) swf.WorkflowType {
	return [...]swf.WorkflowType{{Name: "order", Version: "1"}, {Name: "order", Version: "2"}, {Name: "o", Version: "rder1"}}[n%3]
}

func listTags(n int) []string {
	return [...][]string{nil, {"red"}, {"round", "red"}, {"red", "red"}, {""}, {"round"}}[n%6]
}

func listStatus(n int) swf.CloseStatus {
	return [...]swf.CloseStatus{
		swf.CloseStatusCompleted, swf.CloseStatusFailed, swf.CloseStatusCanceled, swf.CloseStatusTerminated, swf.CloseStatusContinuedAsNew,
	}[n%5]
}

// listTable is what should be known of the runs, by runId.
type listTable struct {
	*play
	runs map[string]*swf.WorkflowExecutionInfo
}

// follow lets a course happen in a world of its own, and returns what was wrong with an answer, if anything.
func follow(t *testing.T, course []listStep) (complaint string) {
	inWorld(t, func(w *world) {
		table := &listTable{&play{w: w}, map[string]*swf.WorkflowExecutionInfo{}}
		for _, n := range []int{1, 2} {
			kind := listType(n)
			must(w, w.calls().RegisterWorkflowType)(swf.NewRegisterWorkflowTypeInput("d", kind.Name, kind.Version))
		}
		for i, step := range course {
			if step.what != "ask" {
				table.move(step)
			} else if wrong := table.answer(step.ask); wrong != "" {
				complaint = fmt.Sprintf("step %d: %s", i, wrong)
				return
			}
		}
	})
	return complaint
}

// open is the open run of a workflowId, nil if there is none.
func (t *listTable) open(id string) *swf.WorkflowExecutionInfo {
	for _, run := range t.runs {
		if run.Execution.WorkflowID == id && run.CloseTimestamp == nil {
			return run
		}
	}
	return nil
}

// move lets something happen, if it can, and notes it.
func (t *listTable) move(s listStep) {
	id := listID(s.id)
	run := t.open(id)
	switch {
	case s.what == "start" && run == nil:
		kind := listType(s.n)
		t.check(t.start(slices.Concat([]string{id, kind.Name + ":" + kind.Version}, listTags(s.n))))
		t.note(id, kind, listTags(s.n))
	case s.what == "cancel" && run != nil:
		must(t.w, t.w.calls().RequestCancelWorkflowExecution)(swf.NewRequestCancelWorkflowExecutionInput("d", id))
		run.CancelRequested = true
	case s.what == "close" && run != nil:
		t.check(t.close(id, listStatus(s.n)))
		run.CloseTimestamp, run.CloseStatus, run.ExecutionStatus = new(t.w.now()), listStatus(s.n), swf.ExecutionStatusClosed
		run.CancelRequested = false
		if run.CloseStatus == swf.CloseStatusContinuedAsNew {
			t.note(id, run.WorkflowType, nil)
		}
	case s.what == "wait":
		time.Sleep(s.wait)
	case s.what == "restart":
		t.w.restart(0)
	case s.what == "crash":
		t.w.crash(0)
	}
}

func (t *listTable) check(err error) {
	if err != nil {
		t.w.t.Fatal(err)
	}
}

// note adds the run that has just started. What its runId is, the lane knows.
func (t *listTable) note(id string, kind swf.WorkflowType, tags []string) {
	var execution swf.WorkflowExecution
	t.check(t.w.engine.view(t.w.lane(id), func(l *lane) { execution = l.state.Execution() }))
	t.runs[execution.RunID] = &swf.WorkflowExecutionInfo{
		Execution: execution, WorkflowType: kind, TagList: tags, StartTimestamp: t.w.now(), ExecutionStatus: swf.ExecutionStatusOpen,
	}
}

// at is the time that the question orders a run by.
func (q *question) at(run *swf.WorkflowExecutionInfo) swf.Timestamp {
	if q.closed && !q.byStart {
		return *run.CloseTimestamp
	}
	return run.StartTimestamp
}

// fits reports whether a run is asked for at a moment.
func (q *question) fits(run *swf.WorkflowExecutionInfo, times swf.ExecutionTimeFilter, now swf.Timestamp) bool {
	f := q.filter
	switch {
	case q.closed != (run.CloseTimestamp != nil),
		q.closed && now.Sub(*run.CloseTimestamp) >= 7*24*time.Hour,
		q.at(run) < times.OldestDate,
		times.LatestDate != nil && q.at(run) > *times.LatestDate,
		f.execution != nil && f.execution.WorkflowID != run.Execution.WorkflowID,
		f.workflowType != nil && f.workflowType.Name != run.WorkflowType.Name,
		f.workflowType != nil && f.workflowType.Version != nil && *f.workflowType.Version != run.WorkflowType.Version,
		f.tag != nil && !slices.Contains(run.TagList, f.tag.Tag),
		f.closeStatus != nil && f.closeStatus.Status != run.CloseStatus:
		return false
	}
	return true
}

// fitting are copies of the runs that are asked for.
func (t *listTable) fitting(q *question, times swf.ExecutionTimeFilter) map[string]swf.WorkflowExecutionInfo {
	found := map[string]swf.WorkflowExecutionInfo{}
	for runID, run := range t.runs {
		if q.fits(run, times, t.w.now()) {
			found[runID] = *run
		}
	}
	return found
}

// times chooses the range of times of a question from what has happened.
func (t *listTable) times(q *question) swf.ExecutionTimeFilter {
	all := []swf.Timestamp{math.MinInt64, 0}
	for _, run := range t.runs {
		for _, near := range []swf.Timestamp{-1, 0, 1} {
			all = append(all, run.StartTimestamp+near)
			if run.CloseTimestamp != nil {
				all = append(all, *run.CloseTimestamp+near)
			}
		}
	}
	slices.Sort(all)
	filter := swf.ExecutionTimeFilter{OldestDate: all[q.oldest%len(all)]}
	if q.latest >= 0 {
		filter.LatestDate = &all[len(all)-1-q.latest%len(all)]
	}
	return filter
}

// answer asks, and says what is wrong with the answer.
func (t *listTable) answer(q *question) string {
	times := t.times(q)
	before := t.fitting(q, times)
	if n := t.count(q, times); n != len(before) {
		return fmt.Sprintf("%d runs are counted, want %d", n, len(before))
	}
	listed, moved := t.list(q, times)
	after := t.fitting(q, times)
	seen := map[string]bool{}
	for i, run := range listed {
		runID := run.Execution.RunID
		switch {
		case seen[runID]:
			return fmt.Sprintf("run %s is listed twice", runID)
		case i > 0 && q.at(&listed[i-1]) != q.at(&run) && q.reverse != (q.at(&listed[i-1]) < q.at(&run)):
			return fmt.Sprintf("run %d of the list is not in order", i)
		case !moved && wire(run) != wire(before[runID]):
			return fmt.Sprintf("a run is listed as\n%s, want\n%s", wire(run), wire(before[runID]))
		}
		seen[runID] = true
	}
	for runID := range before {
		if _, still := after[runID]; still && !seen[runID] {
			return fmt.Sprintf("a run is not listed: %s", wire(before[runID]))
		}
	}
	return ""
}

// wire is a run as replies show it.
func wire(run swf.WorkflowExecutionInfo) string { return string(awsjson.Append(nil, &run)) }

// list reads all pages, with moves in between, and reports whether there were any.
func (t *listTable) list(q *question, times swf.ExecutionTimeFilter) (all []swf.WorkflowExecutionInfo, moved bool) {
	var token *string
	between := q.between
	for {
		var page []swf.WorkflowExecutionInfo
		page, token = t.page(q, times, token)
		all = append(all, page...)
		if token == nil || len(all) > len(t.runs) {
			return all, moved
		}
		if len(between) > 0 {
			t.move(between[0])
			between, moved = between[1:], true
		}
	}
}

func (t *listTable) page(q *question, times swf.ExecutionTimeFilter, token *string) ([]swf.WorkflowExecutionInfo, *string) {
	if !q.closed {
		in := swf.NewListOpenWorkflowExecutionsInput("d", times)
		in.ExecutionFilter, in.TypeFilter, in.TagFilter = q.filter.execution, q.filter.workflowType, q.filter.tag
		in.ReverseOrder, in.MaximumPageSize, in.NextPageToken = q.reverse, q.pageSize, token
		out := must(t.w, t.w.calls().ListOpenWorkflowExecutions)(in)
		return out.ExecutionInfos, out.NextPageToken
	}
	in := swf.NewListClosedWorkflowExecutionsInput("d")
	in.ExecutionFilter, in.TypeFilter, in.TagFilter, in.CloseStatusFilter = q.filter.execution, q.filter.workflowType, q.filter.tag, q.filter.closeStatus
	in.ReverseOrder, in.MaximumPageSize, in.NextPageToken = q.reverse, q.pageSize, token
	if in.CloseTimeFilter = &times; q.byStart {
		in.StartTimeFilter, in.CloseTimeFilter = &times, nil
	}
	out := must(t.w, t.w.calls().ListClosedWorkflowExecutions)(in)
	return out.ExecutionInfos, out.NextPageToken
}

func (t *listTable) count(q *question, times swf.ExecutionTimeFilter) int {
	if !q.closed {
		in := swf.NewCountOpenWorkflowExecutionsInput("d", times)
		in.ExecutionFilter, in.TypeFilter, in.TagFilter = q.filter.execution, q.filter.workflowType, q.filter.tag
		return int(must(t.w, t.w.calls().CountOpenWorkflowExecutions)(in).Count)
	}
	in := swf.NewCountClosedWorkflowExecutionsInput("d")
	in.ExecutionFilter, in.TypeFilter, in.TagFilter, in.CloseStatusFilter = q.filter.execution, q.filter.workflowType, q.filter.tag, q.filter.closeStatus
	if in.CloseTimeFilter = &times; q.byStart {
		in.StartTimeFilter, in.CloseTimeFilter = &times, nil
	}
	return int(must(t.w, t.w.calls().CountClosedWorkflowExecutions)(in).Count)
}

// A child is listed with its parent, open or closed, as it is described.
func TestAChildIsListedWithItsParent(t *testing.T) {
	anyWay(t, func(w *world, again func(time.Duration)) {
		parent := w.start("parent")
		w.decide(w.pollDecision(), &swf.StartChildWorkflowExecutionDecisionAttributes{
			WorkflowID: "child", WorkflowType: orderType, TagList: []string{"small"}, ChildPolicy: swf.ChildPolicyTerminate,
		})
		w.sleep(1)
		again(0)
		table, small := &listTable{play: &play{w: w}}, runFilter{tag: &swf.TagFilter{Tag: "small"}}
		expect := func(q *question) {
			t.Helper()
			page, _ := table.page(q, swf.ExecutionTimeFilter{}, nil)
			if len(page) != 1 || page[0].Parent == nil || *page[0].Parent != parent {
				t.Fatalf("got %+v, want a child of %v", page, parent)
			}
			if described := w.describe(page[0].Execution).ExecutionInfo; wire(page[0]) != wire(described) {
				t.Errorf("listed as    %s\ndescribed as %s", wire(page[0]), wire(described))
			}
		}
		expect(&question{filter: small})
		must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "child"))
		again(0)
		expect(&question{closed: true, filter: small})
	})
}
