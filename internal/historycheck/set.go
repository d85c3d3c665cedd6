package historycheck

import (
	"fmt"
	"strings"

	"github.com/swfd/swfd/swf"
)

// The laws of a set of histories, and of histories against what clients were told.
const (
	// Lost: what was acknowledged is in no history.
	Lost Rule = "lost"
	// Duplicated: one call is in more than one event.
	Duplicated Rule = "duplicated"
	// RefusedButDone: a refused call has taken effect.
	RefusedButDone Rule = "refused-but-done"
	// Misplaced: a call has taken effect in another run, or on another task, than the client was told.
	Misplaced Rule = "misplaced"
	// AnsweredTwice: two answers to one attempt at a task were accepted.
	AnsweredTwice Rule = "answered-twice"
	// DeliveredTwice: one task was handed to two pollers.
	DeliveredTwice Rule = "delivered-twice"
	// RunIDs name one run each.
	RunIDs Rule = "run-ids"
	// Overlap: two runs of one workflowId were open at a time.
	Overlap Rule = "overlap"
	// Continued: continue-as-new links lead from each run to the next and back, and the settings agree.
	Continued Rule = "continued"
	// ChildRuns: each start of a child, and each news of its end, is true of exactly one run; and the run names its
	// parent.
	ChildRuns Rule = "child-run"
	// ChildPolicies: the policy of a closing parent reaches its children, and nobody else.
	ChildPolicies Rule = "child-policy"
	// Effects: an external signal or cancel request takes effect in exactly the run that the answer names.
	Effects Rule = "effect"
	// Unanswered: a request to another run, or the end of a child, was never told to an open run.
	Unanswered Rule = "unanswered"
	// Reads: what a client read during the run is a beginning of the final history.
	Reads Rule = "read"
)

// Run is a run and its whole history, as it is in the end.
type Run struct {
	Domain, WorkflowID, RunID string
	Events                    []swf.HistoryEvent
}

// Report is what CheckSet found.
type Report struct {
	// Runs and Events count what was judged.
	Runs, Events int
	// Acknowledged, Refused and Unknown count the calls of the log by outcome.
	Acknowledged, Refused, Unknown int
	// Lost counts acknowledged calls without their effect, Duplicated calls with more than one.
	Lost, Duplicated int
	Violations       []Violation
}

// String gives the counts on one line, and then each violation on its own.
func (r *Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d runs with %d events; calls: %d acknowledged, %d refused, %d unknown; "+
		"%d lost, %d duplicated; %d violations\n",
		r.Runs, r.Events, r.Acknowledged, r.Refused, r.Unknown, r.Lost, r.Duplicated, len(r.Violations))
	for _, v := range r.Violations {
		b.WriteString(v.String() + "\n")
	}
	return b.String()
}

// CheckSet judges whole histories, each by itself, against each other, and against what clients were told. The set
// must hold all runs of its domains, and clients must have stopped; but see Partial and Settled. Reading the
// histories must not have failed: a history cut short looks like loss.
func CheckSet(runs []Run, log []Call, list ...Option) *Report {
	return checkSet(runs, log, optionsOf(list), shapes{})
}

func checkSet(runs []Run, log []Call, o options, known shapes) *Report {
	s := &set{
		options: o, report: &Report{},
		byRunID: map[runKey]*subject{}, byParent: map[parentKey][]*subject{}, effects: map[effectKey][]effect{},
	}
	for i := range runs {
		s.add(&runs[i], known)
	}
	s.checkWorkflowIDs()
	for _, r := range s.runs {
		s.checkContinued(r)
		s.checkFamily(r)
		s.checkRequests(r)
		s.checkEffects(r)
	}
	s.checkLog(log)
	return s.report
}

// set is the histories under judgement.
type set struct {
	options
	report   *Report
	runs     []*subject
	byRunID  map[runKey]*subject
	byParent map[parentKey][]*subject
	effects  map[effectKey][]effect
}

type runKey struct{ domain, runID string }

// parentKey is the event that a child comes from.
type parentKey struct {
	domain, parentRunID string
	initiatedID         int64
}

// subject is a run under judgement, and what its history says.
type subject struct {
	*Run
	s *State
}

func (r *subject) name() string { return r.Domain + "/" + r.WorkflowID + "/" + r.RunID }

func (r *subject) execution() swf.WorkflowExecution {
	return swf.WorkflowExecution{WorkflowID: r.WorkflowID, RunID: r.RunID}
}

// parent is the event that the run comes from; ok is false if it has no parent.
func (r *subject) parent() (k parentKey, ok bool) {
	if r.s.Started == nil || r.s.Started.ParentWorkflowExecution == nil {
		return parentKey{}, false
	}
	return parentKey{r.Domain, r.s.Started.ParentWorkflowExecution.RunID, r.s.Started.ParentInitiatedEventID}, true
}

// continues reports whether the run continues another one.
func (r *subject) continues() bool {
	return r.s.Started != nil && r.s.Started.ContinuedExecutionRunID != nil
}

// event is the event with an id, nil if there is none.
func (r *subject) event(id int64) *swf.HistoryEvent {
	if id < 1 || id > int64(len(r.Events)) {
		return nil
	}
	return &r.Events[id-1]
}

func (s *set) complain(rule Rule, r *subject, e *swf.HistoryEvent, format string, args ...any) {
	v := Violation{Rule: rule, Run: r.name(), Text: fmt.Sprintf(format, args...)}
	if e != nil {
		v.EventID = e.EventID
	}
	s.report.Violations = append(s.report.Violations, v)
}

func (s *set) add(run *Run, known shapes) {
	w := newWalk(run.Events, s.options, known)
	w.run()
	for _, v := range w.found {
		v.Run = (&subject{Run: run}).name()
		s.report.Violations = append(s.report.Violations, v)
	}
	r := &subject{run, w.s}
	s.report.Runs++
	s.report.Events += len(run.Events)
	key := runKey{run.Domain, run.RunID}
	if s.byRunID[key] != nil {
		s.complain(RunIDs, r, nil, "another run has this runId")
		return
	}
	s.runs = append(s.runs, r)
	s.byRunID[key] = r
	if k, ok := r.parent(); ok {
		s.byParent[k] = append(s.byParent[k], r)
	}
	s.noteEffects(r)
}

// run finds a run by its runId; nil if it is not there.
func (s *set) run(domain, runID string) *subject { return s.byRunID[runKey{domain, runID}] }
