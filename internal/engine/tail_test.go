package engine

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Whatever comes, a tail gives the events that came or nothing; and it has the newest, as far as its size allows.
func TestTailProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all [][]byte
		var tail tail
		run, since := 0, 1
		for range rapid.IntRange(1, 30).Draw(t, "batches") {
			if rapid.IntRange(0, 9).Draw(t, "other run") == 0 {
				run, all, since = run+1, nil, 1
			}
			if rapid.IntRange(0, 9).Draw(t, "forget") == 0 {
				tail.lines, tail.runID, since = nil, "", len(all)+1
			}
			batch := eventLines{runID: fmt.Sprint(run), firstID: int64(len(all)) + 1}
			for range rapid.IntRange(1, 5).Draw(t, "events") {
				length := rapid.SampledFrom([]int{1, 100, tailSize / 4, tailSize - 1, tailSize, tailSize + 1}).Draw(t, "length")
				batch.lines = append(batch.lines, []byte(strings.Repeat("x", length)))
			}
			all = append(all, batch.lines...)
			tail.add(batch)

			first := rapid.IntRange(1, len(all)).Draw(t, "first")
			last := rapid.IntRange(first-1, len(all)+1).Draw(t, "last")
			got := tail.between(batch.runID, int64(first), int64(last))
			if got != nil && !reflect.DeepEqual(got, all[first-1:last]) {
				t.Fatalf("events %d to %d of %d are not what they were", first, last, len(all))
			}
			size := 0
			for _, line := range all[first-1:] {
				size += len(line)
			}
			if got == nil && first >= since && size <= tailSize && first <= last && last <= len(all) {
				t.Fatalf("events %d to %d of %d are not there", first, last, len(all))
			}
			if tail.between("another", int64(first), int64(last)) != nil {
				t.Fatal("another run has the same events")
			}
		}
	})
}

func TestTailKeepsTheNewest(t *testing.T) {
	var tail tail
	for id := int64(1); id <= 1000; id++ {
		tail.add(eventLines{runID: "r", firstID: id, lines: [][]byte{[]byte(strings.Repeat("x", 100))}})
	}
	const kept = tailSize / 100
	if tail.between("r", 1000-kept+1, 1000) == nil || tail.between("r", 1000-kept, 1000) != nil {
		t.Errorf("the tail begins at %d, and should at %d", tail.first, 1000-kept+1)
	}
	if tail.size > tailSize || len(tail.lines) != kept {
		t.Errorf("it holds %d bytes in %d events", tail.size, len(tail.lines))
	}
	tail.add(eventLines{runID: "r", firstID: 1002, lines: [][]byte{[]byte("after a gap")}})
	if tail.between("r", 1000, 1002) != nil || tail.between("r", 1002, 1002) == nil {
		t.Error("a gap does not begin a new tail")
	}
}
