package httpapi

import (
	"log/slog"
	"net/http"
)

// mostHeaderBytes is what net/http can be asked for.
const mostHeaderBytes = 1 << 30

// NewServer makes the http.Server for a handler: with bounds on what a slow or silent client may hold. There is no overall write
// time-out, for polls are held up to a minute; each reply has a deadline of its own. It speaks HTTP/1.1 alone, in which a connection
// is one request at a time: so what bounds connections bounds requests.
func NewServer(handler http.Handler, b Bounds, log *slog.Logger) *http.Server {
	b = b.withDefaults()
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	return &http.Server{
		Handler:           handler,
		Protocols:         protocols,
		ReadHeaderTimeout: b.HeaderTimeout,
		IdleTimeout:       b.IdleTimeout,
		MaxHeaderBytes:    int(min(b.HeaderBytes, mostHeaderBytes)),
		// The handler answers OPTIONS * like everything else.
		DisableGeneralOptionsHandler: true,
		ErrorLog:                     slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
}
