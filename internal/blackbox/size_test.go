package blackbox

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// number reads a whole number from a variable, and duration a duration.
func number(variable string, otherwise int) int {
	return extent(variable, otherwise, "a whole number", strconv.Atoi)
}

func duration(variable string, otherwise time.Duration) time.Duration {
	return extent(variable, otherwise, "a duration, such as 90s or 2h", time.ParseDuration)
}

// extent reads from a variable how much is to be done. What cannot be meant ends everything: else little would be done, and pass for much.
func extent[T int | time.Duration](variable string, otherwise T, meant string, parse func(string) (T, error)) T {
	text := os.Getenv(variable)
	if text == "" {
		return otherwise
	}
	value, err := parse(text)
	if err != nil || value < 0 {
		fmt.Fprintf(os.Stderr, "%s: %q cannot be meant: give %s\n", variable, text, meant)
		os.Exit(2)
	}
	return value
}

// A size that cannot be meant is no small one.
func TestSizesThatCannotBeMeant(t *testing.T) {
	for _, variable := range []string{"SWFD_KILLS=20O", "SWFD_KILLS=-1", "SWFD_SOAK=60", "SWFD_SOAK=-1s", "SWFD_SOAK=long"} {
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), self, "-test.run=^$")
		cmd.Env = append(os.Environ(), variable)
		said, err := cmd.CombinedOutput()
		name, _, _ := strings.Cut(variable, "=")
		if code := cmd.ProcessState.ExitCode(); err == nil || code != 2 || !strings.HasPrefix(string(said), name+": ") || strings.Count(string(said), "\n") != 1 {
			t.Errorf("%s: exit code %d: %s", variable, code, said)
		}
	}
}
