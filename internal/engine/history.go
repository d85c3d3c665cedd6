package engine

import (
	"context"
	"encoding/binary"
	"errors"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/tasklist"
	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// pageBytes is how many bytes of events end a page, whatever its size in events.
const pageBytes = 1 << 20

// span is a part of a run's history, to be read page by page.
type span struct {
	// key is the run's lane if its newest events may be in memory.
	key     laneKey
	shard   uint16
	runID   string
	first   int64
	last    int64
	reverse bool
}

// page reads the part of the span that begins at an event id (0: at the span's beginning). It returns the events as they lie in
// the store, already joined by commas, and the id that the next page begins at, 0 if there is none.
func (e *Engine) page(s span, at int64, maximum int32) (events []byte, next int64, err error) {
	from := s.first
	if s.reverse {
		from = s.last
	}
	if at != 0 {
		from = at
	}
	if from < s.first || from > s.last {
		return []byte{}, 0, nil
	}
	page := store.HistoryPage{
		Shard: s.shard, RunID: s.runID, First: from, Last: s.last, MaxEvents: pageSize(maximum), MaxBytes: pageBytes,
	}
	if s.reverse {
		page.First, page.Last, page.Reverse = s.first, from, true
	}
	events, n, err := e.read(s, page)
	if err != nil {
		return nil, 0, err
	}
	next = from + int64(n)
	if s.reverse {
		next = from - int64(n)
	}
	if next < s.first || next > s.last {
		next = 0
	}
	return events, next, nil
}

// read reads a page from memory if it is there, or else from the store.
func (e *Engine) read(s span, page store.HistoryPage) (events []byte, n int, err error) {
	if s.key != (laneKey{}) && !s.reverse {
		if lines := e.recent(s, page.First); lines != nil {
			events, n = store.JoinEvents([]byte{}, lines, page)
			return events, n, nil
		}
	}
	return store.ReadHistory([]byte{}, e.store, page)
}

// GetWorkflowExecutionHistory returns a page of a run's history.
func (c *Calls) GetWorkflowExecutionHistory(_ context.Context, in *swf.GetWorkflowExecutionHistoryInput) (*swf.GetWorkflowExecutionHistoryOutput, error) {
	const operation = "GetWorkflowExecutionHistory"
	position, err := c.openPage(operation, in.NextPageToken, *in)
	if err != nil {
		return nil, err
	}
	d, err := c.domain(in.Domain)
	if err != nil {
		return nil, err
	}
	r, err := c.look(d, in.Execution)
	if err != nil {
		return nil, err
	}
	s := span{shard: r.shard, runID: in.Execution.RunID, first: 1, last: r.header.LastEventID, reverse: in.ReverseOrder}
	events, next, err := c.page(s, eventIDOf(position), in.MaximumPageSize)
	if err != nil {
		return nil, c.orForgotten(d, in.Execution, err)
	}
	return &swf.GetWorkflowExecutionHistoryOutput{
		EncodedEvents: events, NextPageToken: c.sealPage(operation, positionOf(next), *in),
	}, nil
}

func positionOf(eventID int64) string {
	if eventID == 0 {
		return ""
	}
	return string(binary.AppendUvarint(nil, uint64(eventID)))
}

func eventIDOf(position string) int64 {
	n, _ := binary.Uvarint([]byte(position))
	return int64(n)
}

// assignedDecision is a decision task that has just been started for a caller.
type assignedDecision struct {
	claim *tasklist.Task
	task  execution.DecisionTask
	nonce uint64
}

const pollForDecisionTask = "PollForDecisionTask"

// firstDecisionPage is the answer to the poll that started a decision task.
func (c *Calls) firstDecisionPage(in *swf.PollForDecisionTaskInput, a *assignedDecision) (*swf.PollForDecisionTaskOutput, error) {
	out := &swf.PollForDecisionTaskOutput{
		TaskToken:              c.seal(token.Decision, a.claim, a.task.StartedID, a.nonce),
		StartedEventID:         a.task.StartedID,
		PreviousStartedEventID: a.task.PreviousStartedID,
		WorkflowExecution:      &a.task.Execution,
		WorkflowType:           &a.task.Type,
	}
	d := c.registry.number(a.claim.Domain)
	out, err := c.decisionPage(d, in, out, a.claim.Shard, 0)
	if unknown := (*swf.UnknownResourceFault)(nil); errors.As(err, &unknown) {
		// The run was closed and forgotten in this very moment, and its task with it.
		return &swf.PollForDecisionTaskOutput{}, nil
	}
	return out, err
}

// nextDecisionPage is the answer to a poll with a page token: more of the history of a decision task that the caller has. It
// starts no task and does not wait.
func (c *Calls) nextDecisionPage(in *swf.PollForDecisionTaskInput) (*swf.PollForDecisionTaskOutput, error) {
	position, err := c.openPage(pollForDecisionTask, in.NextPageToken, *in)
	if err != nil {
		return nil, err
	}
	d, err := c.domain(in.Domain)
	if err != nil {
		return nil, err
	}
	eventID, size := binary.Uvarint([]byte(position))
	if size <= 0 {
		return nil, invalidToken()
	}
	text := position[size:]
	task, err := c.sealer().OpenTask(text)
	if err != nil {
		return nil, invalidToken()
	}
	c.caller.Task = &task
	out := &swf.PollForDecisionTaskOutput{TaskToken: text, StartedEventID: task.StartedID}
	err = c.onTask(token.Decision, func(s *execution.State, now swf.Timestamp, f *execution.Facts, at execution.Attempt) (execution.Change, error) {
		previous, change, err := s.CheckDecisionTask(now, f, at)
		out.PreviousStartedEventID = previous
		out.WorkflowExecution, out.WorkflowType = new(s.Execution()), new(s.Header().Type)
		return change, err
	})
	if err != nil {
		return nil, err
	}
	return c.decisionPage(d, in, out, task.Shard, int64(eventID))
}

// decisionPage fills in the events of a page that begins at an event id, 0 for the first. The history of a decision task ends with
// its DecisionTaskStarted event, whatever has come since.
func (c *Calls) decisionPage(d *domain, in *swf.PollForDecisionTaskInput, out *swf.PollForDecisionTaskOutput, shard uint16, at int64) (*swf.PollForDecisionTaskOutput, error) {
	s := span{
		key: laneKey{d.number, out.WorkflowExecution.WorkflowID}, shard: shard, runID: out.WorkflowExecution.RunID,
		first: 1, last: out.StartedEventID, reverse: in.ReverseOrder,
	}
	if in.StartAtPreviousStartedEvent {
		s.first = max(1, out.PreviousStartedEventID)
	}
	events, next, err := c.page(s, at, in.MaximumPageSize)
	if err != nil {
		return nil, c.orForgotten(d, *out.WorkflowExecution, err)
	}
	out.EncodedEvents = events
	if next != 0 {
		out.NextPageToken = c.sealPage(pollForDecisionTask, positionOf(next)+out.TaskToken, *in)
	}
	return out, nil
}
