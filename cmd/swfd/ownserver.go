package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/swfd/swfd/internal/bench"
)

// ownServer is a process of this program that serves on a temporary directory.
type ownServer struct {
	url     string
	dir     string
	command *exec.Cmd
	// exited receives the end of the process, once its standard error was read.
	exited chan error
	// usage tells what the process has used, nil where that cannot be known.
	usage func() (bench.Usage, error)
}

const (
	ownStartTime = 30 * time.Second
	ownEndTime   = 30 * time.Second
)

// startOwn starts the program with the given arguments, which have to make it serve, and waits until it tells where.
func startOwn(ctx context.Context, parent string, args []string) (_ *ownServer, err error) {
	o := &ownServer{exited: make(chan error, 1)}
	if o.dir, err = os.MkdirTemp(parent, "swfd-bench-"); err != nil {
		return nil, usage("make a directory for the server's data: %w", err)
	}
	serving, said, err := o.launch(args)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(o.dir))
	}
	limit := time.NewTimer(ownStartTime)
	defer limit.Stop()
	select {
	case o.url = <-serving:
		o.usage = usageOf(o.command.Process.Pid)
		return o, nil
	case err := <-o.exited:
		o.exited <- err
		return nil, errors.Join(fmt.Errorf("the server did not start: %s", strings.TrimSpace(said.String())), os.RemoveAll(o.dir))
	case <-limit.C:
		return nil, errors.Join(fmt.Errorf("the server did not start in %v", ownStartTime), o.stop())
	case <-ctx.Done():
		return nil, errors.Join(ctx.Err(), o.stop())
	}
}

// launch starts the process. The channel tells the address that it serves on; what else it says may be read when it has exited.
func (o *ownServer) launch(args []string) (<-chan string, *strings.Builder, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, nil, err
	}
	args = append(args, "--listen", "127.0.0.1:0", "--data", filepath.Join(o.dir, "data"))
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
	serving, said := make(chan string, 1), &strings.Builder{}
	go func() {
		lines := bufio.NewScanner(stderr)
		for lines.Scan() {
			if url, ok := strings.CutPrefix(lines.Text(), servingOn); ok {
				serving <- url
			} else if said.Len() < 4<<10 {
				said.WriteString(lines.Text() + "\n")
			}
		}
		o.exited <- o.command.Wait()
	}()
	return serving, said, nil
}

// stop ends the process and deletes its data.
func (o *ownServer) stop() error {
	err := o.command.Process.Signal(syscall.SIGTERM)
	if errors.Is(err, errors.ErrUnsupported) || err != nil && !errors.Is(err, os.ErrProcessDone) {
		err = o.command.Process.Kill()
	}
	limit := time.NewTimer(ownEndTime)
	defer limit.Stop()
	select {
	case end := <-o.exited:
		if end != nil {
			err = fmt.Errorf("the server that was measured: %w", end)
		}
	case <-limit.C:
		err = errors.Join(fmt.Errorf("the server did not end in %v", ownEndTime), o.command.Process.Kill())
	}
	return errors.Join(err, os.RemoveAll(o.dir))
}
