// Package blackbox tests the swfd binary from outside, as its users meet it: the real program on a real disk, called by the SWF client
// of the AWS SDK over HTTP. It holds tests only.
//
// Every test has an AWS account and a domain of its own, so that all of them can share one server and run at once: they wait much more
// than they compute. The shared server identifies who calls, by an access file in which every account has a user (with -open it does not). At the end of each test the history of every run it started is read and must be lawful (see historycheck). At the
// end of all tests the server must have ended well, and its log must hold no error, no panic, no data race, and nothing that a user sent.
//
// The kill test ends the server with SIGKILL again and again while applications work on it, and then compares what was acknowledged with
// what the histories say. Its size is set by flags: go test ./internal/blackbox -run Kill -kills 20.
package blackbox
