package sim

import (
	"time"

	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/swf"
)

var (
	order = swf.WorkflowType{Name: "order", Version: "1"}
	work  = swf.ActivityType{Name: "work", Version: "1"}
)

// register registers the domain and its types. Nothing goes wrong meanwhile.
func (w *World) register() {
	ask(w, (*engine.Calls).RegisterDomain, swf.NewRegisterDomainInput(domain, w.plan.retention))
	orders := swf.NewRegisterWorkflowTypeInput(domain, order.Name, order.Version)
	orders.DefaultTaskList = &swf.TaskList{Name: "deciders"}
	orders.DefaultTaskStartToCloseTimeout = new("100")
	orders.DefaultChildPolicy = swf.ChildPolicyTerminate
	ask(w, (*engine.Calls).RegisterWorkflowType, orders)
	works := swf.NewRegisterActivityTypeInput(domain, work.Name, work.Version)
	works.DefaultTaskList = &swf.TaskList{Name: "workers"}
	works.DefaultTaskScheduleToStartTimeout, works.DefaultTaskScheduleToCloseTimeout = new("NONE"), new("NONE")
	works.DefaultTaskStartToCloseTimeout, works.DefaultTaskHeartbeatTimeout = new("NONE"), new("NONE")
	ask(w, (*engine.Calls).RegisterActivityType, works)
}

// kept is how long closed runs are kept.
func (p *plan) kept() time.Duration {
	return time.Duration(p.retention[0]-'0') * 24 * time.Hour
}
