package server_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/server"
)

// The audit log tells who has changed what, in the order of the changes, and nothing of what workflows carry.
func TestTheAuditLog(t *testing.T) {
	const secret = "planted-secret"
	file := filepath.Join(t.TempDir(), "audit.log")
	s := start(t, server.Config{Memory: true, AuditLog: file})
	token := work(t, s, secret)
	call(t, s, "RespondActivityTaskCompleted", `{"taskToken":`+quote(token)+`,"result":"`+secret+`"}`)
	post(t, s.URL(), "RespondActivityTaskCompleted", `{"taskToken":`+quote(token)+`,"result":"`+secret+`"}`)
	post(t, s.URL(), "DescribeDomain", `{"name":"d"}`)
	post(t, s.URL(), "DeprecateDomain", `{"name":"`+secret+`\n"}`)
	stop(t, s)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	ids := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		var e struct{ Time, Account, Region, Principal, Address, Action, Domain, RequestID, Result string }
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if e.Time == "" || e.Account != "123456789012" || e.Region != "us-east-1" || e.Principal != "anonymous" || e.Address != "127.0.0.1" || ids[e.RequestID] {
			t.Errorf("the line %s", line)
		}
		ids[e.RequestID] = true
		got = append(got, strings.TrimPrefix(e.Action, "swf:")+" "+e.Domain+" "+e.Result)
	}
	want := []string{
		"RegisterDomain d success",
		"RegisterWorkflowType d success",
		"RegisterActivityType d success",
		"StartWorkflowExecution d success",
		"PollForDecisionTask d success",
		"RespondDecisionTaskCompleted d success",
		"PollForActivityTask d success",
		"RespondActivityTaskCompleted d success",
		"RespondActivityTaskCompleted d UnknownResourceFault",
		// A name is no secret: it stands in the log, with its end of line escaped.
		"DeprecateDomain " + secret + "\n UnknownResourceFault",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if strings.Contains(string(text), token) || strings.Count(string(text), secret) != 1 {
		t.Errorf("the log holds what is none of its business: %s", text)
	}
}
