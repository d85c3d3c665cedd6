package admin

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/swfd/swfd/internal/engine"
)

// mostLists is how many task lists one answer has at most.
const mostLists = 1000

// taskList is a task list in JSON.
type taskList struct {
	Account  string `json:"account"`
	Region   string `json:"region"`
	Domain   string `json:"domain"`
	Kind     string `json:"kind"`
	TaskList string `json:"taskList"`
	Backlog  int    `json:"backlog"`
	// BacklogAgeSeconds is how long the oldest task of the backlog has waited, 0 if none waits.
	BacklogAgeSeconds float64 `json:"backlogAgeSeconds"`
	Pollers           int     `json:"pollers"`
	InProgress        int     `json:"inProgress"`
}

func taskListOf(f engine.TaskListFigures) taskList {
	return taskList{
		Account: f.Account, Region: f.Region, Domain: f.Domain, Kind: f.Kind.String(), TaskList: f.Name,
		Backlog: f.Backlog, BacklogAgeSeconds: f.OldestAge.Seconds(), Pollers: f.Pollers, InProgress: f.InProgress,
	}
}

// filter is which task lists are asked for; "" accepts any.
type filter struct{ account, region, domain, kind, name string }

func (f filter) accepts(s engine.Scope) bool {
	return fits(f.account, s.Account) && fits(f.region, s.Region) && fits(f.domain, s.Domain)
}

func fits(wanted, is string) bool { return wanted == "" || wanted == is }

// parseFilter reads the parameters of a request. Each must be known and given once.
func parseFilter(q url.Values, known ...string) (filter, error) {
	for key, values := range q {
		if !slices.Contains(known, key) {
			return filter{}, fmt.Errorf("there is no parameter %q", key)
		}
		if len(values) > 1 {
			return filter{}, fmt.Errorf("the parameter %s is given %d times", key, len(values))
		}
	}
	f := filter{q.Get("account"), q.Get("region"), q.Get("domain"), q.Get("kind"), q.Get("name")}
	if f.kind != "" && f.kind != "activity" && f.kind != "decision" {
		return filter{}, fmt.Errorf("the kind %q is neither activity nor decision", f.kind)
	}
	return f, nil
}

// taskLists answers with the task lists in use, those first in which most waits.
func (h *handler) taskLists(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	f, err := parseFilter(q, "account", "region", "domain", "kind", "limit")
	limit := mostLists
	if err == nil && q.Has("limit") {
		if limit, err = strconv.Atoi(q.Get("limit")); err != nil || limit < 1 || limit > mostLists {
			err = fmt.Errorf("the limit %q is not a number from 1 to %d", q.Get("limit"), mostLists)
		}
	}
	if err != nil {
		text(w, http.StatusBadRequest, err.Error()+"\n")
		return
	}
	all := slices.DeleteFunc(h.Figures().TaskLists, func(l engine.TaskListFigures) bool {
		return !f.accepts(l.Scope) || !fits(f.kind, l.Kind.String())
	})
	engine.RankTaskLists(all)
	answer := struct {
		TaskLists []taskList `json:"taskLists"`
		Truncated bool       `json:"truncated"`
	}{[]taskList{}, len(all) > limit}
	for _, l := range all[:min(limit, len(all))] {
		answer.TaskLists = append(answer.TaskLists, taskListOf(l))
	}
	writeJSON(w, answer)
}

// taskList answers with one task list, by its whole name. One that nobody uses has nothing in it, for an autoscaler wants a number.
func (h *handler) taskList(w http.ResponseWriter, r *http.Request) {
	f, err := parseFilter(r.URL.Query(), "account", "region", "domain", "kind", "name")
	if err == nil && (f.domain == "" || f.kind == "" || f.name == "") {
		err = fmt.Errorf("the parameters domain, kind and name are required")
	}
	if err != nil {
		text(w, http.StatusBadRequest, err.Error()+"\n")
		return
	}
	domains := slices.DeleteFunc(h.Domains(), func(s engine.Scope) bool { return !f.accepts(s) })
	switch len(domains) {
	case 0:
		text(w, http.StatusNotFound, fmt.Sprintf("there is no domain %q\n", f.domain))
		return
	case 1:
	default:
		text(w, http.StatusBadRequest, fmt.Sprintf("%d domains are named %q: give account and region, too\n", len(domains), f.domain))
		return
	}
	s := domains[0]
	for _, l := range h.Figures().TaskLists {
		if l.Scope == s && l.Kind.String() == f.kind && l.Name == f.name {
			writeJSON(w, taskListOf(l))
			return
		}
	}
	writeJSON(w, taskList{Account: s.Account, Region: s.Region, Domain: s.Domain, Kind: f.kind, TaskList: f.name})
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	// A client that does not read its reply is its own concern.
	_ = json.NewEncoder(w).Encode(v)
}
