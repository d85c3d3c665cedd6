// Package diagnosis answers what an operator asks of a run: what is open in it, which time-outs run, and why nothing happens. It is
// made of what DescribeWorkflowExecution says and of the history, so it can be asked of any service that speaks SWF.
//
// The package is pure: a description, events and a time go in, plain values and sentences come out.
package diagnosis
