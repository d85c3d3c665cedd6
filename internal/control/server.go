package control

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"time"

	"github.com/swfd/swfd/internal/engine"
)

// Config is what the socket controls. All members are required.
type Config struct {
	Keys TokenKeys
	// Checkpoint writes a copy of the store into a directory that is not there yet.
	Checkpoint func(dir string) error
	// Quotas are how near everything is to its limits, the nearest first.
	Quotas func() []engine.Quota
	Log    *slog.Logger
}

type handler struct{ Config }

// NewServer makes the http.Server for the socket.
func NewServer(c Config) *http.Server {
	h := &handler{c}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /tokenkeys", h.tokenKeys)
	mux.HandleFunc("POST /tokenkeys", h.rotateTokenKey)
	mux.HandleFunc("DELETE /tokenkeys/{id}", h.dropTokenKey)
	mux.HandleFunc("POST /backup", h.backup)
	mux.HandleFunc("GET /limits", h.limits)
	return &http.Server{
		Handler:           mux,
		ReadHeaderTimeout: 5 * time.Second,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(c.Log.Handler(), slog.LevelDebug),
	}
}

// BackupRequest asks for a copy of the store.
type BackupRequest struct {
	// To is the directory to make, an absolute path.
	To string `json:"to"`
}

// BackupAnswer tells of a copy that is whole.
type BackupAnswer struct {
	// Seconds is how long it took.
	Seconds float64 `json:"seconds"`
}

func (h *handler) backup(w http.ResponseWriter, r *http.Request) {
	var q BackupRequest
	if err := json.NewDecoder(io.LimitReader(r.Body, 64<<10)).Decode(&q); err != nil || !filepath.IsAbs(q.To) {
		refuse(w, http.StatusBadRequest, fmt.Errorf("the directory %q is no absolute path", q.To))
		return
	}
	begin := time.Now()
	if err := h.Checkpoint(q.To); err != nil {
		h.Log.Error("no backup was made", "error", err)
		refuse(w, http.StatusConflict, err)
		return
	}
	took := time.Since(begin)
	h.Log.Info("a backup was made", "directory", q.To, "seconds", took.Seconds())
	reply(w, BackupAnswer{took.Seconds()})
}

func refuse(w http.ResponseWriter, status int, err error) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	// Who does not read the answer does without.
	_, _ = io.WriteString(w, err.Error()+"\n")
}

func reply(w http.ResponseWriter, answer any) {
	w.Header().Set("Content-Type", "application/json")
	// Who does not read the answer does without.
	_ = json.NewEncoder(w).Encode(answer)
}
