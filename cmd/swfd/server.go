package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/swfd/swfd/internal/config"
	"github.com/swfd/swfd/internal/server"
)

func (c *cli) newServerCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "server",
		Short: "Serve the Amazon SWF API",
		Long: `Serve the Amazon SWF API on a loopback address.

Every flag can be given by a variable instead, or in a TOML file: --poll-hold by SWFD_POLL_HOLD, or by poll-hold = "60s" in the file
that --config or SWFD_CONFIG names. The flag is the strongest of them, the file the weakest.
TERM and INT end the server when calls under way are done; a second one ends it at once.`,
		Example: "  swfd server --data ./data\n  swfd server --memory --listen 127.0.0.1:0\n  swfd server --config /etc/swfd.toml",
		Args:    cobra.NoArgs,
	}
	values := c.settings(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		v, err := values()
		if err != nil {
			return err
		}
		v.Server.Log = newLog(cmd.ErrOrStderr(), v.LogLevel)
		return serve(cmd.Context(), cmd.ErrOrStderr(), v.Server)
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

func newLog(w io.Writer, level slog.Level) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: level}))
}

// serve runs a server until ctx ends. If the store fails, also while calls are being finished, the process ends at once: what
// could still be answered might be false, and who waits for the disk may wait for ever.
func serve(ctx context.Context, stderr io.Writer, c server.Config) error {
	s, err := server.Start(c)
	if err != nil {
		return err
	}
	fmt.Fprintf(stderr, "swfd is serving on %s\n", s.URL())
	closed := make(chan error, 1)
	context.AfterFunc(ctx, func() {
		c.Log.Info("ending: answering held polls and finishing calls under way")
		closed <- s.Close(context.WithoutCancel(ctx))
	})
	select {
	case err := <-closed:
		return err
	case err := <-s.Failed():
		fmt.Fprintln(stderr, "swfd: the server has failed and ends now:", err)
		os.Exit(exitStoreFailed)
		return nil
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
		Args: cobra.NoArgs,
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
