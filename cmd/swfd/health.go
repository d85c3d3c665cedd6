package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/internal/server"
)

func newHealthCommand() *cobra.Command {
	var listen, certificate string
	var wait time.Duration
	cmd := &cobra.Command{
		Use:   "health",
		Short: "Ask a server on this machine whether it is ready",
		Long: `Ask the server on an address of this machine whether it is ready (GET /readyz), for the checks of containers and scripts.

Ends with status 0 if it is, 1 if it says that it is not, and 5 if nobody answers; the line on the standard error says more. The address
is read from the same flag and the same variable as the server's: --listen, SWFD_LISTEN; and so is whether it speaks TLS: --tls-cert,
SWFD_TLS_CERT.`,
		Args: named(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := fromEnvironment(cmd.Flags()); err != nil {
				return &ending{exitUsage, err}
			}
			if wait <= 0 {
				return usage("--timeout %v cannot be meant: give a duration above 0", wait)
			}
			ctx, cancel := context.WithTimeout(cmd.Context(), wait)
			defer cancel()
			return askHealth(ctx, cmd.OutOrStdout(), listen, certificate != "")
		},
	}
	cmd.Flags().StringVar(&listen, "listen", server.DefaultListen, "address that the server listens on")
	cmd.Flags().StringVar(&certificate, "tls-cert", "", "file with the server's certificate: if it has one, it is asked over TLS")
	cmd.Flags().DurationVar(&wait, "timeout", 3*time.Second, "how long to wait for the answer")
	return cmd
}

func askHealth(ctx context.Context, out io.Writer, listen string, secure bool) error {
	host, port, err := net.SplitHostPort(listen)
	if err != nil || port == "0" {
		return usage("the address %q is not host:port, such as %s", listen, server.DefaultListen)
	}
	scheme := "http"
	if secure {
		scheme = "https"
	}
	url := scheme + "://" + net.JoinHostPort(hereOf(host), port) + "/readyz?verbose"
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return usage("the address %q is not host:port, such as %s", listen, server.DefaultListen)
	}
	// No proxy: the server is on this machine. Whether its certificate is good is for those who tell it secrets; here is nothing to hide.
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	reply, err := client.Do(request)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return &ending{exitUnreachable, fmt.Errorf("the server on %s has not answered in time", listen)}
	case err != nil:
		return &ending{exitUnreachable, fmt.Errorf("no server answers on %s: %w", listen, errors.Unwrap(err))}
	}
	defer reply.Body.Close()
	text, err := io.ReadAll(io.LimitReader(reply.Body, 4<<10))
	if err != nil {
		return fmt.Errorf("read the answer of the server on %s: %w", listen, err)
	}
	if reply.StatusCode != http.StatusOK {
		return fmt.Errorf("the server on %s says: %s", listen, strings.TrimSpace(string(text)))
	}
	_, err = fmt.Fprintf(out, "the server on %s is ready\n", listen)
	return err
}

// hereOf is where this machine reaches a server that listens on a host: one that listens on all addresses listens on the machine's own, too.
func hereOf(host string) string {
	switch host {
	case "", "0.0.0.0":
		return "127.0.0.1"
	case "::":
		return "::1"
	}
	return host
}
