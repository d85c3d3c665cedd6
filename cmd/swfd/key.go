package main

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/internal/control"
)

// newKeyCommand groups the commands on the keys that seal tokens.
func (c *cli) newKeyCommand() *cobra.Command {
	group := asGroup(&cobra.Command{
		Use: "key", Short: "List, rotate and drop the keys that seal tokens",
		Long: `The tokens of tasks and pages are sealed with a key of the store's. A new key takes over at once, and what the older ones have sealed
stays good until they are dropped; a store has at most 16. The commands speak to a server that runs, over
the socket in its data directory.`,
	})
	group.AddCommand(c.newKeyListCommand(), c.newKeyRotateCommand(), c.newKeyDropCommand())
	return group
}

func (c *cli) newKeyListCommand() *cobra.Command {
	return c.controlCommand(&cobra.Command{Use: "list", Short: "List the keys that open tokens", Args: named()},
		func(d *controlled, _ []string) error { return d.keys(http.MethodGet, "/tokenkeys") })
}

func (c *cli) newKeyRotateCommand() *cobra.Command {
	return c.controlCommand(&cobra.Command{Use: "rotate", Short: "Make a new key, which seals all tokens from now on", Args: named()},
		func(d *controlled, _ []string) error { return d.keys(http.MethodPost, "/tokenkeys") })
}

func (c *cli) newKeyDropCommand() *cobra.Command {
	var yes bool
	cmd := c.controlCommand(&cobra.Command{
		Use: "drop KEY", Short: "Drop an old key: the tokens that it sealed are refused from now on",
		Long: "Workers that hold tokens of the key cannot report any more: their tasks end by their time-outs.",
		Args: named("the key"),
	}, func(d *controlled, args []string) error {
		id, err := strconv.Atoi(args[0])
		if err != nil {
			return usage("%q is no number of a key: swfd key list tells them", args[0])
		}
		question := fmt.Sprintf("Drop key %d of %s, and refuse all tokens that it has sealed?", id, d.data)
		if err := d.confirm(d.cmd, yes, question); err != nil {
			return err
		}
		return d.keys(http.MethodDelete, fmt.Sprintf("/tokenkeys/%d", id))
	})
	cmd.Flags().BoolVarP(&yes, "yes", "y", false, "do not ask")
	return cmd
}

// keys makes a request, and prints the keys that there are after it.
func (d *controlled) keys(method, path string) error {
	var answer control.TokenKeysAnswer
	if err := d.ask(method, path, nil, &answer); err != nil {
		return err
	}
	out := d.cmd.OutOrStdout()
	if d.output == "json" {
		return printJSON(out, answer)
	}
	t := newTable("KEY", "MADE", "USE")
	for _, k := range answer.TokenKeys {
		use := "opens tokens"
		if k.Sealing {
			use = "seals and opens tokens"
		}
		t.row(k.ID, k.CreatedAt, use)
	}
	return t.print(out, d.palette(out))
}
