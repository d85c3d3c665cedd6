// Command swfd is a self-hosted server for the Amazon SWF API, and the tools around it: commands that operate any server of that
// API, Amazon's own too, and that look at histories and stores.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	keepPrivate()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// After the first signal the default action is back: a second one ends the process at once.
	context.AfterFunc(ctx, stop)
	status := newCLI().run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}
