package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/internal/engine"
)

// newKeyCommand groups the commands on the keys that seal tokens.
func (c *cli) newKeyCommand() *cobra.Command {
	group := asGroup(&cobra.Command{
		Use: "key", Short: "List, rotate and drop the keys that seal tokens",
		Long: `The tokens of tasks and pages are sealed with a key of the store's. A new key takes over at once, and what the older ones have sealed
stays good until they are dropped; a store has at most 16. The commands speak to the operators' door of a server that runs.`,
	})
	group.AddCommand(c.newKeyListCommand(), c.newKeyRotateCommand(), c.newKeyDropCommand())
	return group
}

func (c *cli) newKeyListCommand() *cobra.Command {
	return c.doorCommand(&cobra.Command{Use: "list", Short: "List the keys that open tokens", Args: cobra.NoArgs},
		func(d *door, _ []string) error { return d.keys(http.MethodGet, "/tokenkeys") })
}

func (c *cli) newKeyRotateCommand() *cobra.Command {
	return c.doorCommand(&cobra.Command{Use: "rotate", Short: "Make a new key, which seals all tokens from now on", Args: cobra.NoArgs},
		func(d *door, _ []string) error { return d.keys(http.MethodPost, "/tokenkeys") })
}

func (c *cli) newKeyDropCommand() *cobra.Command {
	var yes bool
	cmd := c.doorCommand(&cobra.Command{
		Use: "drop KEY", Short: "Drop an old key: the tokens that it sealed are refused from now on",
		Long: "Workers that hold tokens of the key cannot report any more: their tasks end by their time-outs.",
		Args: cobra.ExactArgs(1),
	}, func(d *door, args []string) error {
		id, err := strconv.Atoi(args[0])
		if err != nil {
			return usage("%q is no number of a key: swfd key list tells them", args[0])
		}
		question := fmt.Sprintf("Drop key %d at %s, and refuse all tokens that it has sealed?", id, d.address)
		if err := d.confirm(d.cmd, yes, question); err != nil {
			return err
		}
		return d.keys(http.MethodDelete, fmt.Sprintf("/tokenkeys/%d", id))
	})
	cmd.Flags().BoolVarP(&yes, "yes", "y", false, "do not ask")
	return cmd
}

// door is what a command that speaks to the operators' door is called with.
type door struct {
	*cli
	cmd             *cobra.Command
	address, output string
}

// doorCommand makes a command that speaks to a server's door for operators.
func (c *cli) doorCommand(cmd *cobra.Command, do func(d *door, args []string) error) *cobra.Command {
	d := &door{cli: c, cmd: cmd}
	cmd.Flags().StringVar(&d.address, "admin-listen", "", "address of the server's door for operators, host:port (SWFD_ADMIN_LISTEN)")
	cmd.Flags().StringVarP(&d.output, "output", "o", "table", "form of the output: table or json")
	c.complete(cmd, "output", "table", "json")
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		value, _ := c.variable("SWFD_ADMIN_LISTEN")
		d.address = cmp.Or(d.address, value)
		if d.address == "" {
			return usage("where is the server's door for operators? Give --admin-listen HOST:PORT, as the server has it")
		}
		if _, port, err := net.SplitHostPort(d.address); err != nil || port == "0" {
			return usage("the address %q is not host:port, such as 127.0.0.1:7934", d.address)
		}
		if d.output != "table" && d.output != "json" {
			return usage("--output %q cannot be meant: give table or json", d.output)
		}
		return do(d, args)
	}
	return cmd
}

// keys makes a request, and prints the keys that there are after it.
func (d *door) keys(method, path string) error {
	var answer struct {
		TokenKeys []engine.TokenKey `json:"tokenKeys"`
	}
	if err := d.ask(method, path, &answer); err != nil {
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

// ask makes a request of the door, and decodes its answer.
func (d *door) ask(method, path string, answer any) error {
	ctx, cancel := context.WithTimeout(d.cmd.Context(), 10*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, "http://"+d.address+path, nil)
	if err != nil {
		return usage("the address %q is not host:port, such as 127.0.0.1:7934", d.address)
	}
	// No proxy: the server is on this machine.
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	reply, err := client.Do(request)
	if err != nil {
		return &ending{exitUnreachable, fmt.Errorf("no server answers operators on %s: %w", d.address, errors.Unwrap(err))}
	}
	defer reply.Body.Close()
	body, err := io.ReadAll(io.LimitReader(reply.Body, 1<<20))
	if err != nil {
		return fmt.Errorf("read the answer of the server on %s: %w", d.address, err)
	}
	if reply.StatusCode != http.StatusOK {
		return &ending{exitRefused, fmt.Errorf("the server on %s says: %s", d.address, strings.TrimSpace(string(body)))}
	}
	if err := json.Unmarshal(body, answer); err != nil {
		return fmt.Errorf("what answers on %s is no server's door for operators: %w", d.address, err)
	}
	return nil
}
