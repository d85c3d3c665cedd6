// Package restore makes a store of a backup.
//
// A backup is a store as it was at some moment, and its files could be served as they are, but for the tokens that have been sealed since:
// runs that go on from the backup write events under numbers that were given before, and a worker that still holds a token from then would
// answer for a task it never got. So a restored store seals with a key that no other has, and opens nothing older.
package restore
