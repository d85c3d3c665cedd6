package blackbox

import (
	"bufio"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// plainBinary is swfd without a race detector, also where the tests have one: it is measured.
var plainBinary = program(false)

// measuredProcess is a process of plainBinary that tells of itself over the operator's door.
type measuredProcess struct {
	*process
	operators string
}

func newMeasuredProcess(t *testing.T, flags ...string) *measuredProcess {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skipf("what a process takes is known on Linux only, not on %s", runtime.GOOS)
	}
	operators := steadyAddress(t)
	p := &process{program: plainBinary, dir: t.TempDir()}
	p.startTroubled(t, append(flags, "--admin-listen", operators, "--log-level", "INFO")...)
	p.troubled = false
	return &measuredProcess{p, "http://" + operators}
}

// gauges are the metrics of the process at a moment, each summed over its labels.
type gauges map[string]float64

// The metrics that every process written in Go has.
const (
	residentBytes   = "process_resident_memory_bytes"
	cpuSeconds      = "process_cpu_seconds_total"
	openDescriptors = "process_open_fds"
	goroutines      = "go_goroutines"
	heapBytes       = "go_memstats_heap_inuse_bytes"
	stackBytes      = "go_memstats_stack_inuse_bytes"
	waitingPolls    = "swfd_task_list_pollers"
)

// measure collects the process's garbage and reads its metrics.
func (p *measuredProcess) measure(t *testing.T) gauges {
	t.Helper()
	// The profile is of no interest, but that it collects the garbage first. What it leaves behind, the second collection takes.
	for range 2 {
		p.get(t, "/debug/pprof/heap?gc=1")
	}
	return p.read(t)
}

func (p *measuredProcess) read(t *testing.T) gauges {
	t.Helper()
	g := gauges{}
	lines := bufio.NewScanner(strings.NewReader(p.get(t, "/metrics")))
	for lines.Scan() {
		name, value, ok := strings.Cut(lines.Text(), " ")
		if !ok || strings.HasPrefix(name, "#") {
			continue
		}
		// The values of labels may hold spaces.
		value = value[strings.LastIndex(value, " ")+1:]
		name, _, _ = strings.Cut(name, "{")
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			t.Fatalf("the metric %q is %q", name, value)
		}
		g[name] += v
	}
	return g
}

func (p *measuredProcess) get(t *testing.T, path string) string {
	t.Helper()
	reply, err := http.Get(p.operators + path)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	var b strings.Builder
	if _, err := bufio.NewReader(reply.Body).WriteTo(&b); err != nil || reply.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v", path, reply.Status, err)
	}
	return b.String()
}
