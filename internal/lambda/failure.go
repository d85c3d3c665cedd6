package lambda

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/swfd/swfd/internal/engine"
)

// The reasons of failures for which the endpoint has no word.
const (
	// ReasonUnreachable: there was no connection to the endpoint. The function has not run.
	ReasonUnreachable = "EndpointUnreachable"
	// ReasonNotSent: there were no credentials to sign the call with, or the like. The function has not run.
	ReasonNotSent = "CallNotSent"
	// ReasonInvalidName: the name of the function is none. The function has not run.
	ReasonInvalidName = "InvalidFunctionName"
	// ReasonRedirected: the endpoint has answered with a redirect, which is not followed.
	ReasonRedirected = "RedirectRefused"
	// ReasonLost: the connection broke, or what came was no answer of Lambda's. The function may have run.
	ReasonLost = "AnswerLost"
	// ReasonTooLong: the function has run, and its answer is longer than a result may be.
	ReasonTooLong = "AnswerTooLong"
	// ReasonNotText: the function has run, and its answer is not UTF-8.
	ReasonNotText = "AnswerNotText"
)

// What a LambdaFunctionFailed event holds at most, in characters.
const (
	maxReason  = 256
	maxDetails = 32_768
)

// functionFailure is the failure of a function that has run and failed: what the endpoint calls it, and what the function says.
func functionFailure(kind string, payload []byte) error {
	return failure(kind, string(payload))
}

// failure makes a failure of texts from outside.
func failure(reason, details string) *engine.LambdaFailure {
	const unknown = "\uFFFD"
	return &engine.LambdaFailure{
		Reason:  cut(strings.ToValidUTF8(reason, unknown), maxReason),
		Details: cut(strings.ToValidUTF8(details, unknown), maxDetails),
	}
}

func (c *Client) tooLong() error {
	return failure(ReasonTooLong, fmt.Sprintf(
		"The function has run, but its answer has more than the %d characters that a result may have.", c.maxResult))
}

// failed tells what the history should say of a call without an answer. It returns the context's error if the call was given up.
func (c *Client) failed(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var unreached *unreached
	var answer *smithyhttp.ResponseError
	var send *smithyhttp.RequestSendError
	hasAnswer := errors.As(err, &answer) && answer.HTTPStatusCode() > 0
	switch {
	case errors.Is(err, errTooLong):
		c.health.works()
		return c.tooLong()
	case errors.As(err, &unreached):
		c.health.fails(err)
		return failure(ReasonUnreachable, "The function has not run: its endpoint cannot be reached.")
	case errors.As(err, &send), hasAnswer && answer.HTTPStatusCode()/100 == 2:
		c.health.fails(err)
		return failure(ReasonLost, "The connection to the endpoint broke: the function may have run.")
	case hasAnswer && answer.HTTPStatusCode()/100 == 3:
		c.health.fails(fmt.Errorf("it redirects, with status %d", answer.HTTPStatusCode()))
		return failure(ReasonRedirected, "The endpoint has answered with a redirect, which is not followed.")
	case hasAnswer:
		return c.fault(answer, err)
	}
	c.health.fails(err)
	return failure(ReasonNotSent, "The function has not run: the call could not be made.")
}

// fault is what the endpoint has answered in place of the function.
func (c *Client) fault(answer *smithyhttp.ResponseError, err error) error {
	var fault smithy.APIError
	if !errors.As(err, &fault) || fault.ErrorCode() == unnamed {
		status := answer.HTTPStatusCode()
		c.health.fails(fmt.Errorf("it answers as no Lambda service does, with status %d", status))
		return failure(ReasonLost, fmt.Sprintf(
			"The endpoint has answered with status %d (%s), and not as Lambda does: the function may have run.", status, http.StatusText(status)))
	}
	c.health.works()
	return failure(fault.ErrorCode(), fault.ErrorMessage())
}

// unnamed is the code that the SDK gives to what has none.
const unnamed = "UnknownError"

// hasNotRun reports whether a call can be made again, because it has certainly not run the function.
func hasNotRun(err error) aws.Ternary {
	var unreached *unreached
	var throttled *types.TooManyRequestsException
	return aws.BoolTernary(errors.As(err, &unreached) || errors.As(err, &throttled))
}

// health tells the log when calls begin to fail for the endpoint's sake, and when they work again: not of each call.
type health struct {
	log      *slog.Logger
	endpoint string
	failing  atomic.Bool
}

func (h *health) fails(err error) {
	if !h.failing.Swap(true) {
		h.log.Warn("the Lambda endpoint cannot be used, and Lambda tasks fail", "endpoint", h.endpoint, "error", err)
	}
}

func (h *health) works() {
	if h.failing.Load() && h.failing.Swap(false) {
		h.log.Info("the Lambda endpoint can be used again", "endpoint", h.endpoint)
	}
}
