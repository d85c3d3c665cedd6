package pebblestore_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/store/pebblestore"
)

// What is wrong with a file is damage, whoever opens the store or reads it, and told on one line.
func TestDamagedFiles(t *testing.T) {
	for name, damage := range map[string]func(t *testing.T, table string){
		"a table is gone":         func(t *testing.T, table string) { must(t, os.Remove(table)) },
		"a table is too short":    func(t *testing.T, table string) { must(t, os.Truncate(table, 100)) },
		"a table's block is torn": func(t *testing.T, table string) { overwrite(t, table, 20) },
		"a table's end is torn":   func(t *testing.T, table string) { overwrite(t, table, size(t, table)-20) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			options := pebblestore.Options{Dir: dir, Fatal: func(error) {}}
			s := mustOpen(t, options)
			must(t, s.Commit(row("a", strings.Repeat("value", 100))))
			mustClose(t, s)
			// The next opening brings what the log has into a table.
			mustClose(t, mustOpen(t, options))
			tables, err := filepath.Glob(filepath.Join(dir, "*.sst"))
			if err != nil || len(tables) != 1 {
				t.Fatalf("the tables are %v, %v", tables, err)
			}
			damage(t, tables[0])

			expectDamage(t, "OpenReader", func() error {
				r, err := pebblestore.OpenReader(options)
				if err != nil {
					return err
				}
				defer r.Close()
				_, err = r.Get(rowKey("a"))
				for _, scanned := range r.ScanFamily(store.FamilyMeta) {
					err = errors.Join(err, scanned)
				}
				return err
			}())
			expectDamage(t, "Open", func() error {
				s, err := pebblestore.Open(options)
				if err != nil {
					return err
				}
				_, err = s.Get(rowKey("a"))
				// What a damaged store says at its end is of no interest.
				_ = s.Close()
				return err
			}())
		})
	}
}

// A store whose list of files, or whose log, has lost what it held is not taken for an empty one, and nothing of it is deleted.
func TestAStoreThatLooksEmpty(t *testing.T) {
	for name, test := range map[string]struct {
		reopened bool
		damage   func(t *testing.T, dir string)
	}{
		"the list of files is torn in its middle": {true, func(t *testing.T, dir string) { overwrite(t, latest(t, dir, "MANIFEST-*"), 10) }},
		"the list of files is empty":              {true, func(t *testing.T, dir string) { must(t, os.Truncate(latest(t, dir, "MANIFEST-*"), 0)) }},
		"the list of files is gone":               {true, func(t *testing.T, dir string) { must(t, os.Remove(latest(t, dir, "MANIFEST-*"))) }},
		"the log is gone":                         {false, func(t *testing.T, dir string) { must(t, os.Remove(latest(t, dir, "*.log"))) }},
		"the log is empty":                        {false, func(t *testing.T, dir string) { must(t, os.Truncate(latest(t, dir, "*.log"), 0)) }},
		"the guard is not a number":               {false, func(t *testing.T, dir string) { overwrite(t, filepath.Join(dir, "swfd-epoch"), 0) }},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			options := pebblestore.Options{Dir: dir, Fatal: func(error) {}}
			s := mustOpen(t, options)
			must(t, s.Commit(row("a", strings.Repeat("value", 100))))
			mustClose(t, s)
			if test.reopened {
				mustClose(t, mustOpen(t, options))
			}
			test.damage(t, dir)
			before := listing(t, dir)
			for range 2 {
				_, err := pebblestore.Open(options)
				expectDamage(t, "Open", err)
				_, err = pebblestore.OpenReader(options)
				expectDamage(t, "OpenReader", err)
			}
			if after := listing(t, dir); after != before {
				t.Errorf("before there was\n%s\nafter it\n%s", before, after)
			}
		})
	}
}

// A crash between the opening of a store and the note of it is no damage, nor is a store that nobody has noted.
func TestAGuardMayLagBehind(t *testing.T) {
	dir := t.TempDir()
	options := pebblestore.Options{Dir: dir, Fatal: func(error) {}}
	for range 3 {
		mustClose(t, mustOpen(t, options))
	}
	guard := filepath.Join(dir, "swfd-epoch")
	must(t, os.WriteFile(guard, []byte("2"), 0o600))
	mustClose(t, mustOpen(t, options))
	must(t, os.Remove(guard))
	mustClose(t, mustOpen(t, options))
	if text, err := os.ReadFile(guard); err != nil || string(text) != "5" {
		t.Errorf("the guard says %q, %v", text, err)
	}
}

// latest is the last file with a name like that: names count up.
func latest(t *testing.T, dir, pattern string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s is %v, %v", pattern, files, err)
	}
	return slices.Max(files)
}

// listing is the names and sizes of the files in a directory.
func listing(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	var b strings.Builder
	for _, e := range entries {
		info, err := e.Info()
		must(t, err)
		fmt.Fprintf(&b, "%s %d\n", e.Name(), info.Size())
	}
	return b.String()
}

func expectDamage(t *testing.T, what string, err error) {
	t.Helper()
	if !errors.Is(err, pebblestore.ErrDamaged) {
		t.Errorf("%s: got %v, want damage", what, err)
		return
	}
	for line := range strings.Lines(err.Error()) {
		if !strings.Contains(line, pebblestore.ErrDamaged.Error()) {
			t.Errorf("%s: a line of its own: %q", what, line)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func size(t *testing.T, file string) int64 {
	t.Helper()
	info, err := os.Stat(file)
	must(t, err)
	return info.Size()
}

// overwrite writes something else into the middle of a file.
func overwrite(t *testing.T, file string, at int64) {
	t.Helper()
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	must(t, err)
	_, err = f.WriteAt([]byte("else"), at)
	must(t, errors.Join(err, f.Close()))
}
