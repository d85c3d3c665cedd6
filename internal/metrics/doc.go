// Package metrics counts and measures what a server does, and shows it in the formats of Prometheus.
//
// What happens is told by those who do it: the wire door tells of each call (package httpapi), the engine of what has become durable
// (engine.Observer). Neither knows who listens. What is there at a moment (backlogs, polls, open runs, the store) is asked for when
// somebody looks, and costs nothing between.
//
// Every label has a bounded set of values. Those that users choose, the names of domains and task lists, are kept for a bounded
// number of lists, and the rest is added up as "other". No identifier of a run and nothing of its contents is ever in a label.
package metrics
