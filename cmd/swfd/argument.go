package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/swfd/swfd/internal/spelling"
)

// named is for commands on certain things, which must all be given, in this order.
func named(things ...string) cobra.PositionalArgs { return namedAnd(0, things...) }

// namedAnd is named with so many more arguments that may be left out.
func namedAnd(more int, things ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch most := len(things) + more; {
		case len(args) < len(things):
			return fmt.Errorf("%s is missing: %s", things[len(args)], cmd.UseLine())
		case len(args) > most:
			return fmt.Errorf("%q is too much: %s", args[most], cmd.UseLine())
		}
		return nil
	}
}

// onlyCommands is for commands that hold others: whoever comes here with an argument has named one that is not among them.
func onlyCommands(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, sub := range cmd.Commands() {
		names = append(names, sub.Name())
	}
	return fmt.Errorf("%s has no command %q%s", cmd.CommandPath(), args[0], help(cmd, "", args[0], names))
}

// help says which name was meant by one that is not there, or else where all of them are told.
func help(cmd *cobra.Command, dashes, word string, names []string) string {
	if near := spelling.Nearest(word, names); near != "" {
		return fmt.Sprintf(": did you mean %s%s?", dashes, near)
	}
	return fmt.Sprintf(": %s --help names all of them", cmd.CommandPath())
}

// flagTrouble says what is wrong with a flag in this program's words.
func flagTrouble(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() != "":
		return fmt.Errorf("there is no flag -%s (in -%s): %s --help names all of them; after -- everything is an argument",
			unknown.GetSpecifiedName(), unknown.GetSpecifiedShortnames(), cmd.CommandPath())
	case errors.As(err, &unknown):
		name := unknown.GetSpecifiedName()
		return fmt.Errorf("there is no flag --%s%s", name, help(cmd, "--", name, flagNames(cmd)))
	case errors.As(err, &missing):
		return fmt.Errorf("the flag --%s needs a value: %s", missing.GetFlag().Name, missing.GetFlag().Usage)
	case errors.As(err, &invalid):
		return fmt.Errorf("the flag --%s: %q cannot be meant: %w", invalid.GetFlag().Name, invalid.GetValue(), whatToGive(invalid))
	}
	return err
}

// whatToGive says what a flag takes. The program's own types of values say it themselves.
func whatToGive(e *pflag.InvalidValueError) error {
	switch e.GetFlag().Value.Type() {
	case "int":
		return errors.New("give a whole number")
	case "duration":
		return errors.New("give a duration, such as 3s or 1m30s")
	case "bool":
		return errors.New("give true or false")
	}
	return e.Unwrap()
}

// flagNames are those of a command.
func flagNames(cmd *cobra.Command) (names []string) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	return names
}
