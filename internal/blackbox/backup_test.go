package blackbox

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"

	"github.com/swfd/swfd/internal/historycheck"
)

var backups = flag.Int("backups", number("SWFD_BACKUPS", 1), "how many backups the backup test makes; also SWFD_BACKUPS")

// backup is a copy of a store that was made while applications worked on it.
type backup struct {
	dir string
	// entries is how many calls had been answered when it was asked for, and runs those that had been heard of.
	entries int
	runs    map[string]string
}

// Backups are made while applications work on the server. Each becomes a store that is sound, and has everything that was acknowledged
// before the backup began; and no token from before is good there.
func TestBackupUnderLoad(t *testing.T) {
	if testing.Short() {
		t.Skip("the backup test takes some seconds")
	}
	f := newFleet(t, newProcess(t, "--poll-hold", "500ms"), rand.Uint64N(1<<32), time.Duration(*backups)*30*time.Second)
	x, ctx := f.x, f.x.ctx
	x.startIdle(1)
	task, err := x.client.PollForDecisionTask(ctx, &sdk.PollForDecisionTaskInput{Domain: new(domain), TaskList: &types.TaskList{Name: new("idle")}})
	x.must(err)

	working, stop := context.WithCancel(ctx)
	defer stop()
	f.start(working, working)
	var made []backup
	for i := range *backups {
		f.awaitAnswers(300)
		made = append(made, f.backUp(filepath.Join(t.TempDir(), fmt.Sprint(i))))
	}
	stop()
	f.crew.Wait()
	for _, b := range made {
		f.checkBackup(b, task.TaskToken)
	}
	x.respond(task.TaskToken)
}

// respond completes a decision task without decisions.
func (x *tenant) respond(token *string) {
	x.t.Helper()
	_, err := x.client.RespondDecisionTaskCompleted(x.ctx, &sdk.RespondDecisionTaskCompletedInput{TaskToken: token})
	x.must(err)
}

// backUp makes a backup, with the command.
func (f *fleet) backUp(dir string) backup {
	f.x.t.Helper()
	f.journal.mu.Lock()
	b := backup{dir: dir, entries: len(f.journal.entries), runs: maps.Clone(f.journal.runs)}
	f.journal.mu.Unlock()
	f.command("backup", "--data", f.x.server.dir, "--to", dir)
	return b
}

func (f *fleet) command(args ...string) {
	f.x.t.Helper()
	path, err := binary()
	f.x.must(err)
	command := exec.Command(path, args...)
	command.Env = environment()
	if said, err := command.CombinedOutput(); err != nil {
		f.x.t.Fatalf("swfd %v: %v\n%s", args, err, said)
	}
}

// checkBackup restores a backup, serves it, and looks for all that was acknowledged.
func (f *fleet) checkBackup(b backup, token *string) {
	t := f.x.t
	t.Helper()
	data := filepath.Join(t.TempDir(), "restored")
	f.command("check", "--data", b.dir)
	f.command("restore", "--from", b.dir, "--data", data)
	f.command("check", "--data", data)
	server, err := serve(data, steadyAddress(t))
	f.x.must(err)
	x := *f.x
	x.server, x.client = server, newClient(server.address, f.x.account, region)
	restored := &fleet{x: &x, journal: &journal{entries: f.journal.entries[:b.entries], runs: b.runs}}
	runs := restored.gather(nil)
	log := restored.journal.resolve(t, runs)
	set := make([]historycheck.Run, len(runs))
	for i, r := range runs {
		set[i] = r.Run
	}
	beyond := slices.Clone(log)
	for _, e := range f.journal.entries[b.entries:] {
		beyond = append(beyond, e.Call)
		e.Outcome = historycheck.Unknown
		log = append(log, e.Call)
	}
	report := historycheck.CheckSet(set, log, historycheck.Partial)
	for _, v := range report.Violations {
		t.Error(v)
	}
	t.Logf("%d calls had been answered: %d runs with %d events were restored, %d lost, %d duplicated", b.entries, report.Runs, report.Events, report.Lost, report.Duplicated)
	if report.Events == 0 || b.entries == 0 {
		t.Error("too little has happened to tell")
	}
	if historycheck.CheckSet(set, beyond, historycheck.Partial).Lost == 0 {
		t.Error("the checker does not see that what was acknowledged after the backup is not there")
	}
	_, err = x.client.RespondDecisionTaskCompleted(x.ctx, &sdk.RespondDecisionTaskCompletedInput{TaskToken: token})
	expectCode(t, err, "ValidationException", "Invalid token")
	if err := server.terminate(); err != nil {
		t.Error(err)
	}
	server.checkStore(t)
}
