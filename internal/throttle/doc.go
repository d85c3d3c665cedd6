// Package throttle keeps the rates at which calls may be made and decisions taken: Amazon SWF's own, or others.
//
// A rate has a name. That of an operation or a decision is SWF's (StartWorkflowExecution, StartTimer), and each account and Region has
// a bucket of its own for it. What SWF also limits for each execution or each task list has the name of that before it
// (execution.SignalWorkflowExecution, task-list.ScheduleActivityTask). A call that two rates concern takes a token from both, or from
// neither.
//
// A bucket that is full again is forgotten, for it is as good as a new one: memory holds only those that were lately used.
//
// Throttles protect the machine and whoever pays for it, so they run by the wall time, by the machine's steady clock: a test that lets a year of
// service time pass in a second has not been idle for a year.
package throttle
