package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/swfd/swfd/internal/bench"
)

// ownServer is a process of this program that serves on a temporary directory.
type ownServer struct {
	url  string
	dir  string
	args []string
	// listen is the address to serve on, with the port of the last time once there is one.
	listen  string
	command *exec.Cmd
	// exited receives the end of the process, once its standard error was read. It is nil while there is none.
	exited chan error
	// said is what the process has said beside its address, which may be read when it has exited.
	said *strings.Builder
	// usage tells what the process has used, nil where that cannot be known.
	usage func() (bench.Usage, error)
}

const (
	ownStartTime = 30 * time.Second
	// ownRestartTime is how long it may take to open all the data that was written before.
	ownRestartTime = 10 * time.Minute
	ownEndTime     = 30 * time.Second
)

// startOwn starts the program with the given arguments, which have to make it serve, and waits until it tells where.
func startOwn(ctx context.Context, parent string, args []string) (_ *ownServer, err error) {
	o := &ownServer{args: args, listen: "127.0.0.1:0"}
	if o.dir, err = os.MkdirTemp(parent, "swfd-bench-"); err != nil {
		return nil, usage("make a directory for the server's data: %w", err)
	}
	if err := o.start(ctx, ownStartTime); err != nil {
		return nil, errors.Join(err, o.stop())
	}
	return o, nil
}

// Start starts the process again.
func (o *ownServer) Start(ctx context.Context) error {
	o.listen = strings.TrimPrefix(o.url, "http://")
	return o.start(ctx, ownRestartTime)
}

// errOwnEnded is the end of a server that nobody has ended.
var errOwnEnded = errors.New("the server that was measured has ended")

// start starts the process and waits until it serves.
func (o *ownServer) start(ctx context.Context, atMost time.Duration) error {
	serving, err := o.launch()
	if err != nil {
		return err
	}
	limit := time.NewTimer(atMost)
	defer limit.Stop()
	select {
	case o.url = <-serving:
		o.usage = usageOf(o.command.Process.Pid)
		return nil
	case end := <-o.exited:
		o.exited = nil
		return o.notStarted(end)
	case <-limit.C:
		return fmt.Errorf("the server did not start in %v", atMost)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// notStarted is the error of a server that has ended before it served. If it was its command line, then so it is for this command.
func (o *ownServer) notStarted(end error) error {
	err := fmt.Errorf("the server did not start: %s", o.lastWords(end))
	var status *exec.ExitError
	if errors.As(end, &status) && status.ExitCode() == exitUsage {
		return &ending{exitUsage, err}
	}
	return err
}

// lastWords is the line by which a process of this program has told why it ends, or how it has ended if there is none.
func (o *ownServer) lastWords(end error) string {
	for _, line := range slices.Backward(strings.Split(o.said.String(), "\n")) {
		if text, ok := strings.CutPrefix(line, "swfd: "); ok {
			return text
		}
	}
	if end != nil {
		return end.Error()
	}
	return "it has ended without a word"
}

// launch starts the process. The channel tells the address that it serves on.
func (o *ownServer) launch() (<-chan string, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	args := append(slices.Clone(o.args), "--listen", o.listen, "--data", filepath.Join(o.dir, "data"))
	o.command = exec.Command(program, args...)
	// Not with the terminal's interrupt: the server ends after what is measured.
	o.command.SysProcAttr = ownGroup()
	stderr, err := o.command.StderrPipe()
	if err != nil {
		return nil, err
	}
	serving, said, exited := make(chan string, 1), &strings.Builder{}, make(chan error, 1)
	command, started := o.command, make(chan error)
	go func() {
		// The process ends with this thread, if that is asked of the system.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := command.Start()
		started <- err
		if err == nil {
			listenTo(stderr, serving, said)
			exited <- command.Wait()
		}
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start a server: %w", err)
	}
	o.exited, o.said = exited, said
	return serving, nil
}

// mostSaid is how much of what a process says last is kept.
const mostSaid = 4 << 10

// listenTo reads what a process says until it ends: where it serves, and everything else. A line that is very long is read in pieces.
func listenTo(stderr io.Reader, serving chan<- string, said *strings.Builder) {
	lines := bufio.NewReaderSize(stderr, mostSaid)
	for {
		line, err := lines.ReadSlice('\n')
		url, ok := strings.CutPrefix(string(line), servingOn)
		switch {
		case ok && len(serving) < cap(serving):
			serving <- strings.TrimSpace(url)
		default:
			if said.Len()+len(line) > mostSaid {
				said.Reset()
			}
			said.Write(line)
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return
		}
	}
}

// Kill ends the process at once. Its data stays.
func (o *ownServer) Kill() error {
	if err := o.command.Process.Kill(); err != nil {
		return fmt.Errorf("kill the server: %w", err)
	}
	_, err := o.awaitExit()
	return err
}

// stop ends the process, if there is one, and deletes its data. The error is errOwnEnded if the process had ended before, or ends with a failure.
func (o *ownServer) stop() error {
	if o.exited == nil {
		return os.RemoveAll(o.dir)
	}
	err := o.command.Process.Signal(syscall.SIGTERM)
	before, asked := errors.Is(err, os.ErrProcessDone), err == nil
	if !before && !asked {
		// There are systems on which a process cannot be asked to end.
		err = o.command.Process.Kill()
	}
	end, late := o.awaitExit()
	if before || asked && end != nil {
		err = fmt.Errorf("%w: %s", errOwnEnded, o.lastWords(end))
	}
	return errors.Join(err, late, os.RemoveAll(o.dir))
}

// awaitExit waits until the process has ended, and returns how. One that does not end is late.
func (o *ownServer) awaitExit() (end, late error) {
	limit := time.NewTimer(ownEndTime)
	defer limit.Stop()
	select {
	case end = <-o.exited:
		o.exited = nil
		return end, nil
	case <-limit.C:
		return nil, errors.Join(fmt.Errorf("the server did not end in %v", ownEndTime), o.command.Process.Kill())
	}
}
