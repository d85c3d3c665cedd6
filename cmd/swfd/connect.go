package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/internal/server"
	"github.com/swfd/swfd/swf"
)

// connection says which service is meant. What is empty comes from where every AWS tool looks.
type connection struct{ endpoint, region, profile string }

// fallbackRegion is signed for when no Region is configured. It is the one that a server takes if none is named.
const fallbackRegion = "us-east-1"

func connect(ctx context.Context, c connection) (swf.Service, string, error) {
	options := []client.Option{client.WithUserAgent("swfd"), client.WithFallback("http://"+server.DefaultListen, fallbackRegion)}
	if c.endpoint != "" {
		options = append(options, client.WithEndpoint(c.endpoint))
	}
	if c.region != "" {
		options = append(options, client.WithRegion(c.region))
	}
	if c.profile != "" {
		options = append(options, client.WithProfile(c.profile))
	}
	service, err := client.New(ctx, options...)
	if err != nil {
		return nil, "", &ending{exitUsage, err}
	}
	return service, fmt.Sprintf("%s (%s)", service.Endpoint(), service.Region()), nil
}

// api is what a command over the API is called with.
type api struct {
	*cli
	connection
	domain string
	output string

	cmd     *cobra.Command
	service swf.Service
	// at tells whose API it is.
	at string
}

// apiCommand makes a command over the API: with flags for the service and the form of the output.
func (c *cli) apiCommand(cmd *cobra.Command, do func(ctx context.Context, a *api, args []string) error) *cobra.Command {
	a := &api{cli: c, cmd: cmd}
	flags := cmd.Flags()
	flags.StringVar(&a.endpoint, "endpoint", "", "URL of the service (SWFD_ENDPOINT)")
	flags.StringVar(&a.region, "region", "", "Region to sign for (SWFD_REGION)")
	flags.StringVar(&a.profile, "profile", "", "profile of the AWS configuration files (SWFD_PROFILE)")
	flags.StringVarP(&a.output, "output", "o", "table", "form of the output: table, or json as SWF has it (SWFD_OUTPUT)")
	c.complete(cmd, "output", "table", "json")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := a.prepare(cmd); err != nil {
			return err
		}
		return do(cmd.Context(), a, args)
	}
	return cmd
}

// domainCommand makes a command on what is in a domain.
func (c *cli) domainCommand(cmd *cobra.Command, do func(ctx context.Context, a *api, args []string) error) *cobra.Command {
	var domain string
	cmd = c.apiCommand(cmd, func(ctx context.Context, a *api, args []string) error {
		if a.domain = domain; domain == "" {
			return usage("which domain is meant? Give --domain NAME, or set SWFD_DOMAIN")
		}
		return do(ctx, a, args)
	})
	cmd.Flags().StringVarP(&domain, "domain", "d", "", "the domain (SWFD_DOMAIN)")
	c.completeFrom(cmd, "domain", domainNames)
	return cmd
}

// apiVariables are the flags that variables may give.
var apiVariables = map[string]string{
	"endpoint": "SWFD_ENDPOINT", "region": "SWFD_REGION", "profile": "SWFD_PROFILE", "output": "SWFD_OUTPUT", "domain": "SWFD_DOMAIN",
}

// prepare reads the variables and connects.
func (a *api) prepare(cmd *cobra.Command) (err error) {
	for flag, name := range apiVariables {
		f := cmd.Flags().Lookup(flag)
		value, ok := a.variable(name)
		if f == nil || f.Changed || !ok {
			continue
		}
		if err := f.Value.Set(value); err != nil {
			return usage("the variable %s: %w", name, err)
		}
	}
	if a.output != "table" && a.output != "json" {
		return usage("--output %q cannot be meant: give table or json", a.output)
	}
	a.cmd = cmd
	a.service, a.at, err = a.connect(cmd.Context(), a.connection)
	return err
}

func (a *api) json() bool { return a.output == "json" }
