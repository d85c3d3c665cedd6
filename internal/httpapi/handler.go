package httpapi

import (
	"errors"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/awsjson"
	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// MaxBody is the largest request body: SWF's 1 MB.
const MaxBody = 1 << 20

// bodyDeadline is how long a client may take to send its body.
const bodyDeadline = 30 * time.Second

// replyDeadline is how long a client may take to read its reply.
const replyDeadline = 30 * time.Second

// Door says who calls and what they may do; package access implements it.
type Door interface {
	// Identify names the caller of a request, or refuses it with a swf.Fault.
	Identify(r *http.Request) (access.Caller, error)
	// Authorize refuses what the caller may not do. The input is the decoded request; for calls that carry a
	// task token, caller.Task says which domain they concern.
	Authorize(caller access.Caller, operation string, input any) error
}

// Config is what a Handler is made of. All members but Hosts and Ready are required.
type Config struct {
	// Service is the API on behalf of a caller.
	Service func(access.Caller) swf.Service
	// OpenTask opens a task token; any error means that it is none of ours.
	OpenTask func(text string) (token.Task, error)
	Door     Door
	Log      *slog.Logger
	// Now is the wall time, for the Date header.
	Now func() time.Time
	// NewRequestID makes the name of a call.
	NewRequestID func() string
	// Hosts are the host names (without port) under which requests are accepted: while nobody is identified, this keeps web
	// pages from reaching the server through a name that they control. Empty accepts any.
	Hosts []string
	// Ready tells why the server should get no requests, nil if it should.
	Ready func() error
}

// Handler answers the SWF API on POST /, and /livez and /readyz.
type Handler struct {
	Config
}

// NewHandler makes a Handler.
func NewHandler(c Config) *Handler { return &Handler{Config: c} }

// ServeHTTP answers one request.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e := &exchange{
		h: h, w: w, r: r, requestID: h.NewRequestID(), contentType: contentTypeOf(r.Header.Get("Content-Type")),
	}
	defer e.recover()
	w.Header().Set("x-amzn-RequestId", e.requestID)
	w.Header().Set("Date", h.Now().UTC().Format(http.TimeFormat))
	switch {
	case !h.acceptsHost(r.Host):
		e.fault(&swf.AccessDeniedException{FaultDetail: swf.FaultDetail{
			Message: "Host " + strconv.Quote(r.Host) + " is not one that this server answers to",
		}})
	case r.Method == http.MethodGet && (r.URL.Path == "/livez" || r.URL.Path == "/readyz"):
		h.health(w, r)
	case r.Method != http.MethodPost || r.URL.Path != "/" || r.URL.RawQuery != "" || e.contentType == "" || compressed(r):
		e.notFound()
	default:
		e.answer()
	}
}

// acceptsHost reports whether the Host header names this server.
func (h *Handler) acceptsHost(host string) bool {
	if len(h.Hosts) == 0 {
		return true
	}
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.Trim(host, "[]")
	return slices.ContainsFunc(h.Hosts, func(known string) bool { return strings.EqualFold(known, host) })
}

// The content types of the protocol, and the older one of boto 2's days; the reply has the request's.
const (
	contentTypeJSON   = "application/x-amz-json-1.0"
	contentTypeLegacy = "application/json"
)

// contentTypeOf is the reply's content type for a request's, "" if the request's is not one of the protocol.
func contentTypeOf(header string) string {
	media, _, _ := strings.Cut(header, ";")
	switch media = strings.ToLower(strings.TrimSpace(media)); media {
	case contentTypeJSON, contentTypeLegacy:
		return media
	}
	return ""
}

// compressed reports whether the body is encoded. "amz-1.0" is a label of old clients, not an encoding.
func compressed(r *http.Request) bool {
	encoding := strings.ToLower(strings.TrimSpace(r.Header.Get("Content-Encoding")))
	return encoding != "" && encoding != "identity" && encoding != "amz-1.0"
}

// exchange is one request and its reply.
type exchange struct {
	h           *Handler
	w           http.ResponseWriter
	r           *http.Request
	requestID   string
	contentType string
	operation   string
	replied     bool
}

// answer does an API request: body, JSON, target, caller, and then the operation.
func (e *exchange) answer() {
	buffer := buffers.Get().(*buffer)
	defer buffers.put(buffer)
	body, err := e.readBody(buffer)
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
	e.operation = op.name
	caller, err := e.h.Door.Identify(e.r)
	if err != nil {
		e.fault(err)
		return
	}
	caller.RequestID = e.requestID
	op.serve(e, caller, document, buffer)
}

// The two service names under which SWF's operations are known; the second is that of old clients.
const (
	target       = "SimpleWorkflowService."
	targetLegacy = "com.amazonaws.swf.service.model.SimpleWorkflowService."
)

func operationName(header string) string {
	if name, ok := strings.CutPrefix(header, target); ok {
		return name
	}
	name, _ := strings.CutPrefix(header, targetLegacy)
	return name
}

// readBody reads the whole body, but not more than SWF takes.
func (e *exchange) readBody(b *buffer) ([]byte, error) {
	if e.r.ContentLength > MaxBody {
		e.w.Header().Set("Connection", "close")
		return nil, &swf.RequestEntityTooLargeException{}
	}
	control := http.NewResponseController(e.w)
	// Not every ResponseWriter has deadlines; those of real connections do.
	_ = control.SetReadDeadline(time.Now().Add(bodyDeadline))
	limited := http.MaxBytesReader(e.w, e.r.Body, MaxBody)
	err := b.readFrom(limited)
	_ = control.SetReadDeadline(time.Time{})
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, &swf.RequestEntityTooLargeException{}
	case err != nil:
		return nil, &swf.RequestAbortedException{FaultDetail: swf.FaultDetail{Message: "The request body could not be read"}}
	}
	return b.in, nil
}

// reply sends a success. A void operation has no body at all.
func (e *exchange) reply(body []byte) {
	e.send(http.StatusOK, body)
}

// fault answers with an error. What is not a swf.Fault is a failure of ours: it is logged here, once, and the client learns
// nothing of it.
func (e *exchange) fault(err error) {
	var f swf.Fault
	switch {
	case errors.As(err, &f):
	case e.r.Context().Err() != nil:
		// The client has gone; nobody reads an answer.
		return
	default:
		e.h.Log.Error("request failed", "operation", e.operation, "requestId", e.requestID, "error", err)
		f = &swf.InternalFailure{}
	}
	if f.FaultCode() == "RequestEntityTooLargeException" {
		e.send(http.StatusRequestEntityTooLarge, nil)
		return
	}
	e.send(swf.FaultStatus(f.FaultCode()), appendFault(nil, f))
}

func (e *exchange) notFound() {
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

func (e *exchange) sendAs(status int, body []byte) {
	e.replied = true
	_ = http.NewResponseController(e.w).SetWriteDeadline(time.Now().Add(replyDeadline))
	e.w.Header().Set("Content-Length", strconv.Itoa(len(body)))
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
	e.h.Log.Error("request panicked", "operation", e.operation, "requestId", e.requestID, "panic", p, "stack", string(debug.Stack()))
	if !e.replied {
		e.send(http.StatusInternalServerError, appendFault(nil, &swf.InternalFailure{}))
	}
}
