package engine

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/swf"
)

// Quota tells how much of a limit is used.
type Quota struct {
	// Limit is its name: that of the setting without its first word (open-executions), or that of a rate (StartWorkflowExecution).
	Limit string `json:"limit"`
	// Account, Region and Domain say whose it is; Domain is empty if it is an account's.
	Account string `json:"account"`
	Region  string `json:"region"`
	Domain  string `json:"domain,omitempty"`
	// Used is how much of Max is used. Of a limit that each task list or execution of the domain has for itself, it is what the one uses that
	// uses most. Of a rate it is how many of the burst's tokens are missing.
	Used int64 `json:"used"`
	Max  int64 `json:"max"`
}

// Compare orders quotas by how near they are to their limits, the nearest first; equal ones by name.
func (q Quota) Compare(o Quota) int {
	return cmp.Or(
		cmp.Compare(float64(o.Used)/float64(o.Max), float64(q.Used)/float64(q.Max)), strings.Compare(q.Limit, o.Limit),
		Scope{q.Account, q.Region, q.Domain}.Compare(Scope{o.Account, o.Region, o.Domain}))
}

// Quotas tells of every limit of which something is used, the nearest first. What runs use for themselves is known of those that went on
// within the last ten minutes or a little more.
func (e *Engine) Quotas() []Quota {
	g := quotas{}
	e.addRegistered(&g)
	for number, runs := range e.open.counts() {
		g.add("open-executions", e.scopeOf(number), int64(runs), int64(e.limits.Execution.OpenWorkflows))
	}
	e.addPollers(&g)
	e.addFullest(&g)
	for _, l := range e.throttle.Levels() {
		g.add(l.Rate, Scope{l.Account, l.Region, l.Domain}, l.Burst-l.Left, l.Burst)
	}
	slices.SortFunc(g.all, Quota.Compare)
	return g.all
}

type quotas struct{ all []Quota }

func (g *quotas) add(limit string, s Scope, used, most int64) {
	if used > 0 {
		g.all = append(g.all, Quota{limit, s.Account, s.Region, s.Domain, used, max(most, 1)})
	}
}

// addRegistered adds what stands in the registry.
func (e *Engine) addRegistered(g *quotas) {
	domains := map[Scope]int64{}
	for _, d := range e.registry.all() {
		s := Scope{d.account, d.region, d.name}
		domains[Scope{Account: d.account, Region: d.region}]++
		activities, workflows, tags := d.sizes()
		g.add("activity-types", s, activities, int64(e.limits.Types))
		g.add("workflow-types", s, workflows, int64(e.limits.Types))
		g.add("tags", s, tags, int64(e.limits.Tags))
	}
	for account, n := range domains {
		g.add("domains", account, n, int64(e.limits.Domains))
	}
}

// sizes counts the types and tags of a domain.
func (d *domain) sizes() (activityTypes, workflowTypes, tags int64) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return int64(len(d.activityTypes)), int64(len(d.workflowTypes)), int64(len(d.record.Tags))
}

// addPollers adds the polls on the list of each domain that has most.
func (e *Engine) addPollers(g *quotas) {
	most := map[uint32]int{}
	for _, l := range e.lists.Figures() {
		most[l.Key.Domain] = max(most[l.Key.Domain], l.Pollers)
	}
	for number, n := range most {
		g.add("pollers", e.scopeOf(number), int64(n), int64(e.limits.Pollers))
	}
}

func (e *Engine) addFullest(g *quotas) {
	limits := e.limits.Execution
	for number, s := range e.fullest.sizes(e.clock.Now()) {
		scope := e.scopeOf(number)
		g.add("history-events", scope, s.events, limits.HistoryEvents)
		g.add("open-activities", scope, s.activities, int64(limits.OpenActivities))
		g.add("open-timers", scope, s.timers, int64(limits.OpenTimers))
		g.add("open-children", scope, s.children, int64(limits.OpenChildren))
		g.add("open-lambdas", scope, s.lambdas, int64(limits.OpenLambdas))
	}
}

// size is what a run uses of the limits that it has for itself.
type size struct{ events, activities, timers, children, lambdas int64 }

func sizeOf(s *execution.State) size {
	open, header := s.OpenCounts(), s.Header()
	return size{
		events: header.LastEventID, activities: int64(open.OpenActivityTasks), timers: int64(open.OpenTimers),
		children: int64(open.OpenChildWorkflowExecutions), lambdas: int64(open.OpenLambdaFunctions),
	}
}

// or is the greater of each.
func (s size) or(o size) size {
	return size{
		max(s.events, o.events), max(s.activities, o.activities), max(s.timers, o.timers), max(s.children, o.children), max(s.lambdas, o.lambdas),
	}
}

// fullestWindow is how long the greatest sizes are remembered, and at most twice as long.
const fullestWindow = 10 * time.Minute

// fullest remembers, for each domain, the greatest sizes of its runs in this window of time and in the one before. It is a passive
// structure.
type fullest struct {
	mu      sync.Mutex
	domains map[uint32]*windows
}

type windows struct {
	began         swf.Timestamp
	now, previous size
}

func newFullest() *fullest { return &fullest{domains: map[uint32]*windows{}} }

// note takes in the size of a run.
func (f *fullest) note(domain uint32, s size, now swf.Timestamp) {
	f.mu.Lock()
	defer f.mu.Unlock()
	w := f.domains[domain]
	if w == nil {
		w = &windows{began: now}
		f.domains[domain] = w
	}
	w.turn(now)
	w.now = w.now.or(s)
}

// sizes are the greatest lately.
func (f *fullest) sizes(now swf.Timestamp) map[uint32]size {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := make(map[uint32]size, len(f.domains))
	for domain, w := range f.domains {
		w.turn(now)
		all[domain] = w.now.or(w.previous)
	}
	return all
}

// turn begins a new window when this one is over.
func (w *windows) turn(now swf.Timestamp) {
	switch passed := now.Sub(w.began); {
	case passed < fullestWindow:
		return
	case passed < 2*fullestWindow:
		w.previous = w.now
	default:
		w.previous = size{}
	}
	w.now, w.began = size{}, now
}
