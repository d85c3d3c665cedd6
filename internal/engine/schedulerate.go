package engine

import (
	"sync"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/tasklist"
	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// scheduleRate counts the activity tasks that are scheduled on each task list within a second of the service time. It is a passive
// structure, and forgets at each new second what was before: it holds no more lists than tasks are scheduled in one.
type scheduleRate struct {
	mu     sync.Mutex
	second int64
	counts map[tasklist.Key]int
}

func newScheduleRate() *scheduleRate { return &scheduleRate{counts: map[tasklist.Key]int{}} }

// take counts a task, unless its list has had as many in this second as the limit allows.
func (r *scheduleRate) take(list tasklist.Key, now swf.Timestamp, limit int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if second := now.Time().Unix(); second != r.second {
		r.second = second
		clear(r.counts)
	}
	if r.counts[list] >= limit {
		return false
	}
	r.counts[list]++
	return true
}

// scheduledTooFast reports whether a task list has had as many new activity tasks in this second as it may have. A decision that
// is refused for another reason counts, too.
func (e *Engine) scheduledTooFast(domain uint32, a *swf.ScheduleActivityTaskDecisionAttributes, t *execution.ActivityTypeFacts) bool {
	list := a.TaskList
	if list == nil && t != nil {
		list = t.Defaults.DefaultTaskList
	}
	if e.limits.ScheduledTasks == 0 || list == nil {
		return false
	}
	key := tasklist.Key{Domain: domain, Kind: token.Activity, Name: list.Name}
	return !e.scheduled.take(key, e.clock.Now(), e.limits.ScheduledTasks)
}
