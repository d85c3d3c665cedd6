package main

import (
	"context"
	"io"
	"os"
	"time"

	"github.com/swfd/swfd/swf"
)

// cli is what the commands find around them; tests give them something else.
type cli struct {
	// now is the wall clock, for ages and progress.
	now func() time.Time
	// sleep waits between two looks, or until ctx ends.
	sleep func(ctx context.Context, d time.Duration) error
	// connect makes a client of the API, and tells whose it is.
	connect func(ctx context.Context, c connection) (swf.Service, string, error)
	// isTerminal reports whether a stream is a person's terminal.
	isTerminal func(stream any) bool
	// variable looks up an environment variable, and environment lists all of them as NAME=value.
	variable    func(name string) (string, bool)
	environment func() []string
}

func newCLI() *cli {
	return &cli{now: time.Now, sleep: sleep, connect: connect, isTerminal: isTerminal, variable: os.LookupEnv, environment: os.Environ}
}

// run carries out a command line and returns the exit code. Errors are told on stderr, on one line.
func (c *cli) run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := c.newCommand()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	cmd, err := root.ExecuteContextC(ctx)
	return c.end(ctx, cmd, err)
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
	return ctx.Err()
}

func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	// Where there is nobody, this is what a program is given to read from.
	null, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(info, null)
}
