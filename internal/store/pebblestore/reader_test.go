package pebblestore_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/store/pebblestore"
)

// A reader sees what was committed, also what a crash has left in the log, and writes nothing.
func TestAReaderSeesWhatACrashHasLeft(t *testing.T) {
	fs := vfs.NewCrashableMem()
	s, err := pebblestore.Open(pebblestore.Options{Dir: "d", FS: fs, Fatal: unexpected(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	k := store.RunKey(7, "run")
	var b store.Batch
	b.Put(k, []byte("record"))
	if err := s.Commit(&b); err != nil {
		t.Fatal(err)
	}
	crashed := fs.CrashClone(vfs.CrashCloneCfg{})
	before := files(t, crashed)
	for range 2 {
		r, err := pebblestore.OpenReader(pebblestore.Options{Dir: "d", FS: crashed})
		if err != nil {
			t.Fatal(err)
		}
		if value, err := r.Get(k); err != nil || string(value) != "record" {
			t.Errorf("got %q, %v", value, err)
		}
		n := 0
		for row, err := range r.ScanFamily(store.FamilyRun) {
			if err != nil || string(row.Value) != "record" {
				t.Errorf("got %q, %v", row.Value, err)
			}
			n++
		}
		if n != 1 {
			t.Errorf("%d rows were seen", n)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
	if after := files(t, crashed); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
}

// files tells the names and sizes of the files of a store.
func files(t *testing.T, fs vfs.FS) string {
	t.Helper()
	names, err := fs.List("d")
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	var b strings.Builder
	for _, name := range names {
		info, err := fs.Stat(fs.PathJoin("d", name))
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(name + " " + strings.Repeat("#", int(info.Size()%80)) + "\n")
	}
	return b.String()
}

// Where there is no store, a reader says so and leaves nothing behind; a store that a server uses is left alone.
func TestAReaderIsRefused(t *testing.T) {
	dir := t.TempDir()
	s, err := pebblestore.Open(pebblestore.Options{Dir: filepath.Join(dir, "used"), Fatal: unexpected(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, c := range []struct{ name, dir, want string }{
		{"no directory", "nowhere", "nowhere"},
		{"an empty directory", ".", "there is no store in this directory"},
		{"a store in use", "used", "another swfd uses this directory"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := pebblestore.OpenReader(pebblestore.Options{Dir: filepath.Join(dir, c.dir)})
			if err == nil {
				_ = r.Close()
				t.Fatal("was not refused")
			}
			if !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want one line with %q", err, c.want)
			}
		})
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("there is %v, %v", left, err)
	}
}
