package client_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/swf"
)

// inProcess makes a client that calls a handler.
func inProcess(t *testing.T, handler http.HandlerFunc, options ...client.Option) *client.Client {
	t.Helper()
	c, err := client.New(t.Context(), append([]client.Option{
		client.WithHandler(handler), client.WithRegion("us-east-1"), client.WithCredentials(secret),
	}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A handler sees what a server would show it, and its answer arrives as if it had been sent.
func TestHandlerInProcess(t *testing.T) {
	c := inProcess(t, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		got := fmt.Sprint(r.Method, " ", r.URL, " ", r.RequestURI, " ", r.Host, " ", r.ContentLength, " ", string(body))
		if want := `POST / / localhost 21 {"taskToken":"token"}`; got != want {
			t.Errorf("the handler sees %s, want %s", got, want)
		}
		if r.Header.Get("Authorization") == "" || r.RemoteAddr == "" {
			t.Errorf("the handler sees no signature or no address: %v %q", r.Header, r.RemoteAddr)
		}
		// A handler may set limits on its connection; there is none here.
		if err := http.NewResponseController(w).SetReadDeadline(time.Now()); !errors.Is(err, http.ErrNotSupported) {
			t.Errorf("a read deadline is set: %v", err)
		}
		w.Header().Set("X-Amzn-Requestid", "r-2")
		w.WriteHeader(http.StatusBadRequest)
		w.WriteHeader(http.StatusOK)                 // too late
		w.Header().Set("X-Amzn-Requestid", "nobody") // too late
		_, _ = io.WriteString(w, `{"__type":"com.amazonaws.swf.base.model#UnknownResourceFault",`)
		_, _ = io.WriteString(w, `"message":"Unknown activity, scheduledEventId = 5"}`)
	})
	_, err := beat(t.Context(), c)
	var unknown *swf.UnknownResourceFault
	if !errors.As(err, &unknown) || unknown.Response != (swf.Response{HTTPStatus: 400, RequestID: "r-2"}) ||
		unknown.Message != "Unknown activity, scheduledEventId = 5" {
		t.Errorf("the error is %v", err)
	}
}

func TestHandlerThatSaysNothing(t *testing.T) {
	out, err := beat(t.Context(), inProcess(t, func(http.ResponseWriter, *http.Request) {}))
	if err != nil || out.HTTPStatus != 200 {
		t.Errorf("the output is %+v (%v)", out, err)
	}
}

func TestHandlerAtAnotherEndpoint(t *testing.T) {
	c := inProcess(t, func(_ http.ResponseWriter, r *http.Request) {
		if r.Host != "swf.example:7933" || r.URL.Path != "/api" {
			t.Errorf("the handler sees %s and %s", r.Host, r.URL)
		}
	}, client.WithEndpoint("http://swf.example:7933/api"))
	if _, err := beat(t.Context(), c); err != nil {
		t.Error(err)
	}
}

// A handler that waits sees the caller leave. Nothing runs on once the call has returned.
func TestHandlerSeesTheCallerLeave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		left := false
		c := inProcess(t, func(w http.ResponseWriter, r *http.Request) {
			<-r.Context().Done()
			left = true
			_, _ = io.WriteString(w, "{}")
		})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := beat(ctx, c); !errors.Is(err, context.DeadlineExceeded) || !left {
			t.Errorf("the error is %v; the handler saw it: %v", err, left)
		}
	})
}

// A handler that aborts breaks the reply, as it would on a connection. Any other panic is the handler's own.
func TestHandlerThatPanics(t *testing.T) {
	aborts := inProcess(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, client.WithRetry(1))
	if _, err := beat(t.Context(), aborts); err == nil || !strings.Contains(err.Error(), "aborted") {
		t.Errorf("the error is %v", err)
	}
	defer func() {
		if p := recover(); p != "broken" {
			t.Errorf("the panic is %v", p)
		}
	}()
	_, _ = beat(t.Context(), inProcess(t, func(http.ResponseWriter, *http.Request) { panic("broken") }))
}
