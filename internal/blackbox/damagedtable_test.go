package blackbox

import (
	"errors"
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

// Some bytes of the store have turned bad while no server ran. The runs that they belong to cannot be read, which the log and swfd check
// tell; all others are served as before.
func TestDamagedTable(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes some seconds to write a table")
	}
	t.Parallel()
	p := &process{program: binary, dir: filepath.Join(t.TempDir(), "data")}
	p.startTroubled(t, "--poll-hold", "1s")
	x := newTenantFor(t, p, testTime)
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
