package blackbox

import (
	"fmt"
	"syscall"
	"testing"
)

// mountSmall makes a file system of its own, in memory, in a directory. Where that is not allowed the test is skipped.
func mountSmall(t *testing.T, dir string, mebibytes int) {
	t.Helper()
	if err := syscall.Mount("swfd-test", dir, "tmpfs", 0, fmt.Sprintf("size=%dm", mebibytes)); err != nil {
		t.Skipf("no small file system can be mounted here (%v): this needs to be root on Linux. The byte budget is tested all the same", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
}
