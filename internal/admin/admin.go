package admin

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/pprof"
	"strings"
	"time"

	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/internal/httpapi"
)

// Config is what the door shows. All members but Level and Remarks are required.
type Config struct {
	// Metrics answers /metrics.
	Metrics http.Handler
	// Figures are those of the engine now, and Domains all domains there are.
	Figures func() engine.Figures
	Domains func() []engine.Scope
	// Quotas are how near everything is to its limits, the nearest first.
	Quotas func() []engine.Quota
	// Ready tells why the server should get no requests, nil if it should.
	Ready func() error
	// Remarks tells what people should know of a server that is ready, a line each; nil for nothing.
	Remarks func() []string
	// Level is the level of the log, nil if it cannot be changed.
	Level *slog.LevelVar
	Log   *slog.Logger
	// Hosts are the host names (without port) under which requests are accepted.
	Hosts []string
}

type handler struct{ Config }

// paths is what the door shows, for people who come without knowing.
const paths = `swfd, the operator's door

/metrics           counts, times and figures for Prometheus
/tasklists         task lists in use, as JSON, the fullest first: ?kind=activity|decision &domain= &account= &region= &limit=
/tasklist          one task list, as JSON, for autoscalers: ?domain= &kind= &name= (&account= &region=)
/limits            how near everything is to its limits, as JSON, the nearest first: ?domain= &account= &region= &limit= (of a name)
/livez, /readyz    health; /readyz?verbose says why not, and what else there is to know
/loglevel          level of the log; PUT DEBUG, INFO, WARN or ERROR to change it until the end of the process
/debug/pprof/      profiles of the process
`

// NewServer makes the http.Server of the door.
func NewServer(c Config) *http.Server {
	return &http.Server{
		Handler:           NewHandler(c),
		ReadHeaderTimeout: 5 * time.Second,
		IdleTimeout:       90 * time.Second,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(c.Log.Handler(), slog.LevelDebug),
	}
}

// NewHandler makes the door's handler.
func NewHandler(c Config) http.Handler {
	h := &handler{c}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { text(w, http.StatusOK, paths) })
	mux.Handle("GET /metrics", c.Metrics)
	mux.HandleFunc("GET /tasklists", h.taskLists)
	mux.HandleFunc("GET /tasklist", h.taskList)
	mux.HandleFunc("GET /limits", h.limits)
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { text(w, http.StatusOK, "ok\n") })
	mux.HandleFunc("GET /readyz", h.ready)
	mux.HandleFunc("GET /loglevel", h.showLevel)
	mux.HandleFunc("PUT /loglevel", h.setLevel)
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !httpapi.IsHost(r.Host, c.Hosts) {
			text(w, http.StatusForbidden, fmt.Sprintf("Host %q is not one that this server answers to\n", r.Host))
			return
		}
		mux.ServeHTTP(w, r)
	})
}

func text(w http.ResponseWriter, status int, s string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	// A client that does not read its reply is its own concern.
	_, _ = io.WriteString(w, s)
}

func (h *handler) ready(w http.ResponseWriter, r *http.Request) {
	status, said := httpapi.Readiness(h.Ready, h.Remarks, r.URL.Query().Has("verbose"))
	text(w, status, said+"\n")
}

func (h *handler) showLevel(w http.ResponseWriter, _ *http.Request) {
	if h.Level == nil {
		text(w, http.StatusNotFound, "the level of this server's log is not known\n")
		return
	}
	text(w, http.StatusOK, h.Level.Level().String()+"\n")
}

func (h *handler) setLevel(w http.ResponseWriter, r *http.Request) {
	if h.Level == nil {
		h.showLevel(w, r)
		return
	}
	const longest = 32
	body, err := io.ReadAll(io.LimitReader(r.Body, longest))
	if err != nil {
		text(w, http.StatusBadRequest, "the level could not be read\n")
		return
	}
	var level slog.Level
	if err := level.UnmarshalText([]byte(strings.TrimSpace(string(body)))); err != nil {
		text(w, http.StatusBadRequest, fmt.Sprintf("%q is no level: send DEBUG, INFO, WARN or ERROR\n", body))
		return
	}
	before := h.Level.Level()
	h.Level.Set(level)
	h.Log.Info("the level of the log was changed", "from", before, "to", level)
	h.showLevel(w, r)
}
