package storecheck

import (
	"slices"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/internal/store"
)

// checkRecord holds a run's record against what its history says.
func (s *shard) checkRecord(r *record, fold *historycheck.State) {
	if fold.Started == nil {
		return
	}
	contradicts := func(difference string) {
		s.complain(Record, store.FamilyRun, r.place(), r.RunID, "%s", difference)
	}
	want := execution.Run{
		Domain: r.Domain, WorkflowID: r.WorkflowID, RunID: r.RunID, Type: fold.Started.WorkflowType, StartedAt: fold.StartedAt,
		Settings: settingsOf(fold.Started), Parent: parentOf(fold.Started), TagList: fold.Started.TagList,
	}
	got := *r.Run
	got.Closing = nil
	if slices.Equal(got.TagList, want.TagList) {
		// Nil and empty are the same here.
		got.TagList = want.TagList
	}
	if d := difference(&got, &want); d != "" {
		contradicts(d)
	}
	switch {
	case r.Closing == nil && fold.Closed:
		contradicts("the run is open, and its history says that it has closed as " + string(fold.Status))
	case r.Closing != nil && !fold.Closed:
		contradicts("the run has closed as " + string(r.Closing.Status) + ", and its history does not say so")
	case r.Closing != nil:
		if d := difference(r.Closing, closingOf(fold)); d != "" {
			contradicts("closing: " + d)
		}
	}
}

func closingOf(fold *historycheck.State) *execution.Closing {
	return &execution.Closing{
		At: fold.LastEventAt, Status: fold.Status, LastEventID: fold.LastEventID, OpenCounts: fold.OpenCounts(),
		LatestActivityAt: fold.LatestActivityAt, ContextEventID: fold.ContextEventID,
	}
}
