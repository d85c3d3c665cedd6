package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/swfd/swfd/internal/config"
	"github.com/swfd/swfd/internal/server"
	"github.com/swfd/swfd/internal/trace"
)

func (c *cli) newServerCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "server",
		Short: "Serve the Amazon SWF API",
		Long: `Serve the Amazon SWF API: to this machine, or to others, with an access file and a certificate.

Every flag can be given by a variable instead, or in a TOML file: --poll-hold by SWFD_POLL_HOLD, or by poll-hold = "60s" in the file
that --config or SWFD_CONFIG names. The flag is the strongest of them, the file the weakest.
Traces are sent if OpenTelemetry's variables name an endpoint, such as OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318.
TERM and INT end the server when calls under way are done; a second one ends it at once. HUP loads the access file anew.`,
		Example: "  swfd server --data ./data\n  swfd server --memory --listen 127.0.0.1:0\n  swfd server --config /etc/swfd.toml",
		Args:    named(),
	}
	values := c.settings(cmd)
	c.complete(cmd, "log-level", "DEBUG", "INFO", "WARN", "ERROR")
	c.complete(cmd, "log-format", string(config.LogText), string(config.LogJSON), string(config.LogJournal))
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		v, err := values()
		if err != nil {
			return err
		}
		if v.Server.Trace, err = trace.FromEnvironment(c.variable); err != nil {
			return &ending{exitUsage, err}
		}
		defer raiseHeapFloor()()
		stderr := newLastWord(cmd.ErrOrStderr())
		v.Server.Level = &slog.LevelVar{}
		v.Server.Level.Set(v.LogLevel)
		v.Server.Log = newLog(stderr, v.LogFormat, v.Server.Level)
		for _, text := range config.Misspelt(c.environment()) {
			v.Server.Log.Warn(text)
		}
		opened := collectLess()
		s, err := server.Start(v.Server)
		opened()
		if errors.As(err, new(*server.ConfigError)) {
			return &ending{exitUsage, err}
		}
		if err != nil {
			return err
		}
		defer giveBack(restEvery)()
		if v.LogFormat == config.LogText {
			announce(stderr, s)
		}
		hangups := make(chan os.Signal, 1)
		if v.Server.Access != "" {
			signal.Notify(hangups, syscall.SIGHUP)
			defer signal.Stop(hangups)
		}
		return serve(cmd.Context(), stderr, v.Server.Log, s, hangups)
	}
	return cmd
}

// settings gives a command the flags of all settings, and returns what loads their values.
func (c *cli) settings(cmd *cobra.Command) func() (*config.Loaded, error) {
	flags := cmd.Flags()
	flags.SortFlags = false
	var file string
	flags.StringVar(&file, "config", "", "TOML file with settings (SWFD_CONFIG)")
	given := config.Defaults()
	for i := range config.Settings {
		s := &config.Settings[i]
		f := flags.VarPF(s.Value(given), s.Name, "", s.Help)
		if f.Value.Type() == "bool" {
			f.NoOptDefVal = "true"
		}
	}
	return func() (*config.Loaded, error) {
		sources := config.Sources{Flags: map[string]string{}, Variable: c.variable, File: file}
		flags.Visit(func(f *pflag.Flag) {
			if f.Name != "config" && isSetting(f.Name) {
				sources.Flags[f.Name] = f.Value.String()
			}
		})
		l, err := config.Load(sources)
		if err != nil {
			return nil, &ending{exitUsage, err}
		}
		return l, nil
	}
}

func isSetting(name string) bool {
	for i := range config.Settings {
		if config.Settings[i].Name == name {
			return true
		}
	}
	return false
}

// tell tells the service manager of the server's state. That it cannot be told is no reason to end.
func tell(log *slog.Logger, state string) {
	if err := notify(state); err != nil {
		log.Warn("the service manager was not told", "error", err)
	}
}

// servingOn is how the line begins that tells where a server is.
const servingOn = "swfd is serving on "

// announce says on plain lines where a server is, to people and to programs that wait for it. Logs of other forms hold it already.
func announce(stderr io.Writer, s *server.Server) {
	fmt.Fprintf(stderr, "%s%s\n", servingOn, s.URL())
	if url := s.AdminURL(); url != "" {
		fmt.Fprintf(stderr, "swfd answers operators on %s\n", url)
	}
}

// serve runs a server until ctx ends, and has it load its access file at each hangup. If the store fails, also while calls are being finished, the process ends at once: what
// could still be answered might be false, and who waits for the disk may wait for ever.
func serve(ctx context.Context, stderr *lastWord, log *slog.Logger, s *server.Server, hangups <-chan os.Signal) error {
	tell(log, "READY=1\nSTATUS=Serving on "+s.URL())
	closed := make(chan error, 1)
	context.AfterFunc(ctx, func() {
		log.Info("ending: answering held polls and finishing calls under way")
		tell(log, "STOPPING=1\nSTATUS=Finishing calls under way")
		closed <- s.Close(context.WithoutCancel(ctx))
	})
	for {
		select {
		case <-hangups:
			s.ReloadAccess()
		case err := <-closed:
			return err
		case err := <-s.Failed():
			stderr.say(fmt.Sprintf("swfd: the server has failed and ends now: %v\n", err))
			os.Exit(exitStoreFailed)
		}
	}
}

func (c *cli) newConfigCommand() *cobra.Command {
	var output string
	var markdown bool
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Print what every setting of the server is, and whence it came",
		Long: `Print the value of every setting of the server, and whence it came: a flag, a variable, the configuration file or the default. The
flags are those of swfd server. Secrets are not shown.`,
		Args: named(),
	}
	values := c.settings(cmd)
	cmd.Flags().StringVarP(&output, "output", "o", "table", "form of the output: table or json")
	cmd.Flags().BoolVar(&markdown, "markdown", false, "print docs/configuration.md instead")
	c.complete(cmd, "output", "table", "json")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		out := cmd.OutOrStdout()
		if markdown {
			_, err := io.WriteString(out, config.Markdown())
			return err
		}
		l, err := values()
		if err != nil {
			return err
		}
		for _, text := range config.Misspelt(c.environment()) {
			fmt.Fprintln(cmd.ErrOrStderr(), "swfd:", text)
		}
		switch output {
		case "json":
			return printJSON(out, l.Lines())
		case "table":
			t := newTable("SETTING", "VALUE", "FROM")
			for _, line := range l.Lines() {
				t.row(line.Name, line.Value, line.From)
			}
			return t.print(out, c.palette(out))
		}
		return usage("--output %q cannot be meant: give table or json", output)
	}
	return cmd
}
