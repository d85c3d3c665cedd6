package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/internal/config"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/store/pebblestore"
	"github.com/swfd/swfd/internal/storecheck"
)

func (c *cli) newCheckCommand() *cobra.Command {
	var data, output string
	cmd := &cobra.Command{
		Use: "check --data DIR", Short: "Verify every row of a store that no server uses",
		Long: `Verify a store: every row can be read, every history is lawful, the state of every run is what follows from its history and its
heartbeats, no row belongs to nothing, and nothing between executions is lost. Nothing is changed, not even what a server would mend
at its start. End the server before, or check a copy of the directory. What is wrong is told by its key, and the exit code is 6.`,
		Args: named(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if value, ok := c.variable("SWFD_DATA"); ok && data == "" {
				data = value
			}
			if data == "" {
				return usage("which store is to be checked? Give --data DIR")
			}
			if output != "table" && output != "json" {
				return usage("--output %q cannot be meant: give table or json", output)
			}
			report, err := c.checkStore(cmd, data)
			if err != nil {
				return err
			}
			return printReport(cmd, report, output)
		},
	}
	cmd.Flags().StringVar(&data, "data", "", "directory of the store (SWFD_DATA)")
	cmd.Flags().StringVarP(&output, "output", "o", "table", "form of the output: table or json")
	c.complete(cmd, "output", "table", "json")
	return cmd
}

func (c *cli) checkStore(cmd *cobra.Command, data string) (report *storecheck.Report, err error) {
	r, err := pebblestore.OpenReader(pebblestore.Options{Dir: data, Log: newLog(cmd.ErrOrStderr(), config.LogText, slog.LevelError)})
	switch {
	case errors.Is(err, pebblestore.ErrDamaged):
		return nil, &ending{exitFound, fmt.Errorf("%w; keep a copy of the directory before anything else", err)}
	case errors.Is(err, pebblestore.ErrNoStore), errors.Is(err, fs.ErrNotExist):
		return nil, &ending{exitUsage, err}
	case err != nil:
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	p := c.progress(cmd.ErrOrStderr())
	defer p.done()
	return storecheck.Check(cmd.Context(), r, func(shards int, counts storecheck.Counts) {
		p.tell("%d of %d shards: %s", shards, store.Shards, counts)
	})
}

func printReport(cmd *cobra.Command, r *storecheck.Report, output string) error {
	out := cmd.OutOrStdout()
	var err error
	switch output {
	case "json":
		err = printJSON(out, r)
	case "table":
		_, err = fmt.Fprint(out, r)
	}
	if err != nil || len(r.Violations) == 0 {
		return err
	}
	return &ending{exitFound, fmt.Errorf("the store is damaged: %s", counted(len(r.Violations)+r.More, "violation"))}
}
