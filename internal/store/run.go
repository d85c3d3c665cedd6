package store

import (
	"fmt"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/swf"
)

// runVersion is the version of the format of run records.
const runVersion = 1

// AppendRun appends the value of a run's record; the place is [RunKey].
func AppendRun(b []byte, r *execution.Run) []byte { return appendValue(b, runVersion, r) }

// DecodeRun reads the value of a run's record.
func DecodeRun(value []byte) (*execution.Run, error) { return (*Decoder)(nil).Run(value) }

// Run is like [DecodeRun].
func (d *Decoder) Run(value []byte) (*execution.Run, error) {
	r := &execution.Run{}
	if err := d.readValue(value, runVersion, r); err != nil {
		return nil, fmt.Errorf("record of a run: %w", err)
	}
	return r, nil
}

func run(f *fields, r *execution.Run) {
	f.uint32(&r.Domain)
	f.text(&r.WorkflowID)
	f.text(&r.RunID)
	workflowType(f, &r.Type)
	f.time(&r.StartedAt)
	settings(f, &r.Settings)
	if present(f, &r.Parent) {
		parentLink(f, r.Parent)
	}
	f.texts(&r.TagList)
	if present(f, &r.Closing) {
		closing(f, r.Closing)
	}
}

func closing(f *fields, c *execution.Closing) {
	f.time(&c.At)
	f.text((*string)(&c.Status))
	f.varint(&c.LastEventID)
	f.int32(&c.OpenCounts.OpenActivityTasks)
	f.int32(&c.OpenCounts.OpenDecisionTasks)
	f.int32(&c.OpenCounts.OpenTimers)
	f.int32(&c.OpenCounts.OpenChildWorkflowExecutions)
	f.int32(&c.OpenCounts.OpenLambdaFunctions)
	f.time(&c.LatestActivityAt)
	f.varint(&c.ContextEventID)
}

func workflowType(f *fields, t *swf.WorkflowType) {
	f.text(&t.Name)
	f.text(&t.Version)
}

func workflowExecution(f *fields, e *swf.WorkflowExecution) {
	f.text(&e.WorkflowID)
	f.text(&e.RunID)
}

func settings(f *fields, s *execution.Settings) {
	f.text(&s.TaskList)
	f.optional(&s.TaskPriority)
	f.text(&s.ExecutionTimeout)
	f.text(&s.TaskTimeout)
	f.text((*string)(&s.ChildPolicy))
	f.optional(&s.LambdaRole)
}

func parentLink(f *fields, p *execution.ParentLink) {
	workflowExecution(f, &p.Execution)
	f.varint(&p.InitiatedID)
}
