package storecheck

import (
	"fmt"

	"github.com/swfd/swfd/internal/store"
)

// checkAnswers looks at the answers of calls. That the run of a start is there is not asked for: it may have closed, and be past its
// retention by a service time that runs ahead of the clock by which answers are remembered.
func checkAnswers(r Reader, found *findings) {
	for row, err := range r.ScanFamily(store.FamilyAnswer) {
		if err != nil {
			found.add(Violation{Rule: Unreadable, Family: store.FamilyAnswer, Text: err.Error()})
			return
		}
		found.counts.Rows++
		found.answer(row)
	}
}

func (f *findings) answer(row store.Row) {
	complain := func(rule Rule, format string, args ...any) {
		f.add(Violation{Rule: rule, Family: store.FamilyAnswer, Shard: row.Key.Shard, Text: fmt.Sprintf(format, args...)})
	}
	if row.Key.Shard != store.AnswerShard {
		complain(Place, "the row with the key %x does not lie in shard %d", row.Key.Rest, store.AnswerShard)
	}
	at, err := store.ParseAnswerKey(row.Key)
	if err != nil {
		complain(Unreadable, "%v: %x", err, row.Key.Rest)
		return
	}
	if at.Shard >= store.Shards {
		complain(Place, "the answer with the key %x is of shard %d, and there are %d", row.Key.Rest, at.Shard, store.Shards)
	}
	if _, err := at.Read(row.Value); err != nil {
		complain(Unreadable, "%v: key %x", err, row.Key.Rest)
		return
	}
	f.counts.Answers++
}
