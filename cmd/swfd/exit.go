package main

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/swf"
)

// The exit codes. They are documented in docs/operating.md, and scripts rely on them.
const (
	exitDone = iota
	// exitFailed is for everything that has no code of its own.
	exitFailed
	// exitStoreFailed is the server's, when its store has failed while it served.
	exitStoreFailed
	// exitUsage: the command line, the configuration or a file that was given cannot be meant. Nothing was done.
	exitUsage
	// exitRefused: the service has answered with a fault, or would.
	exitRefused
	// exitUnreachable: the service has not answered.
	exitUnreachable
	// exitFound: a check has found something wrong.
	exitFound
	// exitNotConfirmed: a question was not answered with yes. Nothing was done.
	exitNotConfirmed

	// exitSignal is what the number of a signal is added to, as shells do.
	exitSignal = 128
)

// ending is an error with an exit code of its own.
type ending struct {
	code int
	err  error
}

func (e *ending) Error() string { return e.err.Error() }
func (e *ending) Unwrap() error { return e.err }

// usage makes an error of what cannot be meant.
func usage(format string, args ...any) error { return &ending{exitUsage, fmt.Errorf(format, args...)} }

// errSaid ends a command that has told everything already.
var errSaid = errors.New("everything was told")

// end tells an error on one line and returns the exit code.
func (c *cli) end(ctx context.Context, cmd *cobra.Command, err error) int {
	code := exitCode(ctx, err)
	if err == nil || errors.Is(err, errSaid) || errors.Is(err, syscall.EPIPE) || code > exitSignal {
		return code
	}
	// There is nowhere else to tell that this fails.
	_, _ = fmt.Fprintln(cmd.ErrOrStderr(), "swfd:", presentable(explain(err)))
	return code
}

func exitCode(ctx context.Context, err error) int {
	var own *ending
	var fault swf.Fault
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &own):
		return own.code
	case errors.Is(err, syscall.EPIPE):
		// Who reads has seen enough.
		return exitSignal + int(syscall.SIGPIPE)
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		return exitSignal + int(syscall.SIGINT)
	case errors.As(err, &fault):
		return exitRefused
	case errors.As(err, new(*client.CredentialsError)):
		return exitUsage
	case unreachable(err):
		return exitUnreachable
	}
	return exitFailed
}

// unreachable reports whether the service has not answered.
func unreachable(err error) bool {
	var late *client.TimeoutError
	var call *url.Error
	return errors.As(err, &late) || errors.As(err, &call)
}

const giveCredentials = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile (--profile)"

// explain gives an error that many meet a text that helps.
func explain(err error) string {
	var call *url.Error
	var credentials *client.CredentialsError
	var unsigned *swf.MissingAuthenticationTokenException
	var stranger x509.UnknownAuthorityError
	switch {
	case errors.As(err, &credentials):
		return fmt.Sprintf("there are no AWS credentials to sign calls with: %s: %v", giveCredentials, credentials.Err)
	case errors.As(err, &unsigned):
		return fmt.Sprintf("the server asks who calls: %s: %v", giveCredentials, err)
	case errors.As(err, &stranger) && errors.As(err, &call):
		return fmt.Sprintf("nobody that is trusted vouches for the certificate of %s: if it is your own, name it by AWS_CA_BUNDLE=FILE", call.URL)
	case errors.Is(err, syscall.ECONNREFUSED) && errors.As(err, &call):
		return fmt.Sprintf("nobody serves at %s: is the server running, and is this the endpoint that you mean (--endpoint, SWFD_ENDPOINT)?", call.URL)
	case errors.Is(err, syscall.ECONNRESET) && errors.As(err, &call) && strings.HasPrefix(call.URL, "http:"):
		return fmt.Sprintf("the service at %s has not answered: %v; if it speaks TLS, the endpoint begins with https:", call.URL, call.Err)
	case errors.As(err, &call):
		return fmt.Sprintf("the service at %s has not answered: %v", call.URL, call.Err)
	}
	return err.Error()
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// The longest error that is shown whole, and how much is shown of longer ones: services repeat what they refuse.
const (
	longestError = 1000
	errorBegin   = 500
	errorEnd     = 300
)

// presentable makes an error one line that a terminal can show.
func presentable(text string) string {
	letters := []rune(printable(oneLine(text)))
	n := len(letters)
	if n <= longestError {
		return string(letters)
	}
	return fmt.Sprintf("%s ... (%d letters are left out) ... %s", string(letters[:errorBegin]), n-errorBegin-errorEnd, string(letters[n-errorEnd:]))
}
