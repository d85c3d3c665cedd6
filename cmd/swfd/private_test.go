package main

import (
	"bufio"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestFilesArePrivate: a directory that was there may be open to others, as most are. What the server writes into it is not, nor is a backup.
func TestFilesArePrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes tell nothing of who may read a file here")
	}
	data, copies := shortDir(t), t.TempDir()
	for _, dir := range []string{data, copies} {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	serving := program(t, "", "server", "--listen", "127.0.0.1:0", "--data", data, "--audit-log", filepath.Join(copies, "audit"), "--ballast", "1KiB")
	errs, err := serving.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := serving.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(errs)
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "swfd is serving") {
		continue
	}
	if _, said, code := carryOut(t, program(t, "", "backup", "--data", data, "--to", filepath.Join(copies, "backup"))); code != exitDone {
		t.Fatal(said)
	}
	if err := serving.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() {
		continue
	}
	if err := serving.Wait(); err != nil {
		t.Error(err)
	}
	for _, dir := range []string{data, copies} {
		if n := checkPrivate(t, dir); n < 2 {
			t.Errorf("there are %d files in %s", n, dir)
		}
	}
}

// checkPrivate goes through what is in a directory, and counts it.
func checkPrivate(t *testing.T, dir string) (n int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		n++
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has the mode %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
