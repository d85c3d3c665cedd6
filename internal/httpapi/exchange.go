package httpapi

import (
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/awsjson"
	"github.com/swfd/swfd/swf"
)

// exchange is one request and its reply.
type exchange struct {
	h           *Handler
	w           http.ResponseWriter
	r           *http.Request
	requestID   string
	contentType string
	// operation is what is asked for, effect what it does, and domain the name of the domain that it concerns, "" as long as that is not known.
	operation string
	effect    effect
	domain    string
	// caller is who asks, once that is known.
	caller  access.Caller
	began   time.Time
	replied bool
	// assigned is true if a poll's answer gives a task to the caller.
	assigned bool
	// outcome and status are how the exchange ended; outcome stays "" if it is no API call.
	outcome string
	status  int
	// body is what the request's body was read into; nil once it is decoded.
	body *buffer
	held held
}

func newExchange(h *Handler, w http.ResponseWriter, r *http.Request) *exchange {
	e := &exchange{
		h: h, w: w, r: r, requestID: h.NewRequestID(), contentType: contentTypeOf(r.Header.Get("Content-Type")), began: h.Now(),
	}
	if len(r.TransferEncoding) > 0 {
		// There may have been a length, too, by which a proxy on the way went: then somebody else's request is not what comes next.
		w.Header().Set("Connection", "close")
	}
	// The server reads what is left of a body before it replies, also to a request that was refused at once.
	// Not every ResponseWriter has deadlines; those of real connections do.
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(h.Bounds.BodyTimeout))
	return e
}

// answer does an API request: body, JSON, target, caller, and then the operation. Whoever is asked for a signature has sent the whole body
// before, for the signature covers it.
func (e *exchange) answer() {
	e.body = buffers.get()
	defer e.releaseBody()
	body, err := e.readBody()
	if err != nil {
		e.fault(err)
		return
	}
	document, err := awsjson.Parse(body)
	if err != nil {
		e.fault(err)
		return
	}
	op, ok := operations[operationName(e.r.Header.Get("X-Amz-Target"))]
	if !ok {
		e.fault(&swf.UnknownOperationException{})
		return
	}
	e.operation, e.effect = op.name, op.effect
	caller, err := e.h.Door.Identify(e.r, body)
	if err != nil {
		e.fault(err)
		return
	}
	caller.RequestID = e.requestID
	e.caller = caller
	if op.named {
		caller.Call = callID(caller, op.name, invocation(e.r.Header), body)
	}
	op.serve(e, caller, document)
}

// releaseBody gives the body's buffer back. What was decoded keeps nothing of it, and a poll that waits should not hold it.
func (e *exchange) releaseBody() {
	if e.body != nil {
		buffers.put(e.body)
		e.body = nil
	}
}

// The two service names under which SWF's operations are known; the second is that of old clients.
const (
	target       = "SimpleWorkflowService."
	targetLegacy = "com.amazonaws.swf.service.model.SimpleWorkflowService."
)

// operationName is the operation that a target names, "" if it is not one of SWF's.
func operationName(header string) string {
	if name, ok := strings.CutPrefix(header, target); ok {
		return name
	}
	if name, ok := strings.CutPrefix(header, targetLegacy); ok {
		return name
	}
	return ""
}

// readBody reads the whole body, but not more than may be.
func (e *exchange) readBody() ([]byte, error) {
	if e.r.ContentLength > e.h.MaxBody {
		return nil, &swf.RequestEntityTooLargeException{}
	}
	if err := e.reserveBody(e.r.ContentLength); err != nil {
		return nil, err
	}
	if e.h.AwaitBody != nil {
		e.h.AwaitBody(e.r, true)
		defer e.h.AwaitBody(e.r, false)
	}
	err := e.body.readFrom(http.MaxBytesReader(e.w, e.r.Body, e.h.MaxBody))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, &swf.RequestEntityTooLargeException{}
	case err != nil:
		return nil, &swf.RequestAbortedException{FaultDetail: swf.FaultDetail{Message: "The request body could not be read"}}
	}
	// A poll may wait longer than a body may take.
	_ = http.NewResponseController(e.w).SetReadDeadline(time.Time{})
	return e.body.bytes, nil
}

// conclude notes what the exchange comes to. What is to be written down of it is, before anybody is told.
func (e *exchange) conclude(outcome string) {
	e.outcome = outcome
	e.audit(outcome)
}

// reply sends a success. A void operation has no body at all.
func (e *exchange) reply(body []byte) {
	e.conclude(Succeeded)
	e.send(http.StatusOK, body)
}

// fault answers with an error. What is not a swf.Fault is a failure of ours: it is logged here, once, and the client learns
// nothing of it.
func (e *exchange) fault(err error) {
	var f swf.Fault
	switch {
	case errors.As(err, &f):
	case e.r.Context().Err() != nil:
		// The client has gone. Should anybody listen all the same, an end without a reply is no success.
		e.conclude(HungUp)
		panic(http.ErrAbortHandler)
	default:
		e.h.Log.Error("request failed", "operation", e.operation, "requestId", e.requestID, "error", err)
		f = &swf.InternalFailure{}
	}
	e.conclude(f.FaultCode())
	switch f.(type) {
	case *swf.RequestEntityTooLargeException:
		e.w.Header().Set("Connection", "close")
		e.send(http.StatusRequestEntityTooLarge, nil)
		return
	case *swf.RequestAbortedException:
		// Where the next request begins nobody knows.
		e.w.Header().Set("Connection", "close")
	}
	e.send(swf.FaultStatus(f.FaultCode()), appendFault(nil, f))
}

func (e *exchange) notFound() {
	e.outcome = NotFound
	e.w.Header().Set("Content-Type", "application/xml")
	e.sendAs(http.StatusNotFound, []byte("<UnknownOperationException/>\n"))
}

func (e *exchange) send(status int, body []byte) {
	contentType := e.contentType
	if contentType == "" {
		contentType = contentTypeJSON
	}
	e.w.Header().Set("Content-Type", contentType)
	e.sendAs(status, body)
}

// sendAs sends a reply whose type is set. All replies come through here: each has a request id and the time at which it is sent,
// by which SDKs correct their clocks; a poll may have waited for a minute before.
func (e *exchange) sendAs(status int, body []byte) {
	e.replied, e.status = true, status
	_ = http.NewResponseController(e.w).SetWriteDeadline(time.Now().Add(e.h.Bounds.ReplyTimeout))
	// Names in the form that they are looked up by, and values in one array: this is done for every reply there is.
	values := [...]string{e.requestID, e.h.Now().UTC().Format(http.TimeFormat), strconv.Itoa(len(body))}
	header := e.w.Header()
	for i, name := range [...]string{"X-Amzn-Requestid", "Date", "Content-Length"} {
		header[name] = values[i : i+1 : i+1]
	}
	e.w.WriteHeader(status)
	// A client that does not read its reply is its own concern.
	_, _ = e.w.Write(body)
}

// recover turns a panic into an InternalFailure, so that one request cannot end the others.
func (e *exchange) recover() {
	p := recover()
	if p == nil {
		return
	}
	if p == http.ErrAbortHandler {
		panic(p)
	}
	e.h.Log.Error("request panicked", "operation", e.operation, "requestId", e.requestID, "panic", plain(p), "stack", string(debug.Stack()))
	e.conclude((&swf.InternalFailure{}).FaultCode())
	if e.replied {
		panic(http.ErrAbortHandler)
	}
	e.send(http.StatusInternalServerError, appendFault(nil, &swf.InternalFailure{}))
}

// plain is what may be said of a panic in the log: the runtime's own errors hold no text of a client; of any other value, only its
// type is known to be harmless.
func plain(p any) string {
	if err, ok := p.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("%T", p)
}
