package main

import (
	"encoding/json"
	"runtime"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/server"
)

func TestVersion(t *testing.T) {
	stdout, _, code := run(t, t.Context(), "version")
	if code != exitDone || !strings.HasPrefix(stdout, "swfd ") || !strings.Contains(stdout, runtime.Version()) ||
		!strings.Contains(stdout, runtime.GOOS+"/"+runtime.GOARCH) {
		t.Errorf("got %q, %d", stdout, code)
	}
	stdout, _, code = run(t, t.Context(), "version", "--json")
	var build server.Build
	if code != exitDone || json.Unmarshal([]byte(stdout), &build) != nil || build != server.ReadBuild() {
		t.Errorf("got %q, %d", stdout, code)
	}
}

// The text tells all that the build knew.
func TestDescribeBuild(t *testing.T) {
	got := describeBuild(server.Build{
		Version: "v1.2.3", Revision: "abc", Time: "2026-01-02T03:04:05Z", Modified: true, Go: "go1.26", Platform: "linux/arm64",
	})
	const want = `swfd v1.2.3
  commit    abc with changes
  of        2026-01-02T03:04:05Z
  built by  go1.26
  for       linux/arm64
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
