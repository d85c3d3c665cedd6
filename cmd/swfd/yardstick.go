package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/internal/bench"
	"github.com/swfd/swfd/internal/config"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/store/pebblestore"
)

// newYardstickServerCommand serves what swfd bench yardstick measures, in a process of its own as a server has it.
func newYardstickServerCommand() *cobra.Command {
	var listen, data string
	var bare bool
	cmd := &cobra.Command{
		Use: "yardstick-server", Short: "Serve the yardstick", Hidden: true, Args: named(),
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			defer raiseHeapFloor()()
			var s store.Store
			failed := make(chan error, 1)
			if !bare {
				log := newLog(cmd.ErrOrStderr(), config.LogText, slog.LevelError)
				p, err := pebblestore.Open(pebblestore.Options{Dir: data, Log: log, Fatal: func(err error) { failed <- err }})
				if err != nil {
					return err
				}
				defer func() { err = errors.Join(err, p.Close()) }()
				s = p
			}
			return serveYardstick(cmd, listen, bench.NewYardstick(s), failed)
		},
	}
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:0", "address to serve on")
	cmd.Flags().StringVar(&data, "data", "", "directory of the data")
	cmd.Flags().BoolVar(&bare, "bare", false, "commit nothing")
	return cmd
}

func serveYardstick(cmd *cobra.Command, listen string, handler http.Handler, failed <-chan error) error {
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", listen, err)
	}
	server := &http.Server{Handler: handler}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	fmt.Fprintf(cmd.ErrOrStderr(), "%shttp://%s\n", servingOn, l.Addr())
	select {
	case <-cmd.Context().Done():
	case err = <-failed:
	}
	err = errors.Join(err, server.Shutdown(context.WithoutCancel(cmd.Context())))
	if end := <-ended; !errors.Is(end, http.ErrServerClosed) {
		err = errors.Join(err, end)
	}
	return err
}
