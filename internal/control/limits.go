package control

import (
	"net/http"

	"github.com/swfd/swfd/internal/engine"
)

// LimitsAnswer tells how near everything is to its limits, the nearest first. Truncated means that more is used than is told.
type LimitsAnswer struct {
	Limits    []engine.Quota `json:"limits"`
	Truncated bool           `json:"truncated"`
}

// mostLimits fit into an answer, however long the names of their domains are.
const mostLimits = 500

func (h *handler) limits(w http.ResponseWriter, _ *http.Request) {
	all := h.Quotas()
	answer := LimitsAnswer{[]engine.Quota{}, len(all) > mostLimits}
	answer.Limits = append(answer.Limits, all[:min(mostLimits, len(all))]...)
	reply(w, answer)
}
