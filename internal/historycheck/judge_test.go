package historycheck_test

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/swf"
)

// A judge that is given a history transaction by transaction says of each what Check says of the whole, and knows in the end what
// Fold knows.
func TestJudgeAgreesWithCheck(t *testing.T) {
	var stories []*story
	for _, file := range []string{"lawful.txt", "unlawful.txt", "sets.txt"} {
		stories = append(stories, readStories(t, file)...)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(stories).Draw(t, "story")
		if len(s.runs) == 0 {
			t.Skip("a story of readers")
		}
		events := rapid.SampledFrom(s.runs).Draw(t, "run").Events
		judge := historycheck.NewJudge().Next()
		var found []historycheck.Violation
		for len(events) > len(judge.Events()) {
			found = append(found, judge.Add(events[len(judge.Events()):transactionEnd(t, events, len(judge.Events()))])...)
		}
		if want := historycheck.Check(events); !slices.Equal(found, want) {
			t.Errorf("the judge found %v, Check %v", found, want)
		}
		if got, want := judge.State().OpenCounts(), historycheck.Fold(events).OpenCounts(); got != want {
			t.Errorf("the judge counts %+v, Fold %+v", got, want)
		}
		if !reflect.DeepEqual(judge.Events(), events) {
			t.Error("the judge knows other events than it was given")
		}
	})
}

// transactionEnd chooses where the transaction ends that begins at an index: anywhere where a lawful history may end, or at its end.
func transactionEnd(t *rapid.T, events []swf.HistoryEvent, from int) int {
	end := rapid.IntRange(from+1, len(events)).Draw(t, "end of the transaction")
	if len(historycheck.Check(events[:end])) > 0 {
		return len(events)
	}
	return end
}
