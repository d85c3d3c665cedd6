package httpapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/audit"
	"github.com/swfd/swfd/swf"
)

// audited lets a door audit, and returns what takes the lines so far: action, domain, result, and who.
func (d *door) audited() func() []string {
	var lines []string
	d.Audit = func(e audit.Entry) {
		lines = append(lines, fmt.Sprintf("%s %s %s by %s of %s %s", e.Action, e.Domain, e.Result, e.Principal, e.Account, e.Region))
	}
	d.DomainName = func(number uint32) string { return fmt.Sprintf("domain-%d", number) }
	return func() []string {
		defer func() { lines = nil }()
		return lines
	}
}

const anonymous = " by anonymous of 123456789012 us-east-1"

// TestWhatChangesSomethingIsAudited, once, with the domain that it concerns, and nothing that only reads.
func TestWhatChangesSomethingIsAudited(t *testing.T) {
	d := newDoor(t)
	lines := d.audited()
	h := NewHandler(d.Config)
	domainOf := map[string]string{
		"RegisterDomain": "x", "DeprecateDomain": "x", "UndeprecateDomain": "x", "TagResource": "", "UntagResource": "",
		"RespondActivityTaskCanceled": "domain-1", "RespondActivityTaskCompleted": "domain-1", "RespondActivityTaskFailed": "domain-1",
		"RespondDecisionTaskCompleted": "domain-1",
	}
	for name, op := range operations {
		d.service.answers(name, func(context.Context, any) error { return nil })
		call(h, name, validInput(t, d, name))
		domain, special := domainOf[name]
		if !special {
			domain = "x"
		}
		want := []string{"swf:" + name + " " + domain + " success" + anonymous}
		if op.effect != changes {
			want = nil
		}
		if got := lines(); !slices.Equal(got, want) {
			t.Errorf("%s is audited as %q, want %q", name, got, want)
		}
	}
}

func TestEffects(t *testing.T) {
	count := map[effect]int{}
	for name, op := range operations {
		count[op.effect]++
		isVoid := slices.Contains(void, name)
		switch {
		case op.effect == changes && !isVoid && name != "StartWorkflowExecution":
			t.Errorf("%s answers something, and is said to change something", name)
		case op.effect != changes && isVoid:
			t.Errorf("%s answers nothing, and is said to change nothing", name)
		}
	}
	if count[polls] != 2 || count[beats] != 1 || count[changes] != len(void)+1 {
		t.Errorf("%v", count)
	}
}

// TestTheDomainOfAnARN is its last part.
func TestTheDomainOfAnARN(t *testing.T) {
	d := newDoor(t)
	lines := d.audited()
	h := NewHandler(d.Config)
	for arn, domain := range map[string]string{
		"arn:aws:swf:us-east-1:123456789012:/domain/orders": "orders",
		"arn:aws:swf:us-east-1:123456789012:/domain/a b":    "a b",
		"arn:aws:swf:us-east-1:123456789012:/domain":        "",
		"orders": "",
	} {
		call(h, "TagResource", `{"resourceArn":"`+arn+`","tags":[{"key":"k"}]}`)
		if got := lines(); len(got) != 1 || got[0] != "swf:TagResource "+domain+" success"+anonymous {
			t.Errorf("%s is audited as %q", arn, got)
		}
	}
}

func TestWhatBecameOfItIsAudited(t *testing.T) {
	d := newDoor(t)
	lines := d.audited()
	d.service.answers("DeprecateDomain", func(context.Context, any) error { return &swf.DomainDeprecatedFault{} })
	d.service.answers("RegisterDomain", func(context.Context, any) error { return errors.New("the disk is gone") })
	d.service.answers("UndeprecateDomain", func(context.Context, any) error { panic("p") })
	gone, hangUp := context.WithCancel(t.Context())
	d.service.answers("TagResource", func(ctx context.Context, _ any) error { hangUp(); return ctx.Err() })
	h := NewHandler(d.Config)
	for _, c := range []struct {
		request *http.Request
		want    string
	}{
		{request("DeprecateDomain", `{"name":"n"}`), "swf:DeprecateDomain n DomainDeprecatedFault"},
		{request("RegisterDomain", `{"name":"n","workflowExecutionRetentionPeriodInDays":"1"}`), "swf:RegisterDomain n InternalFailure"},
		{request("UndeprecateDomain", `{"name":"n"}`), "swf:UndeprecateDomain n InternalFailure"},
		{request("TagResource", `{"resourceArn":"arn:aws:swf:r:1:/domain/n","tags":[{"key":"k"}]}`).WithContext(gone), "swf:TagResource n HungUp"},
		{request("DeprecateDomain", `{"name":7}`), "swf:DeprecateDomain  SerializationException"},
		{request("DeprecateDomain", `{}`), "swf:DeprecateDomain  ValidationException"},
		{request("RespondActivityTaskCompleted", `{"taskToken":"x"}`), "swf:RespondActivityTaskCompleted  ValidationException"},
		{request("DeprecateDomain", `{`), ""},
		{request("BuyDomain", `{}`), ""},
	} {
		func() {
			defer func() { _ = recover() }()
			h.ServeHTTP(&memory{header: http.Header{}}, c.request)
		}()
		got := lines()
		if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || got[0] != c.want+anonymous) {
			t.Errorf("audited is %q, want %q", got, c.want)
		}
	}
}

// TestPollsAndHeartbeatsAreAuditedIfTheyMatter: a poll that gives somebody a task, and whatever was refused because of who asked.
func TestPollsAndHeartbeatsAreAuditedIfTheyMatter(t *testing.T) {
	denied := &swf.AccessDeniedException{}
	stranger := &swf.UnrecognizedClientException{}
	assign := func(_ context.Context, out any) error {
		switch out := out.(type) {
		case *swf.PollForActivityTaskOutput:
			out.TaskToken = "t"
		case *swf.PollForDecisionTaskOutput:
			out.TaskToken, out.WorkflowExecution = "t", &swf.WorkflowExecution{}
		}
		return nil
	}
	missing := func(context.Context, any) error { return &swf.UnknownResourceFault{} }
	const p = " by p of 111122223333 eu-west-1"
	poll := `{"domain":"orders","taskList":{"name":"l"}}`
	for _, c := range []struct {
		operation, body string
		door            strict
		does            func(context.Context, any) error
		want            string
	}{
		{"PollForActivityTask", poll, strict{}, nil, ""},
		{"PollForActivityTask", poll, strict{}, assign, "swf:PollForActivityTask orders success" + p},
		{"PollForActivityTask", poll, strict{}, missing, ""},
		{"PollForActivityTask", poll, strict{authorize: denied}, nil, "swf:PollForActivityTask orders AccessDeniedException" + p},
		{"PollForActivityTask", poll, strict{identify: stranger}, nil, "swf:PollForActivityTask  UnrecognizedClientException by  of  "},
		{"PollForDecisionTask", poll, strict{}, nil, ""},
		{"PollForDecisionTask", poll, strict{}, assign, "swf:PollForDecisionTask orders success" + p},
		{"PollForDecisionTask", `{"domain":"orders","taskList":{"name":"l"},"nextPageToken":"n"}`, strict{}, assign, ""},
		{"RecordActivityTaskHeartbeat", `{"taskToken":"${activity}"}`, strict{}, nil, ""},
		{"RecordActivityTaskHeartbeat", `{"taskToken":"${activity}"}`, strict{}, missing, ""},
		{"RecordActivityTaskHeartbeat", `{"taskToken":"x"}`, strict{}, nil, ""},
		{"RecordActivityTaskHeartbeat", `{"taskToken":"${activity}"}`, strict{authorize: denied}, nil,
			"swf:RecordActivityTaskHeartbeat domain-1 AccessDeniedException" + p},
		{"DescribeDomain", `{"name":"n"}`, strict{authorize: denied}, nil, ""},
		{"DeprecateDomain", `{"name":"n"}`, strict{authorize: denied}, nil, "swf:DeprecateDomain n AccessDeniedException" + p},
		{"DeprecateDomain", `{"name":"n"}`, strict{identify: stranger}, nil, "swf:DeprecateDomain  UnrecognizedClientException by  of  "},
	} {
		d := newDoor(t)
		lines := d.audited()
		d.Door = &c.door
		if c.does != nil {
			d.service.answers(c.operation, c.does)
		}
		call(NewHandler(d.Config), c.operation, strings.ReplaceAll(c.body, "${activity}", d.tokens.SealTask(activityTask)))
		if got := strings.Join(lines(), "; "); got != c.want {
			t.Errorf("%s %s: audited is %q, want %q", c.operation, c.body, got, c.want)
		}
	}
}

// TestTheLineComesBeforeTheAnswer: nobody is told of a change that is not written down.
func TestTheLineComesBeforeTheAnswer(t *testing.T) {
	d := newDoor(t)
	w := &memory{header: http.Header{}}
	d.Audit = func(e audit.Entry) {
		if w.status != 0 {
			t.Error("the answer was first")
		}
		if e.RequestID != "00000000-0000-4000-8000-000000000001" || e.Address != "192.0.2.1" || !e.At.Equal(now) {
			t.Errorf("audited is %+v", e)
		}
	}
	NewHandler(d.Config).ServeHTTP(w, request("DeprecateDomain", `{"name":"orders"}`))
	if w.status != 200 {
		t.Errorf("status %d", w.status)
	}
}
