package httpapi

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/swfd/swfd/swf"
)

// observe plays requests to a door and returns what was observed of them, a line each.
func observe(d *door, requests ...*http.Request) []string {
	var seen []string
	d.Observe = func(c Call) {
		seen = append(seen, fmt.Sprintf("%s %s %d after %v", c.Operation, c.Outcome, c.Status, c.Took))
	}
	h := NewHandler(d.Config)
	for _, r := range requests {
		func() {
			defer func() { _ = recover() }()
			h.ServeHTTP(&memory{header: http.Header{}}, r)
		}()
	}
	return seen
}

// TestEveryCallIsObserved, once, under SWF's name for what was asked and for how it ended.
func TestEveryCallIsObserved(t *testing.T) {
	at := now
	d := newDoor(t)
	d.Now = func() time.Time { return at }
	d.service.answers("DescribeDomain", func(context.Context, any) error { return &swf.UnknownResourceFault{} })
	d.service.answers("ListDomains", func(context.Context, any) error { return errors.New("the disk is gone") })
	d.service.answers("DeprecateDomain", func(context.Context, any) error { panic("p") })
	d.service.answers("RegisterDomain", func(context.Context, any) error {
		at = at.Add(3 * time.Second)
		return nil
	})
	gone, hangUp := context.WithCancel(t.Context())
	d.service.answers("UndeprecateDomain", func(ctx context.Context, _ any) error { hangUp(); return ctx.Err() })
	elsewhere := request("ListDomains", `{"registrationStatus":"REGISTERED"}`)
	elsewhere.URL.Path = "/elsewhere"
	tooLarge := request("RegisterDomain", `{}`)
	tooLarge.ContentLength = MaxBody + 1
	for _, test := range []struct {
		request *http.Request
		want    string
	}{
		{request("RegisterDomain", `{"name":"n","workflowExecutionRetentionPeriodInDays":"1"}`), "RegisterDomain success 200 after 3s"},
		{request("DescribeDomain", `{"name":"n"}`), "DescribeDomain UnknownResourceFault 400 after 0s"},
		{request("DescribeDomain", `{}`), "DescribeDomain ValidationException 400 after 0s"},
		{request("DescribeDomain", `{`), " SerializationException 400 after 0s"},
		{request("BuyDomain", `{}`), " UnknownOperationException 400 after 0s"},
		{request("ListDomains", `{"registrationStatus":"REGISTERED"}`), "ListDomains InternalFailure 500 after 0s"},
		{request("DeprecateDomain", `{"name":"n"}`), "DeprecateDomain InternalFailure 500 after 0s"},
		{request("UndeprecateDomain", `{"name":"n"}`).WithContext(gone), "UndeprecateDomain HungUp 0 after 0s"},
		{elsewhere, " NotFound 404 after 0s"},
		{tooLarge, " RequestEntityTooLargeException 413 after 0s"},
	} {
		if got := observe(d, test.request); len(got) != 1 || got[0] != test.want {
			t.Errorf("observed %q, want %q", got, test.want)
		}
	}
	if got := observe(d, httptest.NewRequest(http.MethodGet, "/readyz", nil)); got != nil {
		t.Errorf("the question for readiness is observed as %q", got)
	}
}

// TestTheLogHoldsNoSecrets: at the lowest level each request has one line, and nothing in it is a user's: no input, result, reason,
// token or signature, whatever becomes of the request.
func TestTheLogHoldsNoSecrets(t *testing.T) {
	d := newDoor(t) // its cleanup looks for the canary
	fates := []func(context.Context, any) error{
		nil,
		func(context.Context, any) error {
			return &swf.UnknownResourceFault{FaultDetail: swf.FaultDetail{Message: canary}}
		},
		func(context.Context, any) error { panic(canary) },
		func(context.Context, any) error { panic(errors.New(canary)) },
	}
	h := NewHandler(d.Config)
	requests := 0
	for name := range operations {
		for _, fate := range fates {
			d.service.answers(name, func(ctx context.Context, out any) error {
				if fate == nil {
					return nil
				}
				return fate(ctx, out)
			})
			body := validInput(t, d, name)
			for _, body := range []string{body, strings.Replace(body, `"`, `"`+canary+`":"`+canary+`","`, 1), `{"` + canary, `{"taskToken":"` + canary + `"}`} {
				r := request(name, body)
				r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=AKID/20260102/us-east-1/swf/aws4_request, SignedHeaders=host, Signature="+canary)
				r.Header.Set("X-Amz-Security-Token", canary)
				r.Header.Set("Traceparent", canary)
				h.ServeHTTP(&memory{header: http.Header{}}, r)
				requests++
			}
		}
	}
	if n := strings.Count(d.log.String(), "level="+slog.LevelDebug.String()+" msg=request "); n != requests {
		t.Errorf("%d requests have %d lines", requests, n)
	}
}
