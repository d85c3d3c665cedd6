package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/swfd/swfd/internal/server"
)

// The groups under which help lists the commands.
const (
	groupServer  = "server"
	groupOperate = "operate"
	groupFiles   = "files"
	groupShell   = "shell"
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
		&cobra.Group{ID: groupShell, Title: "In a shell:"},
	)
	add(root, groupServer,
		c.newServerCommand(), c.newConfigCommand(), c.newKeyCommand(), c.newLimitsCommand(), newHealthCommand(), newDemoCommand(),
		c.newBenchCommand(), newVersionCommand(),
	)
	add(root, groupOperate,
		c.newDomainCommand(), c.newTypeCommand(), c.newApplyCommand(), c.newStartCommand(), c.newListCommand(), c.newCountCommand(),
		c.newShowCommand(), c.newHistoryCommand(), c.newSignalCommand(), c.newCancelCommand(), c.newTerminateCommand(),
		c.newTasksCommand(), c.newCallCommand(),
	)
	add(root, groupFiles, c.newCheckCommand(), c.newBackupCommand(), c.newRestoreCommand(), c.newAccessCommand())
	addCompletion(root)
	root.SetHelpCommand(newHelpCommand())
	root.Version = "known"
	root.SetVersionTemplate(describeBuild(server.ReadBuild()))
	meanUsage(root)
	return root
}

// addCompletion adds cobra's command for shells, whose arguments are checked as those of all others.
func addCompletion(root *cobra.Command) {
	root.SetCompletionCommandGroupID(groupShell)
	root.InitDefaultCompletionCmd()
	completion, _, err := root.Find([]string{"completion"})
	if err != nil {
		return
	}
	asGroup(completion)
	for _, shell := range completion.Commands() {
		shell.Args = named()
	}
}

func newHelpCommand() *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND...]", Short: "Tell what a command does, and its flags", GroupID: groupShell,
		RunE: func(cmd *cobra.Command, args []string) error {
			meant, rest, err := cmd.Root().Find(args)
			if err != nil {
				meant, rest = cmd.Root(), args
			}
			if meant.HasSubCommands() {
				if err := onlyCommands(meant, rest); err != nil {
					return usage("%w", err)
				}
			}
			meant.InitDefaultHelpFlag()
			meant.InitDefaultVersionFlag()
			return meant.Help()
		},
	}
}

func add(root *cobra.Command, group string, commands ...*cobra.Command) {
	for _, cmd := range commands {
		cmd.GroupID = group
		root.AddCommand(cmd)
	}
}

// asGroup lets a command that only holds others show its help.
func asGroup(cmd *cobra.Command) *cobra.Command {
	cmd.Args = onlyCommands
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	return cmd
}

// meanUsage gives whatever is wrong with a command line the exit code for that.
func meanUsage(cmd *cobra.Command) {
	cmd.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return &ending{exitUsage, flagTrouble(cmd, err)} })
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
