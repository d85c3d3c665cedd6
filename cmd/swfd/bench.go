package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/spf13/cobra"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/internal/bench"
)

// benchmark is what the commands of swfd bench are called with.
type benchmark struct {
	*cli
	connection
	bench.Run
	output   string
	unsigned bool
	// dir is where the data of the command's own server is put, and server are flags for that server.
	dir    string
	server []string
}

func (c *cli) newBenchCommand() *cobra.Command {
	group := asGroup(&cobra.Command{
		Use: "bench", Short: "Measure what a server can do",
		Long: `Measure what a server can do, over its API. Without --endpoint a server of the command's own is measured, in a process of its own and
on a temporary directory, which --dir can put on the disk that is meant. Beside an endpoint that is used otherwise, everything happens in
the domain ` + bench.Domain + `.

A figure depends on the machine and its disk. "swfd bench yardstick" measures the same load on a server that does nothing but decode, commit
one small row, and encode: what a server reaches of it is a ratio that can be compared. A call that fails ends the run without a figure.

The server of the command's own ends with the command, and its data is deleted.`,
	})
	for i := range bench.Scenarios {
		group.AddCommand(c.newScenarioCommand(&bench.Scenarios[i]))
	}
	group.AddCommand(c.newYardstickCommand(), newYardstickServerCommand())
	return group
}

func (c *cli) newScenarioCommand(s *bench.Scenario) *cobra.Command {
	use := s.Name
	if s.Number != "" {
		use += " [N]"
	}
	b := &benchmark{cli: c}
	cmd := &cobra.Command{Use: use, Short: "Measure " + s.Summary, Args: named()}
	if s.Number != "" {
		cmd.Long = fmt.Sprintf("Measure %s. N is the number of %s, %d if it is not given.", s.Summary, s.Number, s.Default)
		cmd.Args = namedAnd(1)
	}
	b.addFlags(cmd)
	cmd.Flags().StringVar(&b.endpoint, "endpoint", "", "URL of the service to measure, in place of a server of the command's own (SWFD_ENDPOINT)")
	cmd.Flags().BoolVar(&b.unsigned, "unsigned", false, "do not sign the calls: for a server that asks nobody's name, to measure less of the client")
	cmd.Flags().StringArrayVar(&b.server, "server-flag", nil, "flag for the server of the command's own, such as --server-flag=--limit-open-executions=2000000")
	cmd.RunE = func(cmd *cobra.Command, args []string) (err error) {
		if len(args) > 0 {
			if b.N, err = strconv.Atoi(args[0]); err != nil || b.N < 1 || b.N > bench.MostN {
				return usage("%q is no number of %s: give a whole number from 1 to %d", args[0], s.Number, bench.MostN)
			}
		}
		// Logs of another form do not tell where the server is.
		server := append(append([]string{"server"}, b.server...), "--log-format", "text")
		return b.measure(cmd, server, s.Measure)
	}
	return cmd
}

func (c *cli) newYardstickCommand() *cobra.Command {
	b := &benchmark{cli: c}
	var bare bool
	cmd := &cobra.Command{
		Use: "yardstick", Short: "Measure a server that does no more than it must",
		Long: `Measure a server that decodes a heartbeat, commits one row of 200 bytes to the kind of store that swfd uses, and encodes the answer. With
--bare it commits nothing.`,
		Args: named(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			args := []string{"bench", "yardstick-server"}
			if bare {
				args = append(args, "--bare")
			}
			return b.measure(cmd, args, bench.MeasureYardstick)
		},
	}
	b.addFlags(cmd)
	cmd.Flags().BoolVar(&bare, "bare", false, "commit nothing")
	cmd.Flags().BoolVar(&b.unsigned, "unsigned", false, "do not sign the calls, to measure less of the client")
	return cmd
}

func (b *benchmark) addFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.IntVar(&b.Clients, "clients", 64, "how many callers there are; each waits for an answer before it calls again")
	flags.IntVar(&b.InFlight, "in-flight", 0, "how many workflows are under way at once; 0 is as many as there are clients")
	flags.StringVar(&b.region, "region", fallbackRegion, "Region to sign for")
	flags.DurationVar(&b.WarmUp, "warm-up", 2*time.Second, "for how long the server is driven before it counts")
	flags.DurationVar(&b.Duration, "duration", 10*time.Second, "for how long it counts")
	flags.StringVar(&b.dir, "dir", "", "directory under which the data of the command's own server is put, and deleted; the default is the system's directory for temporary files")
	flags.StringVarP(&b.output, "output", "o", "table", "form of the output: table or json")
	b.complete(cmd, "output", "table", "json")
}

// measuring is what measures a server.
type measuring func(context.Context, *bench.Run) (*bench.Result, error)

// measure measures the endpoint, or a process of swfd with the given arguments, and prints the result.
func (b *benchmark) measure(cmd *cobra.Command, args []string, do measuring) error {
	defer raiseHeapFloor()()
	defer outliveReader()()
	if b.output != "table" && b.output != "json" {
		return usage("--output %q cannot be meant: give table or json", b.output)
	}
	if value, ok := b.variable("SWFD_ENDPOINT"); ok && b.endpoint == "" {
		b.endpoint = value
	}
	measure := b.measureEndpoint
	if b.endpoint == "" {
		measure = func(cmd *cobra.Command, do measuring) (*bench.Result, error) { return b.measureOwn(cmd, args, do) }
	}
	result, err := measure(cmd, do)
	switch {
	case errors.Is(err, bench.ErrLoad):
		return &ending{exitUsage, err}
	case err != nil:
		return err
	case b.output == "json":
		return printJSON(cmd.OutOrStdout(), result)
	}
	return result.Print(cmd.OutOrStdout())
}

// measureOwn measures a process of swfd with the given arguments. One that has not come to a good end has no result.
func (b *benchmark) measureOwn(cmd *cobra.Command, args []string, do measuring) (*bench.Result, error) {
	own, err := startOwn(cmd.Context(), b.dir, args)
	if err != nil {
		return nil, err
	}
	b.endpoint, b.Own = own.url, own
	if own.usage != nil {
		b.Usage = func() (bench.Usage, error) { return own.usage() }
	}
	result, err := b.measureEndpoint(cmd, do)
	end := own.stop()
	switch {
	case end == nil:
		return result, err
	case errors.Is(end, errOwnEnded) && cmd.Context().Err() == nil:
		// Whatever else has failed has failed because of that.
		return nil, &ending{exitUnreachable, end}
	case err == nil:
		return nil, end
	}
	return nil, fmt.Errorf("%w; and %w", err, end)
}

func (b *benchmark) measureEndpoint(cmd *cobra.Command, do measuring) (_ *bench.Result, err error) {
	if b.Service, err = b.connectTo(cmd.Context()); err != nil {
		return nil, &ending{exitUsage, err}
	}
	p := b.progress(cmd.ErrOrStderr())
	defer p.done()
	// Garbage is collected every two minutes at the latest, but far sooner after so many calls.
	b.Settle = 5 * time.Second
	b.Progress = func(text string) { p.tell("%s", text) }
	return do(cmd.Context(), &b.Run)
}

// connectTo makes a client with a connection for each caller. It tries a call once: one that has to be tried again is no measure.
func (b *benchmark) connectTo(ctx context.Context) (*client.Client, error) {
	connections := 2 * max(b.Clients, b.InFlight)
	transport := &http.Transport{MaxIdleConnsPerHost: connections, DisableCompression: true}
	b.Pulse = &bench.Pulse{}
	options := []client.Option{
		client.WithEndpoint(b.endpoint), client.WithRegion(b.region), client.WithRoundTripper(b.Pulse.Of(transport)), client.WithRetry(1),
	}
	switch {
	case b.unsigned:
		options = append(options, client.WithCredentials(aws.AnonymousCredentials{}))
	case b.Usage != nil:
		options = append(options, client.WithCredentials(credentials.NewStaticCredentialsProvider("bench", "bench", "")))
	}
	return client.New(ctx, options...)
}
