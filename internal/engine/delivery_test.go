package engine

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// boxRows counts the messages that have a row in the store, and the cursors of those that took effect.
func (w *world) boxRows() (messages, cursors int) {
	w.t.Helper()
	for row, err := range w.store.ScanFamily(store.FamilyBox) {
		if err != nil {
			w.t.Fatal(err)
		}
		box, err := store.DecodeBox(row)
		if err != nil {
			w.t.Fatal(err)
		}
		if box.Message != nil {
			messages++
		} else {
			cursors++
		}
	}
	return messages, cursors
}

// signalTo is the decision to signal another run.
func signalTo(workflowID, name string) swf.DecisionAttributes {
	return &swf.SignalExternalWorkflowExecutionDecisionAttributes{WorkflowID: workflowID, SignalName: name}
}

// Messages that took effect leave no row, however many there were; a pair of shards leaves one cursor each way. They arrive in order.
func TestDeliveredMessagesLeaveNoRows(t *testing.T) {
	anyWay(t, func(w *world, again func(time.Duration)) {
		target := w.start("target")
		w.pollDecision()
		w.start("sender")
		var decisions []swf.DecisionAttributes
		var want []string
		for i := range 100 {
			decisions, want = append(decisions, signalTo("target", text("%d", i))), append(want, text("%d", i))
		}
		w.decide(w.pollDecision(), decisions...)
		w.sleep(0)
		again(0)
		w.sleep(0)
		if messages, cursors := w.boxRows(); messages != 0 || cursors != 2 {
			t.Errorf("%d messages and %d cursors are left", messages, cursors)
		}
		var got []string
		for _, e := range w.history(target) {
			if s, ok := e.Attributes.(*swf.WorkflowExecutionSignaledEventAttributes); ok {
				got = append(got, s.SignalName)
			}
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("the signals came as %v", got)
		}
	})
}

// flickering is a store that refuses writes the next few times that it is asked.
type flickering struct {
	store.Store
	refusals atomic.Int32
}

func (f *flickering) Writable() error {
	if f.refusals.Add(-1) >= 0 {
		return errors.New("the disk is nearly full")
	}
	return f.Store.Writable()
}

// A message that could not be delivered because the store took no writes is delivered later, also if the store takes them again
// by the time that somebody asks why.
func TestAMessageOutlastsARefusal(t *testing.T) {
	for _, refusals := range []int32{1, 2, 3, 5} {
		inWorld(t, func(w *world) {
			w.asleep = true
			w.restart(0)
			parent := w.start("parent")
			w.decide(w.pollDecision(), &swf.StartChildWorkflowExecutionDecisionAttributes{WorkflowID: "child", WorkflowType: orderType})
			f := &flickering{Store: w.store.Store}
			f.refusals.Store(refusals)
			w.store.Store = f
			w.engine.Serve()
			w.sleep(10)
			if got := types(w.history(parent)); !strings.Contains(got, "ChildWorkflowExecutionStarted") {
				t.Errorf("after %d refusals the message is lost: %s", refusals, got)
			}
			if messages, _ := w.boxRows(); messages != 0 {
				t.Errorf("%d messages are left", messages)
			}
		})
	}
}

// ruin makes the rows of an open run unreadable while the server is down.
func (w *world) ruin(workflowID string) {
	w.t.Helper()
	key := w.lane(workflowID)
	var b store.Batch
	b.Put(store.OpenKey(w.engine.shardOf(key), key.domain, workflowID, execution.RowKey{Kind: execution.KindHeader}), []byte("ruined"))
	if err := w.store.Commit(&b); err != nil {
		w.t.Fatal(err)
	}
	w.ruined = true
	w.restart(0)
}

// A run whose rows cannot be read is left alone and reported; everybody else goes on, also those whose messages come behind one
// to that run.
func TestARuinedRunHarmsNobodyElse(t *testing.T) {
	inWorld(t, func(w *world) {
		ruined := w.start("ruined")
		target := w.start("target")
		w.pollDecision()
		w.pollDecision()
		sender := w.start("sender")
		w.ruin("ruined")
		// A message to the ruined run goes ahead of one to itself on the same way, for the sender's shard is that of "sender".
		w.decide(w.pollDecision(), signalTo("ruined", "lost"), signalTo("target", "s"), signalTo("ruined", "lost"), signalTo("target", "t"))
		w.sleep(10)
		if got := types(w.history(target)); strings.Count(got, "WorkflowExecutionSignaled") != 2 {
			t.Errorf("the target has %s", got)
		}
		if got := types(w.history(sender)); strings.Count(got, "ExternalWorkflowExecutionSignaled") != 2 {
			t.Errorf("the sender has %s", got)
		}
		for what, call := range map[string]func(context.Context) error{
			"a signal": func(ctx context.Context) error {
				_, err := w.calls().SignalWorkflowExecution(ctx, swf.NewSignalWorkflowExecutionInput("d", "ruined", "s"))
				return err
			},
			"a start": func(ctx context.Context) error {
				_, err := w.calls().StartWorkflowExecution(ctx, swf.NewStartWorkflowExecutionInput("d", "ruined", orderType))
				return err
			},
			"a description": func(ctx context.Context) error {
				_, err := w.calls().DescribeWorkflowExecution(ctx, swf.NewDescribeWorkflowExecutionInput("d", ruined))
				return err
			},
		} {
			err := call(context.Background())
			var fault swf.Fault
			if err == nil || errors.As(err, &fault) {
				t.Errorf("%s: got %v, want an error that is no fault of SWF", what, err)
			}
		}
		if messages, _ := w.boxRows(); messages != 0 {
			t.Errorf("%d messages are left", messages)
		}
		if w.engine.Failed() != nil {
			t.Error(w.engine.Failed())
		}
		w.signal("target", "u")
	})
}
