package blackbox

import (
	"cmp"
	"fmt"
	"os"
	"strings"
	"testing"
)

// proof is one line of the table that make prove writes.
type proof struct {
	// demand is what was demanded, and injected what was done to the server.
	demand, injected string
	toll             toll
	// measured are other figures, "" if there are none.
	measured string
}

// toll is what came of the calls. A thing that cannot be counted is -1.
type toll struct{ lost, duplicated, stuck int }

// uncounted is the toll of a test that counts no calls.
var uncounted = toll{-1, -1, -1}

// prove writes a line of the table, into the file that SWFD_PROVE names if there is one: a row of Markdown, with the test's verdict.
func prove(t *testing.T, p proof) {
	t.Helper()
	path := os.Getenv("SWFD_PROVE")
	if path == "" {
		return
	}
	verdict := "holds"
	if t.Failed() {
		verdict = "**FAILED**"
	}
	cells := []string{
		p.demand, t.Name(), p.injected, cell(p.toll.lost), cell(p.toll.duplicated), cell(p.toll.stuck),
		cmp.Or(p.measured, "-"), verdict,
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		t.Error(err)
		return
	}
	if _, err := fmt.Fprintf(file, "| %s |\n", strings.Join(cells, " | ")); err != nil {
		t.Error(err)
	}
	if err := file.Close(); err != nil {
		t.Error(err)
	}
}

// proving reports whether such a table is written. Then tests that measure run alone, and may demand what other work on the machine would
// spoil.
func proving() bool { return os.Getenv("SWFD_PROVE") != "" }

func cell(n int) string {
	if n < 0 {
		return "-"
	}
	return fmt.Sprint(n)
}
