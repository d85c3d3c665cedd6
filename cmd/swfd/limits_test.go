package main

import (
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/server"
	"github.com/swfd/swfd/internal/throttle"
	"github.com/swfd/swfd/swf"
)

func TestLimits(t *testing.T) {
	data := shortDir(t)
	rates, err := throttle.Parse("ListDomains=2+1/s")
	if err != nil {
		t.Fatal(err)
	}
	s := startServerOf(t, server.Config{Data: data, Rates: rates})
	service := serviceOf(t, s)
	registerGreeting(t, service)
	do(t, service.RegisterDomain, swf.NewRegisterDomainInput("e", "7"))
	in := swf.NewStartWorkflowExecutionInput("d", "w", swf.WorkflowType{Name: "greeting", Version: "1"})
	do(t, service.StartWorkflowExecution, in)
	do(t, service.ListDomains, swf.NewListDomainsInput(swf.RegistrationStatusRegistered))
	do(t, service.ListDomains, swf.NewListDomainsInput(swf.RegistrationStatusRegistered))
	for _, test := range []struct {
		args      []string
		has, none []string
	}{
		{[]string{"--data", data}, []string{
			"LIMIT ACCOUNT REGION DOMAIN USED OF", "ListDomains 123456789012 us-east-1 ", "domains 123456789012 us-east-1 2 100 2%",
			"open-executions 123456789012 us-east-1 d 1 100000 0%", "workflow-types 123456789012 us-east-1 d 1 10000 0%",
		}, nil},
		{[]string{"--data", data, "--domain", "e"}, []string{"domains 123456789012 us-east-1 2 100 2%"}, []string{"open-executions"}},
		{[]string{"--data", data, "-o", "json"}, []string{`"limit": "open-executions",`, `"truncated": false`}, []string{"LIMIT"}},
	} {
		out, errs, code := run(t, t.Context(), append([]string{"limits"}, test.args...)...)
		text := oneLine(out)
		for _, want := range test.has {
			if !strings.Contains(text, want) {
				t.Errorf("%v: there is no %q in\n%s", test.args, want, out)
			}
		}
		for _, other := range test.none {
			if strings.Contains(text, other) {
				t.Errorf("%v: there is %q in\n%s", test.args, other, out)
			}
		}
		if code != exitDone || errs != "" {
			t.Errorf("%v: exit code %d, %s", test.args, code, errs)
		}
	}
	if _, errs, code := run(t, t.Context(), "limits", "--data", t.TempDir()); code != exitUnreachable || !strings.Contains(errs, "no server runs on the data in") {
		t.Errorf("exit code %d: %s", code, errs)
	}
}
