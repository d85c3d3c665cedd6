// Package storecheck tells whether what a store holds is whole and agrees with itself. It looks at every row once and changes
// nothing:
//
//   - every row can be read, is of a kind that this version knows, and lies in the shard where it belongs;
//   - every history is without gaps and lawful (package historycheck);
//   - every run's record says of its start and its close what its history says;
//   - every closed run stands in the lists that it belongs into, and nothing else does;
//   - the rows of every open run are what follows from its history, plus what no history tells: the numbers that bind task
//     tokens, and heartbeats;
//   - no row belongs to nothing, and at most one run of a workflowId is open;
//   - every answer that is remembered lies where its time says;
//   - what a run waits for from another run is on its way: nothing between executions is lost.
//
// All of this holds after every commit, so also in what a crash leaves behind. A breach is a defect of swfd, of the disk, or of
// somebody's hand; [Violation] names the rows.
//
// What can only be seen by reading two histories side by side is not looked at here: the memory that this takes has no bound.
package storecheck
