package httpapi

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/audit"
	"github.com/swfd/swfd/internal/throttle"
	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// MaxBody is the largest request body if nothing else is configured: SWF's 1 MB.
const MaxBody = 1 << 20

// Door says who calls and what they may do; package access implements it.
type Door interface {
	// Identify names the caller of a request, or refuses it with a swf.Fault. The body is whole, and may not be kept.
	Identify(r *http.Request, body []byte) (access.Caller, error)
	// Authorize refuses what the caller may not do. The input is the decoded request; for calls that carry a
	// task token, caller.Task says which domain they concern.
	Authorize(caller access.Caller, operation string, input any) error
	// While gives a context that ends when the caller may no longer make the call, with the refusal as its cause. Stop must be called.
	While(ctx context.Context, caller access.Caller, operation string, input any) (while context.Context, stop func())
}

// Config is what a Handler is made of. All members but Log, Hosts, MaxBody, Ready, AwaitBody and Observe are required.
type Config struct {
	// Service is the API on behalf of a caller.
	Service func(access.Caller) swf.Service
	// OpenTask opens a task token; any error means that it is none of ours.
	OpenTask func(text string) (token.Task, error)
	Door     Door
	// Log gets a line for each failure of ours, and at the lowest level for each request; the default discards it.
	Log *slog.Logger
	// Now is the wall time, for the Date header.
	Now func() time.Time
	// NewRequestID makes the name of a call.
	NewRequestID func() string
	// DomainName is the name of a domain that a task token names by its number; nil if nobody knows.
	DomainName func(number uint32) string
	// Throttle keeps the rates of calls; nil if there are none.
	Throttle *throttle.Throttle
	// Bounds are what clients may take of time and memory.
	Bounds Bounds
	// Audit is told of calls that change something before they are answered, nil if nobody wants to know.
	Audit func(audit.Entry)
	// Hosts are the host names (without port) under which requests are accepted, beside the address that the connection was made to: while
	// nobody is identified, this keeps web pages from reaching the server through a name that they control. Empty accepts any.
	Hosts []string
	// MaxBody is the largest request body in bytes; the default is the constant of that name.
	MaxBody int64
	// Ready tells why the server should get no requests, nil if it should.
	Ready func() error
	// Remarks tells what people should know of a server that is ready, a line each; nil for nothing.
	Remarks func() []string
	// AwaitBody is told when the server begins to wait for a request's body, and when it has it or has given up; nil if nobody wants to know.
	AwaitBody func(r *http.Request, waits bool)
	// Observe is told of each API call when it has come to its end. It must be quick.
	Observe func(Call)
}

// Handler answers the SWF API on POST /, and /livez and /readyz.
type Handler struct {
	Config
	shares shares
}

// NewHandler makes a Handler.
func NewHandler(c Config) *Handler {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.MaxBody == 0 {
		c.MaxBody = MaxBody
	}
	c.Bounds = c.Bounds.withDefaults()
	// An address may always have one request of the largest size.
	c.Bounds.BodyBytes = max(c.Bounds.BodyBytes, 2*uint64(c.MaxBody))
	return &Handler{Config: c, shares: newShares(c.Bounds)}
}

// ServeHTTP answers one request.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e := newExchange(h, w, r)
	defer e.end()
	defer e.recover()
	switch {
	case !h.answersTo(r):
		e.fault(denied("Host " + strconv.Quote(r.Host) + " is not one that this server answers to: its setting hosts can name more"))
	case foreign.Check(r) != nil:
		e.fault(denied("No page of another site may call"))
	case r.Method == http.MethodGet && (r.URL.Path == "/livez" || r.URL.Path == "/readyz"):
		e.health()
	case r.Method != http.MethodPost || r.URL.Path != "/" || r.URL.RawQuery != "" || e.contentType == "" || compressed(r):
		e.notFound()
	default:
		e.answer()
	}
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
