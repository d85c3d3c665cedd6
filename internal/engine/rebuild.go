package engine

import (
	"fmt"
	"runtime"
	"sync"

	"github.com/swfd/swfd/internal/mutant"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// rebuild fills memory from the store: what is waiting, what falls due, what is to be delivered, what is remembered.
func (e *Engine) rebuild() error {
	if err := e.rebuildOutbox(); err != nil {
		return fmt.Errorf("rebuild the outbox: %w", err)
	}
	if err := e.rebuildOpen(); err != nil {
		return fmt.Errorf("rebuild the open runs: %w", err)
	}
	if err := e.rebuildAnswers(); err != nil {
		return fmt.Errorf("count the answers: %w", err)
	}
	return nil
}

// rebuildOpen visits every open run once. A run whose rows cannot be read is reported and left alone. The runs of many shards are read at
// once, and enter memory in the order of the shards.
func (e *Engine) rebuildOpen() error {
	readers := 0
	// Whoever decides how calls wait wants no goroutines beside theirs.
	if _, ours := e.waits.(blocking); ours {
		readers = runtime.GOMAXPROCS(0)
	}
	seen := swf.Timestamp(0)
	for found := range ahead(e.openShards(), readers, e.newShardReader) {
		if found.err != nil {
			return found.err
		}
		seen = max(seen, found.lastEventAt)
		for i := range found.runs {
			e.restore(&found.runs[i])
		}
		foundShards.Put(found)
	}
	together(readers > 0, append(e.open.restored(), e.deadlines.restored, e.lists.Restored, e.lambdas.waiting.Restored))
	closed, err := e.newestClose()
	if err != nil {
		return err
	}
	e.notBefore(max(seen, closed))
	return nil
}

// together does some things, at once or in their order.
func together(atOnce bool, things []func()) {
	var group sync.WaitGroup
	for _, do := range things {
		if atOnce {
			group.Go(do)
		} else {
			do()
		}
	}
	group.Wait()
}

func (e *Engine) newShardReader() func(*storedShard) *foundShard {
	r := &shardReader{decoder: store.NewDecoder(), resumed: swf.Timestamp(e.ready.Load())}
	return r.read
}

// restore enters an open run into memory, or reports it.
func (e *Engine) restore(r *foundRun) {
	if r.err != nil {
		_ = e.unreadable(r.key, r.err)
		return
	}
	e.open.restore(r.key.domain, r.header)
	if !mutant.Is(mutant.ForgetDeadlines) {
		e.deadlines.restore(r.key, r.next)
	}
	e.progress.restore(r.key.domain, r.header.RunID, r.rows)
	if mutant.Is(mutant.ForgetOffers) {
		return
	}
	for _, o := range r.offers {
		lists, key := e.listOf(r.key.domain, o)
		lists.Restore(key, offer{runID: r.header.RunID, Offer: o}.task(r.key, r.shard))
	}
}

func (e *Engine) rebuildOutbox() error {
	for row, err := range e.store.ScanFamily(store.FamilyBox) {
		if err != nil {
			return err
		}
		box, err := store.DecodeBox(row)
		if err != nil {
			return err
		}
		if box.Message != nil && mutant.Is(mutant.ForgetMessages) {
			continue
		}
		if box.Message == nil {
			e.outbox.restoreApplied(channel{box.From, box.To}, box.Seq)
			continue
		}
		e.outbox.restore(sequenced{channel{box.From, box.To}, box.Seq, *box.Message})
	}
	return nil
}
