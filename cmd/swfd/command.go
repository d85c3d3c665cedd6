package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// The groups under which help lists the commands.
const (
	groupServer  = "server"
	groupOperate = "operate"
	groupFiles   = "files"
)

// newCommand makes the command line.
func (c *cli) newCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "swfd",
		Short: "A self-hosted server for the Amazon SWF API, and tools for any of its servers",
		Long: `A self-hosted server for the Amazon SWF API, and tools for any of its servers.

The commands that operate a service speak its API: they work on swfd and on Amazon's own. Which one is meant is the first of
--endpoint, SWFD_ENDPOINT, AWS_ENDPOINT_URL_SWF, AWS_ENDPOINT_URL and the profile's endpoint. Without any of them it is Amazon's
service, if a Region is configured; and if none is, the server on this machine, http://127.0.0.1:7933.`,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	asGroup(root)
	root.AddGroup(
		&cobra.Group{ID: groupServer, Title: "The server:"},
		&cobra.Group{ID: groupOperate, Title: "Operate a service:"},
		&cobra.Group{ID: groupFiles, Title: "Look at what is on the disk:"},
	)
	add(root, groupServer, c.newServerCommand(), c.newConfigCommand(), c.newKeyCommand(), newHealthCommand(), newDemoCommand(), c.newBenchCommand(), newVersionCommand())
	add(root, groupOperate,
		c.newDomainCommand(), c.newTypeCommand(), c.newApplyCommand(), c.newStartCommand(), c.newListCommand(), c.newCountCommand(),
		c.newShowCommand(), c.newHistoryCommand(), c.newSignalCommand(), c.newCancelCommand(), c.newTerminateCommand(),
		c.newTasksCommand(), c.newCallCommand(),
	)
	add(root, groupFiles, c.newCheckCommand(), c.newBackupCommand(), c.newRestoreCommand())
	meanUsage(root)
	return root
}

func add(root *cobra.Command, group string, commands ...*cobra.Command) {
	for _, cmd := range commands {
		cmd.GroupID = group
		root.AddCommand(cmd)
	}
}

// asGroup lets a command that only holds others show its help.
func asGroup(cmd *cobra.Command) *cobra.Command {
	cmd.Args = cobra.NoArgs
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	return cmd
}

// meanUsage gives whatever is wrong with a command line the exit code for that.
func meanUsage(cmd *cobra.Command) {
	cmd.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return &ending{exitUsage, err} })
	if check := cmd.Args; check != nil {
		cmd.Args = func(cmd *cobra.Command, args []string) error {
			if err := check(cmd, args); err != nil {
				return &ending{exitUsage, err}
			}
			return nil
		}
	}
	for _, sub := range cmd.Commands() {
		meanUsage(sub)
	}
}

// oneOf is for commands on one thing, which is named.
func oneOf(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) == 0:
			return fmt.Errorf("%s is missing: %s", what, cmd.UseLine())
		case len(args) > 1:
			return fmt.Errorf("%q is too much: %s", args[1], cmd.UseLine())
		}
		return nil
	}
}

// fromEnvironment sets each flag that was not given from its SWFD_ variable: --stay from SWFD_STAY.
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
