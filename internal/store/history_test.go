package store_test

import (
	"bytes"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"
	"pgregory.net/rapid"

	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/store/pebblestore"
)

// oneRow is a store that can only be scanned, and has one row whatever the bounds.
type oneRow struct{ row store.Row }

func (s oneRow) Scan(store.Family, uint16, []byte, []byte, bool) iter.Seq2[store.Row, error] {
	return func(yield func(store.Row, error) bool) { yield(s.row, nil) }
}

// counting counts the rows that are read.
type counting struct {
	store.Store
	rows int
}

func (c *counting) Scan(f store.Family, shard uint16, from, to []byte, reverse bool) iter.Seq2[store.Row, error] {
	return func(yield func(store.Row, error) bool) {
		for row, err := range c.Store.Scan(f, shard, from, to, reverse) {
			c.rows++
			if !yield(row, err) {
				return
			}
		}
	}
}

func openMemory(t testing.TB) store.Store {
	t.Helper()
	s, err := pebblestore.Open(pebblestore.Options{Dir: "store", FS: vfs.NewMem(), Fatal: func(err error) { t.Error(err) }})
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

// event is the JSON that stands for an event of some length.
func event(id int64, length int) []byte {
	return fmt.Appendf(nil, `{"eventId":%d,"x":"%s"}`, id, strings.Repeat("x", length))
}

func events(first, last int64, length int) [][]byte {
	var lines [][]byte
	for id := first; id <= last; id++ {
		lines = append(lines, event(id, length))
	}
	return lines
}

func addHistory(t testing.TB, s store.Store, runID string, firstID int64, lines [][]byte) {
	t.Helper()
	var b store.Batch
	store.AppendHistory(&b, 5, runID, firstID, lines)
	if err := s.Commit(&b); err != nil {
		t.Fatal(err)
	}
}

func TestHistoryRowsHoldWholeEventsOfAbout64KiB(t *testing.T) {
	for _, test := range []struct {
		name    string
		lengths []int
		rows    string
	}{
		{"no event", nil, ""},
		{"one event", []int{10}, "1:1"},
		{"small events", slices.Repeat([]int{1000}, 100), "1:65 66:35"},
		{"exactly full", []int{32767, 32768, 1}, "1:2 3:1"},
		{"one byte too many", []int{32768, 32768, 1}, "1:1 2:2"},
		{"an event larger than a row", []int{5, 200_000, 5, 5}, "1:1 2:1 3:2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var lines [][]byte
			for _, n := range test.lengths {
				lines = append(lines, bytes.Repeat([]byte("x"), n))
			}
			var b store.Batch
			store.AppendHistory(&b, 5, "r", 1, lines)
			var rows []string
			var all [][]byte
			for _, op := range b.Ops {
				in := bytes.Split(op.Value[1:], []byte("\n"))
				if want := store.HistoryKey(5, "r", int64(len(all)+1)); compareKeys(op.Key, want) != 0 || op.Value[0] != 1 {
					t.Fatalf("the row is %v, want %v", op.Key, want)
				}
				rows = append(rows, fmt.Sprintf("%d:%d", len(all)+1, len(in)))
				all = append(all, in...)
			}
			if got := strings.Join(rows, " "); got != test.rows {
				t.Errorf("the rows are %q, want %q", got, test.rows)
			}
			if !slices.EqualFunc(all, lines, bytes.Equal) {
				t.Error("the rows hold other events")
			}
		})
	}
}

// readAll reads a run's history page by page, as a client does.
func readAll(t *rapid.T, s store.Store, p store.HistoryPage) []string {
	var all []string
	for p.First <= p.Last {
		page, n, err := store.ReadHistory([]byte("["), s, p)
		if err != nil {
			t.Fatal(err)
		}
		objects := strings.Split(strings.TrimSuffix(strings.TrimPrefix(string(page), "[{"), "}"), "},{")
		if n == 0 || n != len(objects) || n > p.MaxEvents {
			t.Fatalf("%d events, and %d objects in %s", n, len(objects), page)
		}
		if n > 1 && len(page)-1 > p.MaxBytes {
			t.Fatalf("%d events have %d bytes", n, len(page)-1)
		}
		all = append(all, objects...)
		if p.Reverse {
			p.Last -= int64(n)
		} else {
			p.First += int64(n)
		}
	}
	return all
}

func TestHistoryIsReadInPagesOfAnySize(t *testing.T) {
	s := openMemory(t)
	run := 0
	rapid.Check(t, func(t *rapid.T) {
		run++
		runID := fmt.Sprint("run", run)
		next := int64(1)
		var want []string
		for _, n := range rapid.SliceOfN(rapid.IntRange(1, 20), 1, 6).Draw(t, "commits") {
			var lines [][]byte
			for range n {
				length := rapid.SampledFrom([]int{0, 10, 300, 30_000, 70_000}).Draw(t, "length")
				lines = append(lines, event(next+int64(len(lines)), length))
				want = append(want, string(lines[len(lines)-1][1:len(lines[len(lines)-1])-1]))
			}
			var b store.Batch
			store.AppendHistory(&b, 5, runID, next, lines)
			if err := s.Commit(&b); err != nil {
				t.Fatal(err)
			}
			next += int64(n)
		}
		first := rapid.Int64Range(1, next-1).Draw(t, "first")
		last := rapid.Int64Range(first, next-1).Draw(t, "last")
		want = want[first-1 : last]
		reverse := rapid.Bool().Draw(t, "reverse")
		if reverse {
			want = slices.Clone(want)
			slices.Reverse(want)
		}
		got := readAll(t, s, store.HistoryPage{
			Shard: 5, RunID: runID, First: first, Last: last, Reverse: reverse,
			MaxEvents: rapid.SampledFrom([]int{1, 2, 7, 1000}).Draw(t, "events"),
			MaxBytes:  rapid.SampledFrom([]int{1, 100, 1000, 1 << 20}).Draw(t, "bytes"),
		})
		if !slices.Equal(got, want) {
			t.Fatalf("got  %.300q\nwant %.300q", got, want)
		}
	})
}

func TestAPageHasAtLeastOneEventAndAtMostItsBytes(t *testing.T) {
	s := openMemory(t)
	lines := events(1, 4, 0)
	addHistory(t, s, "r", 1, lines)
	size := len(lines[0])
	for _, test := range []struct{ maxEvents, maxBytes, want int }{
		{10, 0, 1},
		{10, size, 1},
		{10, 2 * size, 1},
		{10, 2*size + 1, 2},
		{10, 1000, 4},
		{3, 1000, 3},
		{0, 1000, 1},
	} {
		for _, reverse := range []bool{false, true} {
			_, n, err := store.ReadHistory(nil, s, store.HistoryPage{
				Shard: 5, RunID: "r", First: 1, Last: 4, Reverse: reverse, MaxEvents: test.maxEvents, MaxBytes: test.maxBytes,
			})
			if err != nil || n != test.want {
				t.Errorf("at most %d events and %d bytes: %d events, want %d; %v", test.maxEvents, test.maxBytes, n, test.want, err)
			}
		}
	}
}

func TestAnEmptyRangeOfHistoryIsAnEmptyPage(t *testing.T) {
	page, n, err := store.ReadHistory([]byte("x"), openMemory(t), store.HistoryPage{RunID: "r", First: 1, Last: 0})
	if string(page) != "x" || n != 0 || err != nil {
		t.Errorf("got %q, %d, %v", page, n, err)
	}
}

func TestAMissingEventIsAnError(t *testing.T) {
	s := openMemory(t)
	addHistory(t, s, "r", 1, events(1, 3, 0))
	addHistory(t, s, "r", 6, events(6, 8, 0))
	addHistory(t, s, "late", 3, events(3, 5, 0))
	for _, test := range []struct {
		runID       string
		first, last int64
		missing     string
	}{
		{"r", 1, 9, "4 5 9"}, {"r", 2, 4, "4"}, {"r", 4, 7, "4 5"}, {"r", 5, 6, "5"}, {"r", 8, 9, "9"}, {"r", 9, 10, "9 10"},
		{"late", 1, 5, "1 2"}, {"none", 1, 1, "1"}, {"r", 1, 3, ""}, {"r", 6, 8, ""},
	} {
		for _, reverse := range []bool{false, true} {
			_, _, err := store.ReadHistory(nil, s, store.HistoryPage{
				Shard: 5, RunID: test.runID, First: test.first, Last: test.last, Reverse: reverse, MaxEvents: 100, MaxBytes: 1 << 20,
			})
			missing := strings.Fields(test.missing)
			if (err != nil) != (len(missing) > 0) {
				t.Errorf("events %d to %d of %s: %v", test.first, test.last, test.runID, err)
				continue
			}
			says := func(id string) bool { return strings.HasSuffix(err.Error(), "event "+id+" is not in the store") }
			if err != nil && !slices.ContainsFunc(missing, says) {
				t.Errorf("events %d to %d of %s: %v, missing are %s", test.first, test.last, test.runID, err, missing)
			}
		}
	}
}

func TestAnUnknownHistoryFormatIsAnError(t *testing.T) {
	s := openMemory(t)
	for runID, value := range map[string]string{"empty": "", "no event": "\x01", "newer": "\x02{}"} {
		var b store.Batch
		b.Put(store.HistoryKey(5, runID, 1), []byte(value))
		if err := s.Commit(&b); err != nil {
			t.Fatal(err)
		}
		for _, reverse := range []bool{false, true} {
			_, _, err := store.ReadHistory(nil, s, store.HistoryPage{Shard: 5, RunID: runID, First: 1, Last: 1, Reverse: reverse, MaxEvents: 1})
			if err == nil || !strings.Contains(err.Error(), runID) {
				t.Errorf("%s gives %v", runID, err)
			}
		}
	}
}

// A page of a long history costs the rows it is made of and one more, wherever it begins.
func TestAPageReadsNoMoreRowsThanItNeeds(t *testing.T) {
	s := openMemory(t)
	var b store.Batch
	for first := int64(1); first < 25_000; first += 5 {
		store.AppendHistory(&b, 5, "r", first, events(first, first+4, 0))
	}
	if err := s.Commit(&b); err != nil {
		t.Fatal(err)
	}
	for _, first := range []int64{1, 3, 12_345, 24_901} {
		for _, reverse := range []bool{false, true} {
			c := &counting{Store: s}
			p := store.HistoryPage{Shard: 5, RunID: "r", First: first, Last: 25_000, MaxEvents: 100, MaxBytes: 1 << 20}
			if reverse {
				p.First, p.Last, p.Reverse = 1, first+99, true
			}
			if _, n, err := store.ReadHistory(nil, c, p); err != nil || n != 100 {
				t.Fatalf("%d events, %v", n, err)
			}
			if c.rows > 100/5+2 {
				t.Errorf("a page from event %d, reverse %t, reads %d rows", first, reverse, c.rows)
			}
		}
	}
}
