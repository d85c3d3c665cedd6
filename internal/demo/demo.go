package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/internal/timeline"
	"github.com/swfd/swfd/swf"
)

// The names that the demo uses.
const (
	Domain     = "demo"
	WorkflowID = "order-1001"

	deciderList = "orders"
	workerList  = "warehouse"
)

var (
	orderType    = swf.WorkflowType{Name: "order", Version: "1"}
	shipmentType = swf.WorkflowType{Name: "shipment", Version: "1"}
	chargeType   = swf.ActivityType{Name: "charge-card", Version: "1"}
	packType     = swf.ActivityType{Name: "pack-order", Version: "1"}
	trackType    = swf.ActivityType{Name: "track-courier", Version: "1"}
)

// Run plays the demo on a service, draws the order's history on w and then the verdict: what should have happened and did. It returns an
// error if something did not, or if the service failed a call.
func Run(ctx context.Context, service swf.Service, w io.Writer) error {
	if err := register(ctx, service); err != nil {
		return fmt.Errorf("register the demo's domain and types: %w", err)
	}
	execution, err := play(ctx, service)
	if err != nil {
		return err
	}
	events, err := history(ctx, service, execution)
	if err != nil {
		return fmt.Errorf("read the history of the order: %w", err)
	}
	fmt.Fprintf(w, "\nThe history of workflow %q, run %s:\n\n", execution.WorkflowID, execution.RunID)
	if err := timeline.Write(w, events); err != nil {
		return err
	}
	fmt.Fprintln(w)
	return verdict(w, events)
}

func register(ctx context.Context, service swf.Service) error {
	var exists *swf.DomainAlreadyExistsFault
	_, err := service.RegisterDomain(ctx, swf.NewRegisterDomainInput(Domain, "1"))
	if err != nil && !errors.As(err, &exists) {
		return err
	}
	for _, t := range []swf.WorkflowType{orderType, shipmentType} {
		in := swf.NewRegisterWorkflowTypeInput(Domain, t.Name, t.Version)
		in.DefaultTaskList = &swf.TaskList{Name: deciderList}
		in.DefaultTaskStartToCloseTimeout = new("10")
		in.DefaultExecutionStartToCloseTimeout = new("60")
		in.DefaultChildPolicy = swf.ChildPolicyTerminate
		if _, err := service.RegisterWorkflowType(ctx, in); unexpected(err) {
			return err
		}
	}
	for _, t := range []swf.ActivityType{chargeType, packType, trackType} {
		in := swf.NewRegisterActivityTypeInput(Domain, t.Name, t.Version)
		in.DefaultTaskList = &swf.TaskList{Name: workerList}
		in.DefaultTaskScheduleToStartTimeout = new("30")
		in.DefaultTaskStartToCloseTimeout = new("30")
		in.DefaultTaskScheduleToCloseTimeout = new("NONE")
		in.DefaultTaskHeartbeatTimeout = new("2")
		if _, err := service.RegisterActivityType(ctx, in); unexpected(err) {
			return err
		}
	}
	return nil
}

// unexpected reports whether a registration has failed; that the type is there already is fine.
func unexpected(err error) bool {
	var exists *swf.TypeAlreadyExistsFault
	return err != nil && !errors.As(err, &exists)
}

// play starts the order, its decider and its workers, sends the customer's signal when the packing has begun, and returns when the
// order is closed.
func play(ctx context.Context, service swf.Service) (swf.WorkflowExecution, error) {
	ctx, stop := context.WithCancelCause(ctx)
	var crew sync.WaitGroup
	defer crew.Wait()
	defer stop(nil)

	in := swf.NewStartWorkflowExecutionInput(Domain, WorkflowID, orderType)
	in.Input = new("3 books, 1 lamp")
	in.TagList = []string{"demo"}
	started, err := service.StartWorkflowExecution(ctx, in)
	if err != nil {
		return swf.WorkflowExecution{}, fmt.Errorf("start the order: %w", err)
	}
	d := &decider{service: service, closed: make(chan struct{})}
	ws := &workers{service: service, packing: make(chan struct{})}
	crew.Go(func() { stop(d.run(ctx)) })
	for range 3 {
		crew.Go(func() {
			if err := ws.run(ctx); err != nil {
				stop(err)
			}
		})
	}
	select {
	case <-ws.packing:
	case <-ctx.Done():
		return swf.WorkflowExecution{}, context.Cause(ctx)
	}
	signal := swf.NewSignalWorkflowExecutionInput(Domain, WorkflowID, "address-changed")
	signal.Input = new("12 Harbour Lane")
	if _, err := service.SignalWorkflowExecution(ctx, signal); err != nil {
		return swf.WorkflowExecution{}, fmt.Errorf("send the customer's signal: %w", err)
	}
	select {
	case <-d.closed:
	case <-ctx.Done():
		return swf.WorkflowExecution{}, context.Cause(ctx)
	}
	return swf.WorkflowExecution{WorkflowID: WorkflowID, RunID: *started.RunID}, nil
}

func history(ctx context.Context, service swf.Service, execution swf.WorkflowExecution) ([]swf.HistoryEvent, error) {
	var events []swf.HistoryEvent
	for event, err := range client.HistoryEvents(ctx, service, swf.NewGetWorkflowExecutionHistoryInput(Domain, execution)) {
		if err != nil {
			return nil, err
		}
		events = append(events, event)
	}
	return events, nil
}
