package storetest

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/store"
)

func testScanBounds(t *testing.T, o Opener) {
	s := open(t, o)
	var b store.Batch
	for _, rest := range []string{"", "a", "a\x00", "b", "b\xff", "b\xff\xff", "c"} {
		b.Put(key(rest), []byte("1"))
	}
	for _, shard := range []uint16{0, 6, 8, store.Shards - 1, 1<<16 - 1} {
		b.Put(store.Key{Family: store.FamilyOpen, Shard: shard, Rest: []byte("b")}, []byte("another shard"))
	}
	b.Put(store.Key{Family: store.FamilyOpen - 1, Shard: 7, Rest: []byte("b")}, []byte("another family"))
	b.Put(store.Key{Family: store.FamilyOpen + 1, Shard: 7, Rest: []byte("b")}, []byte("another family"))
	if err := s.Commit(&b); err != nil {
		t.Fatal(err)
	}
	none := []byte(nil)
	for _, test := range []struct {
		from, to []byte
		rows     string
	}{
		{none, none, "=1 a=1 a\x00=1 b=1 b\xff=1 b\xff\xff=1 c=1"},
		{[]byte(""), none, "=1 a=1 a\x00=1 b=1 b\xff=1 b\xff\xff=1 c=1"},
		{[]byte("a"), []byte("b"), "a=1 a\x00=1"},
		{[]byte("a\x00"), []byte("b\x00"), "a\x00=1 b=1"},
		{[]byte("aa"), []byte("b\xff\xff"), "b=1 b\xff=1"},
		{[]byte("b\xff"), none, "b\xff=1 b\xff\xff=1 c=1"},
		{none, []byte("a"), "=1"},
		{none, []byte(""), ""},
		{[]byte("b"), []byte("b"), ""},
		{[]byte("c"), []byte("a"), ""},
		{[]byte("d"), none, ""},
	} {
		t.Run(fmt.Sprintf("from %q to %q", test.from, test.to), func(t *testing.T) {
			want(t, scan(t, s, test.from, test.to, false), test.rows)
			want(t, scan(t, s, test.from, test.to, true), reversed(test.rows))
		})
	}
	last := 0
	for row, err := range s.Scan(store.FamilyOpen, 1<<16-1, nil, nil, true) {
		if err != nil {
			t.Fatal(err)
		}
		want(t, string(row.Value), "another shard")
		last++
	}
	if last != 1 {
		t.Fatalf("the largest shard has %d rows, want 1", last)
	}
}

func reversed(rows string) string {
	fields := strings.Split(rows, " ")
	for i, j := 0, len(fields)-1; i < j; i, j = i+1, j-1 {
		fields[i], fields[j] = fields[j], fields[i]
	}
	return strings.Join(fields, " ")
}

func testScanLeft(t *testing.T, o Opener) {
	s := open(t, o)
	commit(t, s, put("a", "1"), put("b", "1"), put("c", "1"))
	for _, reverse := range []bool{false, true} {
		for row, err := range s.Scan(store.FamilyOpen, 7, nil, nil, reverse) {
			if err != nil {
				t.Fatal(err)
			}
			if string(row.Key.Rest) == "b" {
				break
			}
		}
	}
	want(t, all(t, s), "a=1 b=1 c=1")
}

func testScanFamily(t *testing.T, o Opener) {
	s := open(t, o)
	places := []store.Key{
		{Family: store.FamilyBox, Shard: 0, Rest: []byte("z")},
		{Family: store.FamilyBox, Shard: 1, Rest: []byte("a")},
		{Family: store.FamilyBox, Shard: 1, Rest: []byte("b")},
		{Family: store.FamilyBox, Shard: 256, Rest: []byte("a")},
		{Family: store.FamilyBox, Shard: store.Shards - 1, Rest: nil},
	}
	var b store.Batch
	for _, f := range []store.Family{store.FamilyBox - 1, store.FamilyBox + 1} {
		b.Put(store.Key{Family: f, Shard: 1, Rest: []byte("a")}, []byte("another family"))
	}
	for i := range places {
		k := places[len(places)-1-i]
		b.Put(k, append([]byte("value of "), k.Rest...))
	}
	if err := s.Commit(&b); err != nil {
		t.Fatal(err)
	}
	i := 0
	for row, err := range s.ScanFamily(store.FamilyBox) {
		if err != nil {
			t.Fatal(err)
		}
		if i == len(places) {
			t.Fatalf("a row too many: %v", row.Key)
		}
		k := places[i]
		if row.Key.Family != k.Family || row.Key.Shard != k.Shard || !bytes.Equal(row.Key.Rest, k.Rest) {
			t.Fatalf("row %d is %v, want %v", i, row.Key, k)
		}
		want(t, string(row.Value), "value of "+string(k.Rest))
		i++
	}
	if i != len(places) {
		t.Fatalf("%d rows, want %d", i, len(places))
	}
}

func testScanMoment(t *testing.T, o Opener) {
	s := open(t, o)
	commit(t, s, put("a", "1"), put("b", "1"), put("c", "1"))
	for _, reverse := range []bool{false, true} {
		commit(t, s, put("a", "1"), put("b", "1"), put("c", "1"), del("d"), del("0"))
		var rows []string
		for row, err := range s.Scan(store.FamilyOpen, 7, nil, nil, reverse) {
			if err != nil {
				t.Fatal(err)
			}
			if len(rows) == 0 {
				commit(t, s, put("0", "2"), put("a", "2"), del("b"), put("c", "2"), put("d", "2"))
			}
			rows = append(rows, fmt.Sprintf("%s=%s", row.Key.Rest, row.Value))
		}
		moment := "a=1 b=1 c=1"
		if reverse {
			moment = reversed(moment)
		}
		want(t, strings.Join(rows, " "), moment)
	}
	want(t, all(t, s), "0=2 a=2 c=2 d=2")
}

func testWriteInScan(t *testing.T, o Opener) {
	s := open(t, o)
	commit(t, s, put("a", "1"), put("b", "2"), put("c", "3"))
	for row, err := range s.Scan(store.FamilyOpen, 7, nil, nil, false) {
		if err != nil {
			t.Fatal(err)
		}
		moved := "moved-" + string(row.Key.Rest)
		commit(t, s, del(string(row.Key.Rest)), put(moved, string(row.Value)))
	}
	want(t, all(t, s), "moved-a=1 moved-b=2 moved-c=3")
}
