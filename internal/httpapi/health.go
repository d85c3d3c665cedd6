package httpapi

import (
	"fmt"
	"net/http"
)

// health answers /livez (the process runs) and /readyz (it should get requests; with ?verbose it says why not).
func (e *exchange) health() {
	status, text := http.StatusOK, "ok"
	if e.r.URL.Path == "/readyz" && e.h.Ready != nil {
		if err := e.h.Ready(); err != nil {
			status, text = http.StatusServiceUnavailable, "not ready"
			if e.r.URL.Query().Has("verbose") {
				text = fmt.Sprint("not ready: ", err)
			}
		}
	}
	e.w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	e.sendAs(status, []byte(text+"\n"))
}
