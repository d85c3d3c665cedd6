package storetest

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"

	"github.com/swfd/swfd/internal/store"
)

func testNotFound(t *testing.T, o Opener) {
	s := open(t, o)
	commit(t, s, put("b", "1"))
	for _, rest := range []string{"", "a", "b\x00", "c"} {
		if _, err := s.Get(key(rest)); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("Get(%q) gives %v, want store.ErrNotFound", rest, err)
		}
	}
}

func testReadBack(t *testing.T, o Opener) {
	s := open(t, o)
	commit(t, s, put("", "the shortest key"), put("\x00\xff", "\x00\x01"))
	want(t, get(t, s, key("")), "the shortest key")
	want(t, get(t, s, key("\x00\xff")), "\x00\x01")
}

func testEmptyValue(t *testing.T, o Opener) {
	s := open(t, o)
	commit(t, s, func(b *store.Batch) { b.Put(key("nil"), nil) }, put("empty", ""))
	for _, rest := range []string{"nil", "empty"} {
		value, err := s.Get(key(rest))
		if err != nil || value == nil || len(value) > 0 {
			t.Errorf("Get(%s) gives %v and %v, want an empty value", rest, value, err)
		}
	}
	want(t, all(t, s), "empty= nil=")
}

func testGetCopies(t *testing.T, o Opener) {
	s := open(t, o)
	commit(t, s, put("a", "value"))
	value, err := s.Get(key("a"))
	if err != nil {
		t.Fatal(err)
	}
	value[0] = 'V'
	_ = append(value, "and more"...)
	want(t, get(t, s, key("a")), "value")
}

func testKeysApart(t *testing.T, o Opener) {
	s := open(t, o)
	places := []store.Key{
		{Family: store.FamilyOpen, Shard: 0, Rest: []byte("k")},
		{Family: store.FamilyOpen, Shard: 1, Rest: []byte("k")},
		{Family: store.FamilyOpen, Shard: 256, Rest: []byte("k")},
		{Family: store.FamilyOpen, Shard: store.Shards - 1, Rest: []byte("k")},
		{Family: store.FamilyOpen, Shard: 1, Rest: []byte("k\x00")},
		{Family: store.FamilyRun, Shard: 1, Rest: []byte("k")},
		{Family: store.FamilyMeta, Shard: 0, Rest: []byte("k")},
	}
	var b store.Batch
	for i, k := range places {
		b.Put(k, binary.BigEndian.AppendUint16(nil, uint16(i)))
	}
	if err := s.Commit(&b); err != nil {
		t.Fatal(err)
	}
	for i, k := range places {
		want(t, get(t, s, k), string(binary.BigEndian.AppendUint16(nil, uint16(i))))
	}
}

func testOverwrite(t *testing.T, o Opener) {
	s := open(t, o)
	commit(t, s, put("a", "1"), put("b", "1"))
	commit(t, s, put("a", "2"))
	commit(t, s, del("b"))
	commit(t, s, put("b", "3"))
	want(t, all(t, s), "a=2 b=3")
}

func testDeleteNothing(t *testing.T, o Opener) {
	s := open(t, o)
	commit(t, s, del("a"), delRange("b", "d"))
	commit(t, s, put("a", "1"))
	commit(t, s, del("a"), del("a"))
	want(t, all(t, s), "")
}

func testOrderInBatch(t *testing.T, o Opener) {
	s := open(t, o)
	commit(t, s, put("before", "0"), put("c", "0"))
	commit(t, s,
		put("a", "1"), put("a", "2"),
		put("b", "1"), del("b"),
		del("before"), put("before", "1"),
		put("d", "1"), delRange("c", "e"), put("d", "2"),
	)
	want(t, all(t, s), "a=2 before=1 d=2")
}

func testDeleteRange(t *testing.T, o Opener) {
	s := open(t, o)
	other := store.Key{Family: store.FamilyOpen, Shard: 8, Rest: []byte("c")}
	commit(t, s, put("a", "1"), put("b", "1"), put("b\x00", "1"), put("c", "1"), put("d", "1"),
		func(b *store.Batch) { b.Put(other, []byte("1")) })
	commit(t, s, delRange("b", "b"), delRange("d", "b"), delRange("", ""))
	want(t, all(t, s), "a=1 b=1 b\x00=1 c=1 d=1")
	commit(t, s, delRange("b", "d"))
	want(t, all(t, s), "a=1 d=1")
	want(t, get(t, s, other), "1")
}

func testEmptyBatch(t *testing.T, o Opener) {
	s := open(t, o)
	commit(t, s)
	if err := s.CommitLazily(&store.Batch{}); err != nil {
		t.Fatal(err)
	}
}

func testLargeBatch(t *testing.T, o Opener) {
	s := open(t, o)
	value := bytes.Repeat([]byte("0123456789abcdef"), 1<<14)
	var b store.Batch
	for i := range 32 {
		b.Put(key(string(rune('A'+i))), value)
	}
	if err := s.Commit(&b); err != nil {
		t.Fatal(err)
	}
	n := 0
	for row, err := range s.Scan(store.FamilyOpen, 7, nil, nil, false) {
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(row.Value, value) {
			t.Fatalf("row %s has another value", row.Key.Rest)
		}
		n++
	}
	if n != 32 {
		t.Fatalf("%d rows of 32", n)
	}
}

func testLazySeen(t *testing.T, o Opener) {
	s := open(t, o)
	for _, value := range []string{"1", "2"} {
		if err := s.CommitLazily(batch(put("a", value))); err != nil {
			t.Fatal(err)
		}
		want(t, all(t, s), "a="+value)
	}
	if err := s.Barrier(); err != nil {
		t.Fatal(err)
	}
	want(t, all(t, s), "a=2")
}
