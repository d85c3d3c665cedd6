package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/internal/control"
)

// controlled is what a command is called with that speaks to the server of a data directory.
type controlled struct {
	*cli
	cmd          *cobra.Command
	data, output string
}

// controlCommand makes a command that speaks to the server of a data directory.
func (c *cli) controlCommand(cmd *cobra.Command, do func(d *controlled, args []string) error) *cobra.Command {
	d := &controlled{cli: c, cmd: cmd}
	cmd.Flags().StringVar(&d.data, "data", "", "directory of the server's data (SWFD_DATA)")
	cmd.Flags().StringVarP(&d.output, "output", "o", "table", "form of the output: table or json")
	c.complete(cmd, "output", "table", "json")
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		value, _ := c.variable("SWFD_DATA")
		d.data = cmp.Or(d.data, value)
		if d.data == "" {
			return usage("which server is meant? Give --data DIR, as the server has it")
		}
		if d.output != "table" && d.output != "json" {
			return usage("--output %q cannot be meant: give table or json", d.output)
		}
		return do(d, args)
	}
	return cmd
}

// ask makes a request of the server, and decodes its answer.
func (d *controlled) ask(method, path string, question, answer any) error {
	err := control.Ask(d.cmd.Context(), d.data, method, path, question, answer)
	refusal := (*control.Refusal)(nil)
	switch {
	case errors.As(err, &refusal):
		return &ending{exitRefused, fmt.Errorf("the server of %s says: %w", d.data, refusal)}
	case errors.Is(err, control.ErrNobody):
		return &ending{exitUnreachable, fmt.Errorf("no server runs on the data in %s: %w", d.data, err)}
	case err != nil && !errors.Is(err, context.Canceled):
		return fmt.Errorf("ask the server of %s: %w", d.data, err)
	}
	return err
}
