package storetest

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/swfd/swfd/internal/store"
)

// model is what a store should hold: the value of each row, by family, shard and key in their order.
type model map[string]string

func modelKey(k store.Key) string { return fmt.Sprintf("%c %04x %s", k.Family, k.Shard, k.Rest) }

func (m model) apply(b *store.Batch) {
	for _, op := range b.Ops {
		switch {
		case op.End != nil:
			from := modelKey(op.Key)
			to := modelKey(store.Key{Family: op.Key.Family, Shard: op.Key.Shard, Rest: op.End})
			maps.DeleteFunc(m, func(k, _ string) bool { return from <= k && k < to })
		case op.Value != nil:
			m[modelKey(op.Key)] = string(op.Value)
		default:
			delete(m, modelKey(op.Key))
		}
	}
}

func (m model) String() string {
	var b strings.Builder
	for _, k := range slices.Sorted(maps.Keys(m)) {
		fmt.Fprintf(&b, "%s=%s\n", k, m[k])
	}
	return b.String()
}

// modelFamilies are the families that the model's batches write.
var modelFamilies = []store.Family{store.FamilyOpen, store.FamilyHistory}

// held reads everything that the store holds.
func held(s store.Store) (model, error) {
	m := model{}
	for _, f := range modelFamilies {
		for row, err := range s.ScanFamily(f) {
			if err != nil {
				return nil, err
			}
			m[modelKey(row.Key)] = string(row.Value)
		}
	}
	return m, nil
}

var (
	drawRest = rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]byte{'a', 'b', 'c'}), 0, 3), bytes.Clone)
	drawKey  = rapid.Custom(func(t *rapid.T) store.Key {
		return store.Key{
			Family: rapid.SampledFrom(modelFamilies).Draw(t, "family"),
			Shard:  rapid.SampledFrom([]uint16{0, 1, store.Shards - 1}).Draw(t, "shard"),
			Rest:   drawRest.Draw(t, "rest"),
		}
	})
	drawBatch = rapid.Custom(func(t *rapid.T) *store.Batch {
		b := &store.Batch{}
		for range rapid.IntRange(1, 6).Draw(t, "operations") {
			k := drawKey.Draw(t, "key")
			switch rapid.IntRange(0, 4).Draw(t, "operation") {
			case 0:
				b.Delete(k)
			case 1:
				b.DeleteRange(k, append([]byte{}, drawRest.Draw(t, "end")...))
			default:
				b.Put(k, []byte(rapid.StringN(0, 3, -1).Draw(t, "value")))
			}
		}
		return b
	})
)

// modelRun drives a store and the model of it. versions are the states that a crash may leave, from the one that is
// known to be durable to the present.
type modelRun struct {
	place    Opener
	store    store.Store
	versions []model
}

// startModelRun opens the place and empties it, for earlier runs have used it.
func startModelRun(t *rapid.T, place Opener) *modelRun {
	s, err := place.Open()
	if err != nil {
		t.Fatal(err)
	}
	var b store.Batch
	for _, f := range modelFamilies {
		for row, err := range s.ScanFamily(f) {
			if err != nil {
				t.Fatal(err)
			}
			b.Delete(store.Key{Family: f, Shard: row.Key.Shard, Rest: bytes.Clone(row.Key.Rest)})
		}
	}
	if err := s.Commit(&b); err != nil {
		t.Fatal(err)
	}
	return &modelRun{place: place, store: s, versions: []model{{}}}
}

func (r *modelRun) now() model { return r.versions[len(r.versions)-1] }

func (r *modelRun) durable() { r.versions = r.versions[len(r.versions)-1:] }

func (r *modelRun) commit(t *rapid.T) {
	b := drawBatch.Draw(t, "batch")
	next := maps.Clone(r.now())
	next.apply(b)
	r.versions = append(r.versions, next)
	if rapid.Bool().Draw(t, "lazily") {
		if err := r.store.CommitLazily(b); err != nil {
			t.Fatal(err)
		}
		return
	}
	if err := r.store.Commit(b); err != nil {
		t.Fatal(err)
	}
	r.durable()
}

func (r *modelRun) barrier(t *rapid.T) {
	if err := r.store.Barrier(); err != nil {
		t.Fatal(err)
	}
	r.durable()
}

func (r *modelRun) get(t *rapid.T) {
	k := drawKey.Draw(t, "key")
	value, err := r.store.Get(k)
	want, ok := r.now()[modelKey(k)]
	if ok != (err == nil) || string(value) != want {
		t.Fatalf("Get(%s) gives %q and %v, want %q", modelKey(k), value, err, want)
	}
}

func (r *modelRun) scan(t *rapid.T) {
	k := drawKey.Draw(t, "from")
	to := drawRest.Draw(t, "to")
	reverse := rapid.Bool().Draw(t, "reverse")
	var got []string
	for row, err := range r.store.Scan(k.Family, k.Shard, k.Rest, to, reverse) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, modelKey(row.Key)+"="+string(row.Value))
	}
	var want []string
	lower, upper := modelKey(k), modelKey(store.Key{Family: k.Family, Shard: k.Shard, Rest: to})
	if to == nil {
		upper = modelKey(store.Key{Family: k.Family, Shard: k.Shard + 1})
	}
	for _, key := range slices.Sorted(maps.Keys(r.now())) {
		if lower <= key && key < upper {
			want = append(want, key+"="+r.now()[key])
		}
	}
	if reverse {
		slices.Reverse(want)
	}
	if !slices.Equal(got, want) {
		t.Fatalf("the scan from %s to %s yields %q, want %q", lower, upper, got, want)
	}
}

func (r *modelRun) close(t *rapid.T) {
	if r.store == nil {
		return
	}
	if err := r.store.Close(); err != nil {
		t.Error(err)
	}
	r.store = nil
}

func (r *modelRun) reopen(t *rapid.T) {
	r.close(t)
	s, err := r.place.Open()
	if err != nil {
		t.Fatal(err)
	}
	r.store = s
	r.durable()
}

// crash goes on from what the power's failure has left, which must be one of the versions.
func (r *modelRun) crash(t *rapid.T) {
	percent := rapid.SampledFrom(unsyncedPercents).Draw(t, "percent")
	crashed := r.place.(Crasher).Crash(percent, rapid.Uint64().Draw(t, "seed"))
	r.close(t)
	s, err := crashed.Open()
	if err != nil {
		t.Fatal(err)
	}
	left, err := held(s)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(r.versions, func(m model) bool { return maps.Equal(m, left) }) {
		t.Fatalf("the crash has left\n%s\nwhich is none of\n%s", left, r.versions)
	}
	r.place, r.store, r.versions = crashed, s, []model{left}
}

func (r *modelRun) check(t *rapid.T) {
	got, err := held(r.store)
	if err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(got, r.now()) {
		t.Fatalf("the store holds\n%s\nwant\n%s", got, r.now())
	}
}

func testModel(t *testing.T, o Opener) { runModel(t, o, (*modelRun).reopen) }

func testCrashModel(t *testing.T, o Crasher) { runModel(t, o, (*modelRun).crash) }

func runModel(t *testing.T, o Opener, restart func(*modelRun, *rapid.T)) {
	rapid.Check(t, func(t *rapid.T) {
		r := startModelRun(t, o)
		defer r.close(t)
		t.Repeat(map[string]func(*rapid.T){
			"commit":  r.commit,
			"get":     r.get,
			"scan":    r.scan,
			"barrier": r.barrier,
			"restart": func(t *rapid.T) {
				if rapid.IntRange(0, 3).Draw(t, "of four") > 0 {
					t.Skip("a restart is dear")
				}
				restart(r, t)
			},
			"": r.check,
		})
	})
}
