package metrics

import (
	"cmp"
	"slices"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/internal/store/pebblestore"
	"github.com/swfd/swfd/internal/token"
)

// MaxNamed is how many task lists, and how many domains, have series of their own. The others are added up.
const MaxNamed = 200

// other stands for what is added up, in place of a name. Such a series has no account, so no user's name can be mistaken for it.
const other = "other"

// Watch shows the figures of an engine and a store, asked for anew each time that somebody looks.
func (m *Metrics) Watch(e func() engine.Figures, s func() pebblestore.Figures) {
	m.registry.MustRegister(&figures{engine: e, store: s})
}

// figures is the collector of what is there at a moment.
type figures struct {
	engine func() engine.Figures
	store  func() pebblestore.Figures
}

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(name, help, labels, nil)
}

var (
	listLabels = []string{"account", "region", "domain", "kind", "task_list"}
	backlog    = describe("swfd_task_list_backlog", "Tasks that wait in a task list.", listLabels...)
	oldestAge  = describe("swfd_task_list_backlog_age_seconds", "How long the oldest task of a task list has waited.", listLabels...)
	pollers    = describe("swfd_task_list_pollers", "Polls that wait on a task list.", listLabels...)
	inProgress = describe("swfd_task_list_in_progress", "Tasks of a task list that were started and have not ended.", listLabels...)
	lists      = describe("swfd_task_lists", "Task lists in use.", "kind")
	openRuns   = describe("swfd_open_executions", "Open runs.", "account", "region", "domain")
	messages   = describe("swfd_outbox_messages", "Messages between executions that wait for delivery.")

	lambdaWaiting = describe("swfd_lambda_tasks_waiting", "Lambda tasks that wait for a worker of the server.")
	lambdaAge     = describe("swfd_lambda_tasks_waiting_age_seconds", "How long the oldest waiting Lambda task has waited.")
	lambdaCalls   = describe("swfd_lambda_calls", "Workers that are calling a Lambda function.")
	lambdaWorkers = describe("swfd_lambda_workers", "Workers that there are; 0 without a Lambda endpoint.")

	storeState = describe("swfd_store_state", "1 for the state that the store is in, 0 for the others.", "state")
	freeBytes  = describe("swfd_store_free_bytes", "Free bytes on the store's file system.")
	minFree    = describe("swfd_store_min_free_bytes", "Free bytes under which writes are refused.")
	storeSize  = describe("swfd_store_size_bytes", "What the store takes on the disk.")
	debt       = describe("swfd_store_compaction_debt_bytes", "Estimate of the bytes that have still to be rewritten in the background.")
	readPlaces = describe("swfd_store_read_amplification", "In how many places a read may have to look.")
)

// Describe names the series.
func (f *figures) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		backlog, oldestAge, pollers, inProgress, lists, openRuns, messages,
		lambdaWaiting, lambdaAge, lambdaCalls, lambdaWorkers, storeState, freeBytes, minFree, storeSize, debt, readPlaces,
	} {
		ch <- d
	}
}

// Collect asks for the figures.
func (f *figures) Collect(ch chan<- prometheus.Metric) {
	e, s := f.engine(), f.store()
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		send(ch, d, prometheus.GaugeValue, value, labels...)
	}
	inUse := map[token.Kind]int{token.Activity: 0, token.Decision: 0}
	for _, l := range e.TaskLists {
		inUse[l.Kind]++
	}
	for kind, n := range inUse {
		gauge(lists, float64(n), kind.String())
	}
	for _, l := range foldLists(e.TaskLists, MaxNamed) {
		labels := []string{l.Account, l.Region, l.Domain, l.Kind.String(), l.Name}
		gauge(backlog, float64(l.Backlog), labels...)
		gauge(oldestAge, l.OldestAge.Seconds(), labels...)
		gauge(pollers, float64(l.Pollers), labels...)
		gauge(inProgress, float64(l.InProgress), labels...)
	}
	for _, d := range foldOpen(e.Open, MaxNamed) {
		gauge(openRuns, float64(d.Runs), d.Account, d.Region, d.Domain)
	}
	gauge(messages, float64(e.Messages))
	gauge(lambdaWaiting, float64(e.Lambda.Waiting))
	gauge(lambdaAge, e.Lambda.OldestAge.Seconds())
	gauge(lambdaCalls, float64(e.Lambda.Running))
	gauge(lambdaWorkers, float64(e.Lambda.Workers))
	for _, state := range []pebblestore.State{pebblestore.Serving, pebblestore.Refusing, pebblestore.Failed} {
		is := 0.
		if s.State == state {
			is = 1
		}
		gauge(storeState, is, string(state))
	}
	if s.MinFree > 0 {
		gauge(freeBytes, float64(s.Free))
		gauge(minFree, float64(s.MinFree))
	}
	gauge(storeSize, float64(s.Size))
	gauge(debt, float64(s.CompactionDebt))
	gauge(readPlaces, float64(s.ReadAmplification))
}

// send shows a value.
func send(ch chan<- prometheus.Metric, d *prometheus.Desc, kind prometheus.ValueType, value float64, labels ...string) {
	m, err := prometheus.NewConstMetric(d, kind, value, labels...)
	if err != nil {
		m = prometheus.NewInvalidMetric(d, err)
	}
	ch <- m
}

// foldLists keeps the lists in which most is going on, and adds up the others of each kind.
func foldLists(all []engine.TaskListFigures, keep int) []engine.TaskListFigures {
	engine.RankTaskLists(all)
	if len(all) <= keep {
		return all
	}
	rest := map[token.Kind]*engine.TaskListFigures{}
	for _, l := range all[keep:] {
		sum := rest[l.Kind]
		if sum == nil {
			sum = &engine.TaskListFigures{Scope: engine.Scope{Domain: other}, Kind: l.Kind, Name: other}
			rest[l.Kind] = sum
		}
		sum.Backlog += l.Backlog
		sum.OldestAge = max(sum.OldestAge, l.OldestAge)
		sum.Pollers += l.Pollers
		sum.InProgress += l.InProgress
	}
	folded := slices.Clone(all[:keep])
	for _, sum := range rest {
		folded = append(folded, *sum)
	}
	return folded
}

// foldOpen keeps the domains with the most open runs, and adds up the others.
func foldOpen(all []engine.OpenFigures, keep int) []engine.OpenFigures {
	slices.SortFunc(all, func(a, b engine.OpenFigures) int {
		return cmp.Or(cmp.Compare(b.Runs, a.Runs), a.Scope.Compare(b.Scope))
	})
	if len(all) <= keep {
		return all
	}
	sum := engine.OpenFigures{Scope: engine.Scope{Domain: other}}
	for _, d := range all[keep:] {
		sum.Runs += d.Runs
	}
	return append(slices.Clone(all[:keep]), sum)
}
