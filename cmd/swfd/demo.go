package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/spf13/cobra"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/internal/demo"
	"github.com/swfd/swfd/internal/server"
)

// demoTime is how long the demo may take; it needs about five seconds.
const demoTime = 15 * time.Second

func newDemoCommand() *cobra.Command {
	var stay bool
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Run an order workflow on a server of its own and show its history",
		Long: `Start a server on the embedded store in a temporary directory, run an order workflow on it over HTTP, and show its history and a
verdict. Ends with status 0 if everything happened as it should.`,
		Args: named(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := fromEnvironment(cmd.Flags()); err != nil {
				return &ending{exitUsage, err}
			}
			return runDemo(cmd, stay)
		},
	}
	cmd.Flags().BoolVar(&stay, "stay", false, "keep the server up afterwards, to look at it with the AWS CLI")
	return cmd
}

func runDemo(cmd *cobra.Command, stay bool) (err error) {
	ctx, out := cmd.Context(), cmd.OutOrStdout()
	dir, err := os.MkdirTemp("", "swfd-demo-")
	if err != nil {
		return fmt.Errorf("make a directory for the demo's data: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	defer outliveReader()()
	s, err := server.Start(server.Config{Listen: "127.0.0.1:0", Data: dir})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close(context.WithoutCancel(ctx))) }()
	fmt.Fprintf(out, "A server is up on %s with its data in a temporary directory.\n", s.URL())
	fmt.Fprintln(out, "An order is on its way: it charges a card, packs, tracks a courier, ships and waits. This takes about five seconds.")
	if err := playDemo(ctx, cmd, s); err != nil {
		return err
	}
	if stay {
		invite(cmd, s.URL())
		<-ctx.Done()
	}
	return nil
}

func playDemo(ctx context.Context, cmd *cobra.Command, s *server.Server) error {
	ctx, cancel := context.WithTimeout(ctx, demoTime)
	defer cancel()
	service, err := client.New(ctx, client.WithEndpoint(s.URL()), client.WithRegion("us-east-1"),
		client.WithCredentials(credentials.NewStaticCredentialsProvider("demo", "demo", "")))
	if err != nil {
		return fmt.Errorf("make a client: %w", err)
	}
	return demo.Run(ctx, service, cmd.OutOrStdout())
}

// invite says how to look at the server.
func invite(cmd *cobra.Command, url string) {
	fmt.Fprintf(cmd.OutOrStdout(), `
The server stays up on %s until you press Ctrl-C. To look at it:

  AWS_ACCESS_KEY_ID=demo AWS_SECRET_ACCESS_KEY=demo aws swf list-domains --registration-status REGISTERED \
      --region us-east-1 --endpoint-url %s
`, url, url)
}
