// Package storetest is the suite that every store passes: what store.Store promises, as tests.
//
// [Run] takes a place where a store can be kept, and opens and closes it there as it needs. A place whose power can fail, a
// [Crasher], is also made to fail, with everything, half or nothing left of what was not synced: what was acknowledged must
// be there, batches must be there whole or not at all, and none without those that were committed before it.
package storetest
