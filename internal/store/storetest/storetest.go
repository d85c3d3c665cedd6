package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/store"
)

// Opener is a place where a store is kept. It begins empty.
type Opener interface {
	// Open opens the store with all that it holds.
	Open() (store.Store, error)
}

// Crasher is an Opener whose power can fail.
type Crasher interface {
	Opener
	// Crash returns the place as it would be found if the power had failed now, with about so many percent of what was
	// not synced still there; seed chooses which. This place and the stores open in it stay as they are.
	Crash(unsyncedPercent int, seed uint64) Crasher
}

// Run runs the suite. It calls newPlace for each test; the tests of crashes need a Crasher, and are skipped for another
// Opener.
func Run(t *testing.T, newPlace func(t *testing.T) Opener) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, Opener)
	}{
		{"a row that was not put is not found", testNotFound},
		{"a committed row is read back", testReadBack},
		{"an empty value is a row", testEmptyValue},
		{"the value that Get returns is the caller's", testGetCopies},
		{"families, shards and keys are apart", testKeysApart},
		{"an overwritten row has the later value", testOverwrite},
		{"a deletion needs no row", testDeleteNothing},
		{"later operations of a batch win", testOrderInBatch},
		{"a range deletion has bounds", testDeleteRange},
		{"a batch of nothing is committed", testEmptyBatch},
		{"a batch of eight megabytes is committed whole", testLargeBatch},
		{"a scan is in order and within its bounds", testScanBounds},
		{"a scan can be left early", testScanLeft},
		{"a scan of a family goes through all shards", testScanFamily},
		{"a scan sees one moment", testScanMoment},
		{"a scan may write what it has read", testWriteInScan},
		{"lazy commits are seen at once", testLazySeen},
		{"rows outlast a close", testReopen},
		{"each opening has a larger epoch", testEpoch},
		{"there is one writer", testOneWriter},
		{"readers see batches whole", testWholeBatches},
		{"concurrent commits are all kept", testConcurrentCommits},
		{"a store behaves like a sorted map", testModel},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, newPlace(t)) })
	}
	for _, test := range []struct {
		name string
		run  func(*testing.T, Crasher)
	}{
		{"a crash keeps what a barrier has covered", testCrashAfterBarrier},
		{"a crash keeps what an empty commit has covered", testCrashAfterEmptyCommit},
		{"a crash keeps what was acknowledged, in whole batches", testCrashUnderLoad},
		{"a crashed store behaves like a sorted map", testCrashModel},
	} {
		t.Run(test.name, func(t *testing.T) {
			place, ok := newPlace(t).(Crasher)
			if !ok {
				t.Skip("the power of this place cannot fail")
			}
			test.run(t, place)
		})
	}
}

// open opens a store that the end of the test closes.
func open(t *testing.T, o Opener) store.Store {
	t.Helper()
	s, err := o.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// key is a row's place in the open family, of shard 7, where nothing is said about the place.
func key(rest string) store.Key {
	return store.Key{Family: store.FamilyOpen, Shard: 7, Rest: []byte(rest)}
}

func batch(ops ...func(*store.Batch)) *store.Batch {
	b := &store.Batch{}
	for _, op := range ops {
		op(b)
	}
	return b
}

func put(rest, value string) func(*store.Batch) {
	return func(b *store.Batch) { b.Put(key(rest), []byte(value)) }
}

func del(rest string) func(*store.Batch) {
	return func(b *store.Batch) { b.Delete(key(rest)) }
}

func delRange(from, to string) func(*store.Batch) {
	return func(b *store.Batch) { b.DeleteRange(key(from), []byte(to)) }
}

func commit(t *testing.T, s store.Store, ops ...func(*store.Batch)) {
	t.Helper()
	if err := s.Commit(batch(ops...)); err != nil {
		t.Fatal(err)
	}
}

// get returns a row's value, or "-" if there is none.
func get(t *testing.T, s store.Store, k store.Key) string {
	t.Helper()
	value, err := s.Get(k)
	if errors.Is(err, store.ErrNotFound) {
		return "-"
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(value)
}

// scan returns the rows of a scan of shard 7 of the open family, as "a=1 b=2".
func scan(t *testing.T, s store.Store, from, to []byte, reverse bool) string {
	t.Helper()
	var rows []string
	for row, err := range s.Scan(store.FamilyOpen, 7, from, to, reverse) {
		if err != nil {
			t.Fatal(err)
		}
		if row.Key.Family != store.FamilyOpen || row.Key.Shard != 7 {
			t.Fatalf("the scan yields a row of family %c and shard %d", row.Key.Family, row.Key.Shard)
		}
		rows = append(rows, fmt.Sprintf("%s=%s", row.Key.Rest, row.Value))
	}
	return strings.Join(rows, " ")
}

func all(t *testing.T, s store.Store) string {
	t.Helper()
	rows := scan(t, s, nil, nil, false)
	back := strings.Fields(scan(t, s, nil, nil, true))
	slices.Reverse(back)
	if strings.Join(back, " ") != rows {
		t.Fatalf("the scan yields %q, and in reverse %q", rows, back)
	}
	return rows
}

func want(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Fatalf("got  %s\nwant %s", got, want)
	}
}
