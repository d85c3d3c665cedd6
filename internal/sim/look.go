package sim

import (
	"bytes"
	"context"
	"slices"

	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/swf"
)

// ask makes a call that must succeed, and that nothing comes between.
func ask[In, Out any](w *World, method func(*engine.Calls, context.Context, *In) (*Out, error), in *In) *Out {
	var out *Out
	var err error
	t := w.spawn("a look", func(t *thread) { out, err = method(w.server.engine.For(caller), &t.line, in) })
	for slices.Contains(w.threads, t) {
		if !w.goOn() && !w.sync() {
			w.violate("%T is never answered", in)
		}
	}
	if err != nil {
		w.violate("%T: %v", in, err)
	}
	return out
}

// judgeLists holds the lists and counts of open and closed runs against the histories.
func (w *World) judgeLists() {
	var open, closed []string
	for _, l := range w.oracle.lives {
		switch {
		case !l.state().Closed:
			open = append(open, l.runID)
		case !w.isExpired(l):
			closed = append(closed, l.runID)
		}
	}
	w.sameRuns("open", w.listOpen(), open)
	w.sameRuns("closed", w.listClosed(), closed)
	ever := swf.ExecutionTimeFilter{}
	if n := ask(w, (*engine.Calls).CountOpenWorkflowExecutions, swf.NewCountOpenWorkflowExecutionsInput(domain, ever)); int(n.Count) != len(open) {
		w.violate("%d runs are counted as open, and %d are", n.Count, len(open))
	}
	in := swf.NewCountClosedWorkflowExecutionsInput(domain)
	in.CloseTimeFilter = &ever
	if n := ask(w, (*engine.Calls).CountClosedWorkflowExecutions, in); int(n.Count) != len(closed) {
		w.violate("%d runs are counted as closed, and %d are", n.Count, len(closed))
	}
}

// isExpired reports whether a closed run is past its retention, or was, when the clock was further on than what a crash has left can tell.
func (w *World) isExpired(l *life) bool {
	return l.deleted || w.server.engine.Now().Sub(l.state().LastEventAt) >= w.plan.kept()
}

func (w *World) listOpen() (runIDs []string) {
	in := swf.NewListOpenWorkflowExecutionsInput(domain, swf.ExecutionTimeFilter{})
	in.MaximumPageSize = 4
	for {
		out := ask(w, (*engine.Calls).ListOpenWorkflowExecutions, in)
		runIDs = appendRuns(runIDs, out.ExecutionInfos)
		if out.NextPageToken == nil {
			return runIDs
		}
		in.NextPageToken = out.NextPageToken
	}
}

func (w *World) listClosed() (runIDs []string) {
	in := swf.NewListClosedWorkflowExecutionsInput(domain)
	in.StartTimeFilter = &swf.ExecutionTimeFilter{}
	in.MaximumPageSize = 4
	for {
		out := ask(w, (*engine.Calls).ListClosedWorkflowExecutions, in)
		runIDs = appendRuns(runIDs, out.ExecutionInfos)
		if out.NextPageToken == nil {
			return runIDs
		}
		in.NextPageToken = out.NextPageToken
	}
}

func appendRuns(runIDs []string, infos []swf.WorkflowExecutionInfo) []string {
	for _, info := range infos {
		runIDs = append(runIDs, info.Execution.RunID)
	}
	return runIDs
}

func (w *World) sameRuns(what string, got, want []string) {
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		w.violate("listed as %s are the runs %v, and they are %v", what, got, want)
	}
}

// judgeRun holds what is told of a run against its history.
func (w *World) judgeRun(l *life) {
	s := l.state()
	if s.Closed && w.isExpired(l) {
		return
	}
	e := swf.WorkflowExecution{WorkflowID: l.workflowID, RunID: l.runID}
	d := ask(w, (*engine.Calls).DescribeWorkflowExecution, swf.NewDescribeWorkflowExecutionInput(domain, e))
	status := swf.ExecutionStatusOpen
	if s.Closed {
		status = swf.ExecutionStatusClosed
	}
	at := swf.Timestamp(0)
	if d.LatestActivityTaskTimestamp != nil {
		at = *d.LatestActivityTaskTimestamp
	}
	if d.OpenCounts != s.OpenCounts() || d.ExecutionInfo.ExecutionStatus != status || d.ExecutionInfo.CloseStatus != s.Status ||
		at != s.LatestActivityAt {
		w.violate("%v is described as %+v, and its history says %+v", l, d, s)
	}
	h := ask(w, (*engine.Calls).GetWorkflowExecutionHistory, swf.NewGetWorkflowExecutionHistoryInput(domain, e))
	if !bytes.Equal(h.EncodedEvents, bytes.Join(l.lines, []byte(","))) {
		w.violate("the history of %v is served as\n%s\nand was written as\n%s", l, h.EncodedEvents, bytes.Join(l.lines, []byte(",")))
	}
}
