package httpapi

import (
	"fmt"
	"net/http"
	"strings"
)

// health answers /livez (the process runs) and /readyz (it should get requests; with ?verbose it says why not, or what else there is to know).
func (e *exchange) health() {
	status, text := http.StatusOK, "ok"
	if e.r.URL.Path == "/readyz" {
		status, text = Readiness(e.h.Ready, e.h.Remarks, e.r.URL.Query().Has("verbose"))
	}
	e.w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	e.sendAs(status, []byte(text+"\n"))
}

// Readiness is what a server says of itself at /readyz: the status, and a text of one line, or of more if the answer is to be verbose.
// Both functions may be nil.
func Readiness(ready func() error, remarks func() []string, verbose bool) (status int, text string) {
	var err error
	if ready != nil {
		err = ready()
	}
	switch {
	case err != nil && verbose:
		return http.StatusServiceUnavailable, fmt.Sprint("not ready: ", err)
	case err != nil:
		return http.StatusServiceUnavailable, "not ready"
	case verbose && remarks != nil:
		return http.StatusOK, strings.Join(append([]string{"ok"}, remarks()...), "\n")
	}
	return http.StatusOK, "ok"
}
