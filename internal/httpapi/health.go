package httpapi

import (
	"fmt"
	"net/http"
)

// health answers /livez (the process runs) and /readyz (it should get requests; with ?verbose it says why not).
func (h *Handler) health(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if r.URL.Path == "/livez" || h.Ready == nil {
		fmt.Fprintln(w, "ok")
		return
	}
	err := h.Ready()
	if err == nil {
		fmt.Fprintln(w, "ok")
		return
	}
	w.WriteHeader(http.StatusServiceUnavailable)
	if r.URL.Query().Has("verbose") {
		fmt.Fprintln(w, "not ready:", err)
		return
	}
	fmt.Fprintln(w, "not ready")
}
