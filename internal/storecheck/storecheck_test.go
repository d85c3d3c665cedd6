package storecheck_test

import (
	"context"
	"errors"
	"iter"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/storecheck"
)

// A sound store has nothing to complain about, and every row of it was looked at.
func TestASoundStore(t *testing.T) {
	s := sound(t)
	shards := 0
	report, err := storecheck.Check(t.Context(), s, func(done int, _ storecheck.Counts) { shards = done })
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range report.Violations {
		t.Error(v)
	}
	if report.Rows != int64(len(s.rows)) {
		t.Errorf("%d of %d rows were looked at", report.Rows, len(s.rows))
	}
	const want = "401 rows: 2 domains, 2 types, 12 runs (6 open) with 355 events, 1 messages, 1 answers"
	if report.Counts.String() != want || shards == 0 {
		t.Errorf("got  %s, and %d shards\nwant %s", report.Counts, shards, want)
	}
}

// A store that cannot tell what lies beyond a shard is checked all the same.
func TestAStoreWithoutScanFrom(t *testing.T) {
	s := sound(t)
	report, err := storecheck.Check(t.Context(), struct{ storecheck.Reader }{s}, nil)
	if err != nil || len(report.Violations) > 0 || report.Rows != int64(len(s.rows)) {
		t.Errorf("got %v, %v", report, err)
	}
}

func TestAnEmptyStore(t *testing.T) {
	report, err := storecheck.Check(t.Context(), &rowSet{}, nil)
	if err != nil || report.Rows != 0 || len(report.Violations) > 0 {
		t.Errorf("got %v, %v", report, err)
	}
}

func TestACheckThatIsGivenUp(t *testing.T) {
	ctx, giveUp := context.WithCancel(t.Context())
	giveUp()
	if report, err := storecheck.Check(ctx, sound(t), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, %v", report, err)
	}
}

// A store that is nothing but damage makes a report of bounded length.
func TestManyViolations(t *testing.T) {
	s := &rowSet{}
	const shard, rows = 7, 5000
	for i := range rows {
		s.rows = append(s.rows, store.Row{Key: store.HistoryKey(shard, "22nobody", int64(i+1)), Value: []byte("?")})
	}
	report, err := storecheck.Check(t.Context(), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Violations) > 1000 || len(report.Violations)+report.More != rows+1 {
		t.Errorf("%d violations and %d more", len(report.Violations), report.More)
	}
}

// The sound store has rows of every kind but Lambda tasks, so that damage to each can be shown.
func TestTheSoundStoreHasEveryKind(t *testing.T) {
	s := sound(t)
	kinds := map[execution.Kind]bool{}
	for _, row := range s.rows {
		if open, err := store.DecodeOpen(row); row.Key.Family == store.FamilyOpen && err == nil {
			kinds[open.Row.RowKey().Kind] = true
		}
	}
	for k := execution.KindHeader; k <= execution.KindExternal; k++ {
		if !kinds[k] {
			t.Errorf("the sound store has no row of kind %d: nothing is shown by it", k)
		}
	}
}

// unread is a store whose rows cannot be read but for those of the registry.
type unread struct{ *rowSet }

func (unread) broken(yield func(store.Row, error) bool) {
	yield(store.Row{}, errors.New("a bad block"))
}

func (u unread) Scan(store.Family, uint16, []byte, []byte, bool) iter.Seq2[store.Row, error] {
	return u.broken
}
func (u unread) ScanFrom(store.Family, uint16) iter.Seq2[store.Row, error] { return u.broken }

func (u unread) ScanFamily(f store.Family) iter.Seq2[store.Row, error] {
	if f == store.FamilyMeta {
		return u.rowSet.ScanFamily(f)
	}
	return u.broken
}

// A bad block lies in the way of all the families that have no rows; of them it is told once.
func TestABadBlock(t *testing.T) {
	report, err := storecheck.Check(t.Context(), unread{sound(t)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	families := map[store.Family]int{}
	for _, v := range report.Violations {
		if v.Rule != storecheck.Unreadable || !strings.Contains(v.Text, "a bad block") {
			continue
		}
		families[v.Family]++
	}
	unknown := 0
	for f, n := range families {
		if !strings.ContainsRune("orhdbma", rune(f)) {
			unknown += n
		}
	}
	if unknown != 1 || families[store.FamilyHistory] != store.Shards || families[store.FamilyBox] == 0 || families[store.FamilyDone] == 0 {
		t.Errorf("it is told of by families: %v", families)
	}
}
