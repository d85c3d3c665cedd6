package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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

// start starts the process and waits until it serves.
func (o *ownServer) start(ctx context.Context, atMost time.Duration) error {
	serving, said, err := o.launch()
	if err != nil {
		return err
	}
	limit := time.NewTimer(atMost)
	defer limit.Stop()
	select {
	case o.url = <-serving:
		o.usage = usageOf(o.command.Process.Pid)
		return nil
	case <-o.exited:
		o.exited = nil
		return fmt.Errorf("the server did not start: %s", strings.TrimSpace(said.String()))
	case <-limit.C:
		return fmt.Errorf("the server did not start in %v", atMost)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// launch starts the process. The channel tells the address that it serves on; what else it says may be read when it has exited.
func (o *ownServer) launch() (<-chan string, *strings.Builder, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, nil, err
	}
	args := append(slices.Clone(o.args), "--listen", o.listen, "--data", filepath.Join(o.dir, "data"))
	o.command = exec.Command(program, args...)
	// Not with the terminal's interrupt: the server ends after what is measured.
	o.command.SysProcAttr = ownGroup()
	stderr, err := o.command.StderrPipe()
	if err != nil {
		return nil, nil, err
	}
	if err := o.command.Start(); err != nil {
		return nil, nil, fmt.Errorf("start a server: %w", err)
	}
	serving, said, exited := make(chan string, 1), &strings.Builder{}, make(chan error, 1)
	command := o.command
	o.exited = exited
	go func() {
		lines := bufio.NewScanner(stderr)
		for lines.Scan() {
			if url, ok := strings.CutPrefix(lines.Text(), servingOn); ok {
				serving <- url
			} else if said.Len() < 4<<10 {
				said.WriteString(lines.Text() + "\n")
			}
		}
		exited <- command.Wait()
	}()
	return serving, said, nil
}

// Kill ends the process at once. Its data stays.
func (o *ownServer) Kill() error {
	if err := o.command.Process.Kill(); err != nil {
		return fmt.Errorf("kill the server: %w", err)
	}
	_, err := o.awaitExit()
	return err
}

// stop ends the process, if there is one, and deletes its data.
func (o *ownServer) stop() error {
	if o.exited == nil {
		return os.RemoveAll(o.dir)
	}
	err := o.command.Process.Signal(syscall.SIGTERM)
	if errors.Is(err, errors.ErrUnsupported) || err != nil && !errors.Is(err, os.ErrProcessDone) {
		err = o.command.Process.Kill()
	}
	end, late := o.awaitExit()
	if end != nil {
		err = fmt.Errorf("the server that was measured: %w", end)
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
