package storecheck_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/store/pebblestore"
	"github.com/swfd/swfd/internal/storecheck"
)

// BenchmarkEmptyStore is what a check costs that finds nothing to look at.
func BenchmarkEmptyStore(b *testing.B) {
	s, err := pebblestore.Open(pebblestore.Options{Dir: "d", FS: vfs.NewMem(), Fatal: func(error) {}})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	for b.Loop() {
		if _, err := storecheck.Check(context.Background(), s, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkClosedRuns is the check of a store of many closed runs; one operation is one run of five events.
func BenchmarkClosedRuns(b *testing.B) {
	rows, err := soundRows()
	if err != nil {
		b.Fatal(err)
	}
	s, err := pebblestore.Open(pebblestore.Options{Dir: "d", FS: vfs.NewMem(), Fatal: func(error) {}})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	var registry, batch store.Batch
	var events []byte
	var run *execution.Run
	for _, row := range rows {
		switch row.Key.Family {
		case store.FamilyMeta:
			registry.Put(row.Key, row.Value)
		case store.FamilyRun:
			if r, err := store.DecodeRun(row.Value); err == nil && r.WorkflowID == "completed" {
				run = r
			}
		}
	}
	for _, row := range rows {
		if h, err := store.DecodeHistory(row); row.Key.Family == store.FamilyHistory && err == nil && h.RunID == run.RunID {
			events = append(append(events, bytes.Join(h.Lines, []byte{'\n'})...), '\n')
		}
	}
	if err := s.Commit(&registry); err != nil {
		b.Fatal(err)
	}
	lines := bytes.Split(bytes.TrimSuffix(events, []byte{'\n'}), []byte{'\n'})
	for i := range b.N {
		run.WorkflowID, run.RunID = fmt.Sprint("w", i), fmt.Sprint("22run", i)
		shard := store.ShardOf(run.Domain, run.WorkflowID)
		batch.Put(store.RunKey(shard, run.RunID), store.AppendRun(nil, run))
		store.AppendHistory(&batch, shard, run.RunID, 1, lines)
		if len(batch.Ops) > 1000 || i == b.N-1 {
			if err := s.Commit(&batch); err != nil {
				b.Fatal(err)
			}
			batch = store.Batch{}
		}
	}
	b.ResetTimer()
	report, err := storecheck.Check(context.Background(), s, nil)
	if err != nil || len(report.Violations) > 0 || report.Runs != int64(b.N) {
		b.Fatalf("%v, %.500v", err, report)
	}
}
