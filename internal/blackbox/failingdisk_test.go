package blackbox

import (
	"errors"
	"flag"
	"fmt"
	mathrand "math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

var failures = flag.Int("disk-failures", number("SWFD_DISK_FAILURES", 3),
	"at how many points the disk fails under load; also SWFD_DISK_FAILURES")

// The disk fails at some operation, and only then, while 64 clients work: a write or a sync of the log, or what a start needs. The process
// ends with a line that says why, and the next one has everything that was acknowledged.
func TestFailingDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("to fail takes some seconds")
	}
	f := newFleet(t, newTroubledProcess(t, "--poll-hold", "500ms"), seedOf(t, *tortureSeed), time.Duration(*failures)*30*time.Second)
	a := &adversary{fleet: f, rand: newRand(f.seed), done: map[string]int{}}
	fail := map[string]func() error{"a failed write or sync of the log": a.failLog, "a disk that fails at the start": a.failStart}
	v := f.work64(func() {
		for n := range *failures {
			a.awaitWork()
			name := "a failed write or sync of the log"
			if n%3 == 2 {
				name = "a disk that fails at the start"
			}
			if err := fail[name](); err != nil {
				t.Errorf("%s: %v", name, err)
				return
			}
			a.done[name]++
		}
	})
	if v == nil {
		return
	}
	t.Logf("%s; %v", a, v)
	if len(a.done) == 0 {
		t.Error("too little has happened to tell")
	}
	prove(t, proof{
		demand:   "A13: a disk that fails at any point ends the process with a clear line, and nothing acknowledged is lost",
		injected: a.String(), toll: v.toll(),
	})
}

// Some bytes of the store have turned bad while no server ran. The runs that they belong to cannot be read, which the log and swfd check
// tell; all others are served as before.
func TestDamagedTable(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes some seconds to write a table")
	}
	t.Parallel()
	p := &process{program: binary, dir: filepath.Join(t.TempDir(), "data")}
	p.startTroubled(t, "--poll-hold", "1s")
	x := newAccountOn(t, p)
	x.registerDomain()
	x.registerTypes()
	const many = 100
	for i := range many {
		r := x.start(fmt.Sprint("w ", i), func(in *sdk.StartWorkflowExecutionInput) { in.Input = new(noise(longestText)) })
		r.terminate()
	}
	runs := x.runs
	// The next server writes what stands in the log into a table.
	x.must(p.terminate())
	p.restart(t)
	x.must(p.terminate())
	damage(t, p.dir)
	p.restart(t)
	bad := x.countUnreadable(runs)
	t.Logf("%d of %d histories cannot be read", bad, len(runs))
	if bad == 0 || bad > len(runs)/2 {
		t.Errorf("%d of %d histories cannot be read", bad, len(runs))
	}
	if bad > 0 {
		p.expectLogged(t, "level=ERROR", "request failed", "operation=GetWorkflowExecutionHistory", "shard", "checksum")
	}
	x.start("the next").terminate()
	p.expectReadiness(t, time.Second, http.StatusOK, "ok")
	x.must(p.terminate())
	prove(t, proof{
		demand: "A13: damaged bytes are told of by row, and all other runs are served", injected: "one damaged table", toll: uncounted,
		measured: fmt.Sprintf("%d of %d histories cannot be read", bad, len(runs)),
	})
}

// noise is a text that no compression makes shorter by much.
func noise(n int) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[mathrand.IntN(len(alphabet))]
	}
	return planted + string(b[len(planted):])
}

// damage changes a byte in the middle of the largest table.
func damage(t *testing.T, dir string) {
	t.Helper()
	tables, err := filepath.Glob(filepath.Join(dir, "*.sst"))
	if err != nil || len(tables) == 0 {
		t.Fatalf("no table was found: %v", err)
	}
	largest, size := "", int64(0)
	for _, name := range tables {
		if info, err := os.Stat(name); err == nil && info.Size() > size {
			largest, size = name, info.Size()
		}
	}
	f, err := os.OpenFile(largest, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	var b [1]byte
	_, err = f.ReadAt(b[:], size/2)
	b[0] ^= 0x10
	_, werr := f.WriteAt(b[:], size/2)
	if err := errors.Join(err, werr, f.Close()); err != nil {
		t.Fatal(err)
	}
}

// countUnreadable reads all histories: each is whole, or refused as the failure of the server that it is.
func (x *tenant) countUnreadable(runs []*run) (bad int) {
	x.t.Helper()
	for _, r := range runs {
		out, err := x.client.GetWorkflowExecutionHistory(x.ctx, &sdk.GetWorkflowExecutionHistoryInput{Domain: new(domain), Execution: r.execution()})
		var reply *smithyhttp.ResponseError
		switch {
		case err == nil:
			if len(out.Events) != 3 || out.Events[2].EventType != types.EventTypeWorkflowExecutionTerminated {
				x.t.Errorf("%s has %d events", r.workflowID, len(out.Events))
			}
			if in := aws.ToString(out.Events[0].WorkflowExecutionStartedEventAttributes.Input); !strings.HasPrefix(in, planted) {
				x.t.Errorf("%s has lost its input", r.workflowID)
			}
		case errors.As(err, &reply) && reply.HTTPStatusCode() == http.StatusInternalServerError:
			bad++
		default:
			x.t.Errorf("%s: %v", r.workflowID, err)
		}
	}
	return bad
}
