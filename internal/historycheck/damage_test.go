package historycheck_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/swf"
)

// TestDamagedHistories judges histories that were damaged at random: whatever is wrong must be answered with violations,
// never with a panic, and a gap in the numbers of the events never with silence.
func TestDamagedHistories(t *testing.T) {
	var stories []*story
	for _, file := range []string{"lawful.txt", "unlawful.txt", "sets.txt"} {
		stories = append(stories, readStories(t, file)...)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(stories).Draw(t, "story")
		var runs []historycheck.Run
		for _, r := range s.runs {
			r.Domain, r.Events = storyDomain, slices.Clone(r.Events)
			runs = append(runs, r)
		}
		damages, gap := rapid.IntRange(1, 3).Draw(t, "damages"), false
		for range damages {
			gap = damage(t, &runs[rapid.IntRange(0, len(runs)-1).Draw(t, "run")].Events)
		}
		found := 0
		for _, r := range runs {
			found += len(historycheck.Check(r.Events))
			historycheck.Check(r.Events, historycheck.Page)
			historycheck.Fold(r.Events).OpenCounts()
		}
		if damages == 1 && gap && len(s.want) == 0 && found == 0 {
			t.Error("a history with an event missing from its middle was found lawful")
		}
		_ = historycheck.CheckSet(runs, s.log).String()
		_ = historycheck.CheckSet(runs, s.log, historycheck.Partial, historycheck.Settled).String()
	})
}

// damage spoils a history and reports whether its numbers have a gap now.
func damage(t *rapid.T, events *[]swf.HistoryEvent) (gap bool) {
	if len(*events) == 0 {
		return false
	}
	i := rapid.IntRange(0, len(*events)-1).Draw(t, "event")
	switch rapid.IntRange(0, 4).Draw(t, "damage") {
	case 0:
		*events = slices.Delete(*events, i, i+1)
		return i < len(*events)
	case 1:
		(*events)[i].Attributes = nil
	case 2:
		(*events)[i].EventID = rapid.Int64().Draw(t, "id")
	case 3:
		j := rapid.IntRange(0, len(*events)-1).Draw(t, "other event")
		(*events)[i].Attributes, (*events)[j].Attributes = (*events)[j].Attributes, (*events)[i].Attributes
	case 4:
		*events = slices.Insert(*events, i, swf.HistoryEvent{EventID: int64(i + 1), Attributes: (*events)[i].Attributes})
	}
	return false
}
