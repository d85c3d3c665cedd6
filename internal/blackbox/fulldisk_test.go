package blackbox

import (
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/swfd/swfd/internal/faults"
)

var fulls = flag.Int("full-disks", number("SWFD_FULL_DISKS", 1), "how often the disk is filled under load; also SWFD_FULL_DISKS")

// smallDiskSize is the size of the small file system, in MiB.
const smallDiskSize = 256

// A neighbour fills the disk to the last byte while 64 clients work. Writes are refused within a second, with status 503 and a reason;
// reads go on; nothing that was acknowledged is lost; and when the neighbour has gone the server goes on by itself.
func TestFullDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("to fill disks takes some seconds")
	}
	t.Run("a small file system", func(t *testing.T) {
		mount := t.TempDir()
		mountSmall(t, mount, smallDiskSize)
		p := &process{program: binary, dir: filepath.Join(mount, "data")}
		p.startTroubled(t, "--poll-hold", "500ms")
		neighbour := filepath.Join(mount, "neighbour")
		testFullDisk(t, p, func() error { return fillUp(neighbour) }, func() error { return os.Remove(neighbour) })
	})
	t.Run("a byte budget", func(t *testing.T) {
		p := newTroubledProcess(t, "--poll-hold", "500ms")
		testFullDisk(t, p, p.fill, func() error { return p.troubles.set(func(p *faults.Plan) { p.Limited = false }) })
	})
}

func testFullDisk(t *testing.T, p *process, fill, free func() error) {
	f := newFleet(t, p, seedOf(t, 0), time.Duration(*fulls)*30*time.Second)
	a := newAdversary(f)
	v := f.work64(func() {
		for range *fulls {
			a.awaitWork()
			if err := f.x.fillAndFree(fill, free); err != nil {
				t.Error(err)
				return
			}
			a.done["a full disk"]++
			a.awaitWork()
		}
	})
	if v == nil {
		return
	}
	t.Logf("%s; %v", a, v)
	prove(t, proof{
		demand:   "A12: a full disk refuses writes within a second with 503 and the cause, reads go on, nothing is lost, and it ends by itself",
		injected: a.String(), toll: v.toll(),
	})
}

// fillUp writes a file until there is no room.
func fillUp(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	noise := make([]byte, 1<<20)
	// It never fails.
	_, _ = rand.Read(noise)
	for err == nil {
		_, err = f.Write(noise)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		return errors.Join(err, f.Close())
	}
	return f.Close()
}

// fillAndFree fills the disk, looks at what the server makes of it, and frees it again.
func (x *tenant) fillAndFree(fill, free func() error) error {
	t, p := x.t, x.server
	t.Helper()
	if err := fill(); err != nil {
		return err
	}
	p.expectReadiness(t, time.Second, http.StatusServiceUnavailable, "refuses writes", p.dir)
	if err := x.expectRefusal(); err != nil {
		return err
	}
	if err := free(); err != nil {
		return err
	}
	p.expectReadiness(t, 5*time.Second, http.StatusOK)
	p.expectLogged(t, "level=ERROR", "the store refuses writes until space is freed", p.dir)
	p.expectLogged(t, "level=INFO", "the store accepts writes again")
	return nil
}

// expectRefusal checks that a write is refused at once, with status 503 and a reason, and that reads are answered.
func (x *tenant) expectRefusal() error {
	begin := time.Now()
	_, err := x.client.SignalWorkflowExecution(x.ctx, &sdk.SignalWorkflowExecutionInput{
		Domain: new(domain), WorkflowId: new("nobody"), SignalName: new("s"), Input: new(planted),
	})
	took := time.Since(begin)
	var reply *smithyhttp.ResponseError
	switch {
	case !errors.As(err, &reply) || reply.HTTPStatusCode() != http.StatusServiceUnavailable || !strings.Contains(err.Error(), "refuses writes"):
		return fmt.Errorf("a write was answered with %w, and not refused", err)
	case took > time.Second:
		return fmt.Errorf("a write was refused after %v only", took)
	}
	_, err = x.client.ListOpenWorkflowExecutions(x.ctx, &sdk.ListOpenWorkflowExecutionsInput{
		Domain: new(domain), StartTimeFilter: always(), MaximumPageSize: 1,
	})
	if err != nil {
		return fmt.Errorf("a read was not answered while writes are refused: %w", err)
	}
	return nil
}
