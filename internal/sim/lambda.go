package sim

import (
	"context"
	"time"

	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/swf"
)

// Pause is part of engine.Waits.
func (w *World) Pause(ctx context.Context, d time.Duration) {
	s, until := w.server, w.now+d.Milliseconds()
	w.park(func() bool { return w.now >= until || ctx.Err() != nil || s.gone || s.closing })
}

// lambda begins to see to a Lambda task that waits.
func (w *World) lambda() bool {
	call, ok := w.server.engine.NextLambda()
	if ok {
		w.spawn("a Lambda task", func(t *thread) { call(&t.line) })
	}
	return ok
}

// Invoke is part of engine.Lambda: a function that answers, or fails, when the world wants it.
func (w *World) Invoke(ctx context.Context, _ string, input *string) (string, error) {
	t, s := w.current, w.server
	w.oracle.called(*input)
	w.tell("the function is called with %s", *input)
	t.runs = true
	w.park(func() bool { return t.over || ctx.Err() != nil || s.gone || s.closing })
	t.runs = false
	switch {
	case s.gone:
		return "", errPower
	case ctx.Err() != nil:
		return "", ctx.Err()
	case w.rare(3):
		return "", &engine.LambdaFailure{Reason: "Unhandled", Details: "the function has failed"}
	}
	return "the result", nil
}

// endFunction lets a function that is running answer.
func (w *World) endFunction() {
	if t := w.anyThread(func(t *thread) bool { return t.runs && !t.over }); t != nil {
		w.tell("the function of #%d answers", t.number)
		t.over = true
	}
}

// called judges that a function is called once for each task, and only when the start of its task is durable. The input tells the task.
func (o *Oracle) called(input string) {
	if o.inputs[input]++; o.inputs[input] > 1 {
		o.world.violate("the function of the Lambda task with the input %s is called a second time", input)
	}
	for _, l := range o.lives {
		events := l.judge.Events()[:l.durable]
		for i := range events {
			if a, ok := events[i].Attributes.(*swf.LambdaFunctionStartedEventAttributes); ok {
				scheduled := events[a.ScheduledEventID-1].Attributes.(*swf.LambdaFunctionScheduledEventAttributes)
				if sameText(scheduled.Input, &input) {
					return
				}
			}
		}
	}
	o.world.violate("the function of the Lambda task with the input %s is called before the start of the task is durable", input)
}
