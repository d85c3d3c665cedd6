// Package bench measures what an SWF endpoint can do, over its API and nothing else: how many workflows, heartbeats or signals a second, and
// how long each takes. It works on swfd and on whatever else speaks the protocol.
//
// A figure alone says little, for machines and disks differ more than programs. So there is a yardstick, measured by the same load in the same run:
// a server that does nothing but decode a request, commit one small row to the same kind of store, and encode the answer. What swfd reaches of it
// is a ratio that can be compared.
//
// A scenario brings up what it needs in a domain of its own, warms up, and measures for a while. A call that fails ends it, without a
// figure: what a server does that refuses is no measure of what it can do.
package bench
