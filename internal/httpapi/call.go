package httpapi

import (
	"context"
	"log/slog"
	"net/http"
	"time"
)

// Call is an API call that has come to its end, for whoever counts, measures and traces. It holds nothing of what a user sent but the
// header.
type Call struct {
	// Operation is SWF's name for it, "" if the request named none or could not be read so far.
	Operation string
	// Outcome is Succeeded, HungUp, NotFound or the code of the fault that was answered.
	Outcome string
	// Status is the HTTP status of the reply, 0 if there was none.
	Status    int
	RequestID string
	Began     time.Time
	// Took is the time until the reply was handed to the connection. A poll's includes its wait.
	Took time.Duration
	// Header is the request's. It belongs to the request, must not be changed, and holds secrets.
	Header http.Header
}

// What a call comes to, besides the codes of faults.
const (
	// Succeeded means that the operation was carried out.
	Succeeded = "success"
	// HungUp means that the client had gone before there was an answer.
	HungUp = "HungUp"
	// NotFound means that the request was not one of the protocol.
	NotFound = "NotFound"
)

// end lets it be known how the exchange ended. It runs in any case, also while a panic passes.
func (e *exchange) end() {
	e.leavePlace()
	e.releaseMemory()
	if e.outcome == "" {
		return
	}
	c := Call{
		Operation: e.operation, Outcome: e.outcome, Status: e.status, RequestID: e.requestID,
		Began: e.began, Took: e.h.Now().Sub(e.began), Header: e.r.Header,
	}
	if e.h.Observe != nil {
		e.h.Observe(c)
	}
	if e.h.Log.Enabled(context.Background(), slog.LevelDebug) {
		e.h.Log.LogAttrs(context.Background(), slog.LevelDebug, "request",
			slog.String("operation", c.Operation), slog.String("outcome", c.Outcome), slog.Int("status", c.Status),
			slog.Float64("seconds", c.Took.Seconds()), slog.String("principal", e.caller.Principal), slog.String("requestId", c.RequestID))
	}
}
