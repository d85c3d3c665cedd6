package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/internal/server"
	"github.com/swfd/swfd/swf"
)

// serviceOf is a client of a server in this process.
func serviceOf(t *testing.T, s *server.Server) swf.Service {
	t.Helper()
	t.Setenv("AWS_ACCESS_KEY_ID", "test")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "test")
	service, err := client.New(t.Context(), client.WithEndpoint(s.URL()), client.WithRegion("us-east-1"))
	if err != nil {
		t.Fatal(err)
	}
	return service
}

// do makes a call that has to succeed.
func do[In, Out any](t *testing.T, call func(context.Context, *In) (*Out, error), in *In) *Out {
	t.Helper()
	out, err := call(t.Context(), in)
	if err != nil {
		t.Fatalf("%T: %v", in, err)
	}
	return out
}

func registerGreeting(t *testing.T, s swf.Service) {
	t.Helper()
	do(t, s.RegisterDomain, swf.NewRegisterDomainInput("d", "7"))
	greeting := swf.NewRegisterWorkflowTypeInput("d", "greeting", "1")
	greeting.DefaultTaskList = &swf.TaskList{Name: "deciders"}
	greeting.DefaultExecutionStartToCloseTimeout = new("3600")
	greeting.DefaultTaskStartToCloseTimeout = new("600")
	greeting.DefaultChildPolicy = swf.ChildPolicyTerminate
	do(t, s.RegisterWorkflowType, greeting)
}

// A backup of a server that runs, restored beside it: what was acknowledged before is there, what came after is not, and no token from
// before is good in the restored store, while it still is where it was given.
func TestBackupAndRestore(t *testing.T) {
	data := shortDir(t)
	first := startServer(t, data)
	service := serviceOf(t, first)
	registerGreeting(t, service)
	before := swf.NewStartWorkflowExecutionInput("d", "before", swf.WorkflowType{Name: "greeting", Version: "1"})
	run1 := do(t, service.StartWorkflowExecution, before)
	task := do(t, service.PollForDecisionTask, swf.NewPollForDecisionTaskInput("d", swf.TaskList{Name: "deciders"}))

	copied := filepath.Join(t.TempDir(), "copies", "monday")
	if out, errs, code := run(t, t.Context(), "backup", "--data", data, "--to", copied); code != exitDone || !strings.Contains(out, "was copied to "+copied) {
		t.Fatalf("exit code %d: %s%s", code, out, errs)
	}
	do(t, service.StartWorkflowExecution, swf.NewStartWorkflowExecutionInput("d", "after", swf.WorkflowType{Name: "greeting", Version: "1"}))
	if _, errs, code := run(t, t.Context(), "backup", "--data", data, "--to", copied); code != exitRefused || !strings.Contains(errs, "is there already") {
		t.Errorf("over a backup: exit code %d: %s", code, errs)
	}
	if out, errs, code := run(t, t.Context(), "check", "--data", copied); code != exitDone {
		t.Errorf("check: exit code %d: %s%s", code, out, errs)
	}

	restored := shortDir(t)
	if out, errs, code := run(t, t.Context(), "restore", "--from", copied, "--data", restored); code != exitDone {
		t.Fatalf("restore: exit code %d: %s%s", code, out, errs)
	}
	if _, errs, code := run(t, t.Context(), "restore", "--from", copied, "--data", restored); code != exitFailed || !strings.Contains(errs, "is not empty") {
		t.Errorf("over a store: exit code %d: %s", code, errs)
	}
	if out, errs, code := run(t, t.Context(), "check", "--data", restored); code != exitDone {
		t.Errorf("check: exit code %d: %s%s", code, out, errs)
	}
	second := startServer(t, restored)
	again := serviceOf(t, second)
	open := do(t, again.ListOpenWorkflowExecutions, swf.NewListOpenWorkflowExecutionsInput("d", swf.ExecutionTimeFilter{OldestDate: 0}))
	if len(open.ExecutionInfos) != 1 || open.ExecutionInfos[0].Execution != (swf.WorkflowExecution{WorkflowID: "before", RunID: *run1.RunID}) {
		t.Errorf("restored are %+v", open.ExecutionInfos)
	}
	answer := swf.NewRespondDecisionTaskCompletedInput(task.TaskToken)
	if _, err := again.RespondDecisionTaskCompleted(t.Context(), answer); err == nil || !strings.Contains(err.Error(), "Invalid token") {
		t.Errorf("a token from before the restore: %v", err)
	}
	do(t, service.RespondDecisionTaskCompleted, answer)
}

// Where no server runs, the command makes the copy itself; and it makes none of what is no store.
func TestBackupWithoutAServer(t *testing.T) {
	data := shortDir(t)
	t.Run("a server that has ended", func(t *testing.T) {
		s := startServer(t, data)
		registerGreeting(t, serviceOf(t, s))
	})
	copied := filepath.Join(t.TempDir(), "copy")
	if out, errs, code := run(t, t.Context(), "backup", "--data", data, "--to", copied, "-o", "json"); code != exitDone || !strings.Contains(out, `"seconds"`) {
		t.Errorf("exit code %d: %s%s", code, out, errs)
	}
	for name, test := range map[string]struct {
		args []string
		want string
		code int
	}{
		"no store":         {[]string{"backup", "--data", t.TempDir(), "--to", copied + "2"}, "there is no store", exitFailed},
		"nowhere":          {[]string{"backup", "--data", data}, "Give --to DIR", exitUsage},
		"nothing":          {[]string{"backup", "--to", copied}, "Give --data DIR", exitUsage},
		"restored nowhere": {[]string{"restore", "--from", copied}, "Give --from DIR and --data DIR", exitUsage},
		"no backup":        {[]string{"restore", "--from", t.TempDir(), "--data", copied + "3"}, "there is no store", exitFailed},
	} {
		if _, errs, code := run(t, t.Context(), test.args...); code != test.code || !strings.Contains(errs, test.want) {
			t.Errorf("%s: exit code %d: %s", name, code, errs)
		}
	}
	for _, left := range []string{copied + "2", copied + "3", copied + "3.unfinished"} {
		if _, err := os.Stat(left); !os.IsNotExist(err) {
			t.Errorf("%s was left: %v", left, err)
		}
	}
}
