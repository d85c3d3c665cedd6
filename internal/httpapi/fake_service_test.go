package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// fakeService answers as it is told, and remembers what it was asked.
type fakeService struct {
	mu sync.Mutex
	// script leads from an operation to its answer; an operation without one succeeds and says nothing.
	script map[string]func(ctx context.Context, out any) error
	seen   []string
}

// calls takes what the service was asked since the last time, a call a line.
func (s *fakeService) calls() (seen []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	seen, s.seen = s.seen, nil
	return seen
}

// answers sets the answer of an operation.
func (s *fakeService) answers(operation string, do func(ctx context.Context, out any) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.script == nil {
		s.script = map[string]func(context.Context, any) error{}
	}
	s.script[operation] = do
}

func (s *fakeService) note(line, operation string) func(context.Context, any) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = append(s.seen, line)
	return s.script[operation]
}

func answer[Out any](ctx context.Context, c fakeCalls, operation string, in any) (*Out, error) {
	input, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	line := fmt.Sprintf("%s %s %s: %s %s", c.caller.Account, c.caller.Region, c.caller.Principal, operation, input)
	if t := c.caller.Task; t != nil {
		line += " with the task " + taskName(*t)
	}
	out := new(Out)
	if do := c.note(line, operation); do != nil {
		if err := do(ctx, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func taskName(t token.Task) string {
	kind := map[token.Kind]string{token.Activity: "activity", token.Decision: "decision"}[t.Kind]
	return fmt.Sprintf("%s %d/%d of run %s", kind, t.ScheduledID, t.StartedID, t.RunID)
}

// follow scripts the service: a line for each operation, of its name and what it does:
//
//	replies {"its":"output"}
//	refuses FaultCode with this text
//	fails with this text
//	panics with this text
func (s *fakeService) follow(script string) error {
	s.mu.Lock()
	s.script = nil
	s.mu.Unlock()
	for line := range strings.Lines(script) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		operation, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		verb, what, _ := strings.Cut(rest, " ")
		do, err := scripted(verb, what)
		if err != nil {
			return err
		}
		s.answers(operation, do)
	}
	return nil
}

func scripted(verb, what string) (func(context.Context, any) error, error) {
	switch verb {
	case "replies":
		return func(_ context.Context, out any) error { return json.Unmarshal([]byte(what), out) }, nil
	case "refuses":
		code, text, _ := strings.Cut(what, " ")
		fault := swf.NewFault(code, swf.FaultDetail{Message: text})
		return func(context.Context, any) error { return fault }, nil
	case "fails":
		what = strings.TrimPrefix(what, "with ")
		return func(context.Context, any) error { return errors.New(what) }, nil
	case "panics":
		what = strings.TrimPrefix(what, "with ")
		return func(context.Context, any) error { panic(what) }, nil
	}
	return nil, fmt.Errorf("the service cannot %q", verb)
}
