package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// newCommand makes the command line.
func newCommand() *cobra.Command {
	root := &cobra.Command{
		Use:           "swfd",
		Short:         "A self-hosted server for the Amazon SWF API",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.AddCommand(newServerCommand(), newDemoCommand(), newHealthCommand(), newVersionCommand())
	return root
}

// fromEnvironment sets each flag that was not given from its SWFD_ variable: --poll-hold from SWFD_POLL_HOLD.
func fromEnvironment(flags *pflag.FlagSet) error {
	var failed error
	flags.VisitAll(func(f *pflag.Flag) {
		name := "SWFD_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		value, ok := os.LookupEnv(name)
		if f.Changed || !ok || f.Name == "help" || failed != nil {
			return
		}
		if err := flags.Set(f.Name, value); err != nil {
			failed = fmt.Errorf("the variable %s: %w", name, err)
		}
	})
	return failed
}
