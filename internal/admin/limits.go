package admin

import (
	"net/http"
	"slices"

	"github.com/swfd/swfd/internal/engine"
)

// mostLimits is how many limits one answer has at most.
const mostLimits = 1000

// limits answers with the limits of which something is used, the nearest first. Those of an account concern every domain of it.
func (h *handler) limits(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	f, err := parseFilter(q, "account", "region", "domain", "limit")
	if err != nil {
		text(w, http.StatusBadRequest, err.Error()+"\n")
		return
	}
	all := slices.DeleteFunc(h.Quotas(), func(quota engine.Quota) bool {
		s := engine.Scope{Account: quota.Account, Region: quota.Region, Domain: quota.Domain}
		if s.Domain == "" {
			s.Domain = f.domain
		}
		return !f.accepts(s) || !fits(q.Get("limit"), quota.Limit)
	})
	answer := struct {
		Limits    []engine.Quota `json:"limits"`
		Truncated bool           `json:"truncated"`
	}{[]engine.Quota{}, len(all) > mostLimits}
	answer.Limits = append(answer.Limits, all[:min(mostLimits, len(all))]...)
	writeJSON(w, answer)
}
