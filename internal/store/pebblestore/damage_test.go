package pebblestore_test

import (
	"errors"
	"os"
	"path/filepath"
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
