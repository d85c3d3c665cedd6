package blackbox

import (
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/swfd/swfd/internal/historycheck"
)

// journal is what the clients of the kill test were told: one entry for each call, or for each marker of a call that has several.
type journal struct {
	mu      sync.Mutex
	entries []entry
	// runs are all runs that any client has heard of, by runId.
	runs map[string]string

	// acknowledged counts calls, not entries; so do refused and unknown.
	acknowledged, refused, unknown atomic.Int64
	markers                        atomic.Int64
}

// entry is a call as it was logged. What takes the final histories is filled in at the end.
type entry struct {
	historycheck.Call
	// events are the beginning of a history that the call returned.
	events []types.HistoryEvent
	// ofActivity tells that the task is an activity task, whose poller does not learn the id of its ActivityTaskScheduled event.
	ofActivity bool
	// healthy marks the delivery of a task to a worker that beats until it has finished.
	healthy bool
}

func newJournal() *journal { return &journal{runs: map[string]string{}} }

// marker makes a text that no other call uses.
func (j *journal) marker(client string) string {
	return fmt.Sprintf("%s %s %d", planted, client, j.markers.Add(1))
}

// outcome reads from a call's error how it ended. Only an answer that refuses the call says that nothing has happened.
func outcome(err error) historycheck.Outcome {
	if err == nil {
		return historycheck.Acknowledged
	}
	var reply *smithyhttp.ResponseError
	if errors.As(err, &reply) && reply.HTTPStatusCode() >= 400 && reply.HTTPStatusCode() < http.StatusInternalServerError {
		return historycheck.Refused
	}
	return historycheck.Unknown
}

// note logs a call, and returns how it ended.
func (j *journal) note(err error, e entry, more ...entry) historycheck.Outcome {
	e.Outcome, e.Domain = outcome(err), domain
	switch e.Outcome {
	case historycheck.Acknowledged:
		j.acknowledged.Add(1)
	case historycheck.Refused:
		j.refused.Add(1)
	default:
		j.unknown.Add(1)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries = append(j.entries, e)
	for _, m := range more {
		m.Outcome, m.Domain = e.Outcome, domain
		j.entries = append(j.entries, m)
	}
	if e.RunID != "" {
		j.runs[e.RunID] = e.WorkflowID
	}
	return e.Outcome
}

// known returns all runs that were heard of.
func (j *journal) known() []types.WorkflowExecution {
	j.mu.Lock()
	defer j.mu.Unlock()
	var runs []types.WorkflowExecution
	for runID, workflowID := range j.runs {
		runs = append(runs, types.WorkflowExecution{WorkflowId: new(workflowID), RunId: new(runID)})
	}
	return runs
}

// hear notes that there is a run.
func (j *journal) hear(e *types.WorkflowExecution) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.runs[aws.ToString(e.RunId)] = aws.ToString(e.WorkflowId)
}

// unheard returns the workflowIds whose start has no known outcome and of which nobody has heard since.
func (j *journal) unheard() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	heard := map[string]bool{}
	for _, workflowID := range j.runs {
		heard[workflowID] = true
	}
	var list []string
	for i := range j.entries {
		if e := &j.entries[i]; e.Operation == "StartWorkflowExecution" && e.Outcome == historycheck.Unknown && !heard[e.WorkflowID] {
			list = append(list, e.WorkflowID)
		}
	}
	return list
}
