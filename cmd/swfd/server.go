package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/internal/server"
	"github.com/swfd/swfd/internal/trace"
)

func newServerCommand() *cobra.Command {
	c := server.Config{}
	level, format := &slog.LevelVar{}, formatText
	cmd := &cobra.Command{
		Use:   "server",
		Short: "Serve the Amazon SWF API",
		Long: `Serve the Amazon SWF API on a loopback address.

Every flag can be given by a variable instead: --listen by SWFD_LISTEN, --poll-hold by SWFD_POLL_HOLD.
Traces are sent if OpenTelemetry's variables name an endpoint, such as OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318.
TERM and INT end the server when calls under way are done; a second one ends it at once.`,
		Example: "  swfd server --data ./data\n  swfd server --memory --listen 127.0.0.1:0",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := fromEnvironment(cmd.Flags()); err != nil {
				return err
			}
			var err error
			if c.Log, err = newLog(cmd.ErrOrStderr(), format, level); err != nil {
				return err
			}
			c.Level = level
			if c.Trace, err = trace.FromEnvironment(os.LookupEnv); err != nil {
				return err
			}
			s, err := server.Start(c)
			if err != nil {
				return err
			}
			if format == formatText {
				announce(cmd.ErrOrStderr(), s)
			}
			return serve(cmd.Context(), cmd.ErrOrStderr(), c.Log, s)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&c.Listen, "listen", server.DefaultListen, "loopback address to serve on; port 0 takes any free one")
	flags.StringVar(&c.Data, "data", "", "directory of the data, created if it is missing")
	flags.BoolVar(&c.Memory, "memory", false, "keep everything in memory, and lose it at the end")
	flags.DurationVar(&c.PollHold, "poll-hold", time.Minute, "how long a poll waits for a task")
	flags.Uint64Var(&c.MinFree, "min-free", 0, "free bytes on the disk under which writes are refused; 0 chooses by the size of the disk")
	flags.TextVar(level, "log-level", level, "least level of what is logged: DEBUG, INFO, WARN or ERROR")
	flags.StringVar(&format, "log-format", format, "form of the log: text, json, or journal (text for systemd's journal)")
	flags.StringVar(&c.AdminListen, "admin-listen", "",
		"loopback address for operators, such as 127.0.0.1:7934: metrics, figures, profiles; none if empty")
	return cmd
}

// tell tells the service manager of the server's state. That it cannot be told is no reason to end.
func tell(log *slog.Logger, state string) {
	if err := notify(state); err != nil {
		log.Warn("the service manager was not told", "error", err)
	}
}

// announce says on plain lines where a server is, to people and to programs that wait for it. Logs of other forms hold it already.
func announce(stderr io.Writer, s *server.Server) {
	fmt.Fprintf(stderr, "swfd is serving on %s\n", s.URL())
	if url := s.AdminURL(); url != "" {
		fmt.Fprintf(stderr, "swfd answers operators on %s\n", url)
	}
}

// serve runs a server until ctx ends. If the store fails, also while calls are being finished, the process ends at once: what
// could still be answered might be false, and who waits for the disk may wait for ever.
func serve(ctx context.Context, stderr io.Writer, log *slog.Logger, s *server.Server) error {
	tell(log, "READY=1\nSTATUS=Serving on "+s.URL())
	closed := make(chan error, 1)
	context.AfterFunc(ctx, func() {
		log.Info("ending: answering held polls and finishing calls under way")
		tell(log, "STOPPING=1\nSTATUS=Finishing calls under way")
		closed <- s.Close(context.WithoutCancel(ctx))
	})
	select {
	case err := <-closed:
		return err
	case err := <-s.Failed():
		fmt.Fprintln(stderr, "swfd: the server has failed and ends now:", err)
		os.Exit(2)
		return nil
	}
}
