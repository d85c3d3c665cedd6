// Package faults lets what surrounds a server misbehave on command, so that tests see what the real program makes of it: its disk fails, is
// slow or is full; the machine's clock is stepped.
//
// In a program that is built as usual there is nothing of it: Disk and Now give back what they are given. Only the build tag faults brings
// in the rest, and even then nothing is wrong until somebody says so over the socket that [SocketVariable] names. The tests of
// internal/blackbox build such a program beside the usual one.
package faults
