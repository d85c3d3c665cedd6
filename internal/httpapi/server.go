package httpapi

import (
	"log/slog"
	"net/http"
	"time"
)

// NewServer makes the http.Server for a handler: with bounds on what a slow or silent client may hold. There is no overall write
// time-out, for polls are held up to a minute; each reply has a deadline of its own.
func NewServer(handler http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		IdleTimeout:       90 * time.Second,
		MaxHeaderBytes:    16 << 10,
		// The handler answers OPTIONS * like everything else.
		DisableGeneralOptionsHandler: true,
		ErrorLog:                     slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
}
