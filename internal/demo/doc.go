// Package demo runs an order workflow against any SWF service: the main things that SWF does, seen once from start to end in a few
// seconds. A card is charged by an activity that completes; the packing beats with progress until it is asked to cancel, because the
// customer's signal says that the address has changed; the courier's tracking stops beating and times out with its last words; a timer
// and a child execution come to their ends; then the order completes.
//
// It is written against swf.Service as an application would be: a decider that looks at the whole history and says what is next, and
// workers that poll, beat and answer.
package demo
