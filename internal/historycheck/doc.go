// Package historycheck tells whether a history is lawful: whether Amazon SWF could have written it. It is one checker
// for everything that has histories to judge: tests of the core, the simulation, clients of a server that is being
// killed, and an operator who distrusts a store. It shares no code with the core it judges.
//
// [Check] judges one history by itself, event by event, with a state machine of its own. [Fold] returns what that
// machine knows at the end: what is open, and the counts that DescribeWorkflowExecution should show.
//
// [CheckSet] judges a set of histories against each other and against what clients were told. A system that keeps
// its word gives:
//
//   - histories that are lawful one by one; in particular, no two decision tasks of a run are worked on at a time,
//     every task is started once and ends once, and no timer or time-out comes before it is due;
//   - the text of every acknowledged call in exactly one event of exactly one run, that of a refused call nowhere,
//     and that of a call without an answer at most once: nothing lost, nothing doubled;
//   - at most one accepted answer to each task, and each task handed to one worker only;
//   - runs of one workflowId that do not overlap, with continue-as-new links unbroken;
//   - one effect for each child start, external signal and external cancel request, and answers that tell the truth;
//   - reads that are beginnings of the final history.
//
// The package is pure: events and logs go in, a list of violations comes out. Every rule has planted breaches in
// testdata that it must flag.
package historycheck
