package main

import (
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A measurement that is killed cannot end its server, so the system does. The data stays.
func TestBenchIsKilled(t *testing.T) {
	dir := t.TempDir()
	cmd := benchProcess(t, dir, "--warm-up", "1h")
	awaitProgress(t, cmd)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	locks, err := filepath.Glob(filepath.Join(dir, "*", "data", "LOCK"))
	if err != nil || len(locks) != 1 {
		t.Fatalf("the locks are %v, %v", locks, err)
	}
	lock, err := os.OpenFile(locks[0], os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	// The server has the lock until it has ended.
	if err := syscall.FcntlFlock(lock.Fd(), syscall.F_SETLKW, &syscall.Flock_t{Type: syscall.F_WRLCK, Whence: io.SeekStart}); err != nil {
		t.Fatal(err)
	}
}
