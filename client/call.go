package client

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	service     = "swf"
	target      = "SimpleWorkflowService."
	contentType = "application/x-amz-json-1.0"
)

// How long an attempt may take. The service holds polls for 60 seconds and answers everything else at once.
const (
	pollTimeout = 70 * time.Second
	callTimeout = 60 * time.Second
)

// output is what all outputs can do.
type output[Out any] interface {
	*Out
	SetResponse(status int, requestID string)
}

// invoke carries out one operation, whichever it is: encode, then sign, send and read until an attempt succeeds or the
// failure is final, then decode.
func invoke[Out any, O output[Out], In any](ctx context.Context, c *Client, operation string, in *In) (*Out, error) {
	if in == nil {
		return nil, fmt.Errorf("%s: no input is given", operation)
	}
	body, err := encode(in)
	if err != nil {
		return nil, fmt.Errorf("%s: write the request: %w", operation, err)
	}
	call := newCall(c, operation, body)
	out := new(Out)
	reply, err := call.do(ctx)
	if err == nil {
		err = reply.decode(out)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", operation, err)
	}
	O(out).SetResponse(reply.status, reply.requestID)
	return out, nil
}

// encode writes an input. Texts are not escaped for web pages, which would make them longer.
func encode(in any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(in); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// call is one call of an operation, with all its attempts.
type call struct {
	*Client
	operation  string
	body       []byte
	bodyHash   string
	invocation string // names the call in all its attempts
	timeout    time.Duration
}

func newCall(c *Client, operation string, body []byte) *call {
	hash := sha256.Sum256(body)
	call := &call{
		Client: c, operation: operation, body: body, bodyHash: hex.EncodeToString(hash[:]), invocation: newInvocationID(),
		timeout: callTimeout,
	}
	if strings.HasPrefix(operation, "PollFor") {
		call.timeout = pollTimeout
	}
	return call
}

// newInvocationID makes a random UUID.
func newInvocationID() string {
	var id [16]byte
	rand.Read(id[:]) // never fails
	id[6] = id[6]&0x0f | 0x40
	id[8] = id[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}

// do makes attempts until one succeeds or fails for good.
func (c *call) do(ctx context.Context) (*reply, error) {
	for attempt := 1; ; attempt++ {
		reply, f, err := c.attempt(ctx, attempt)
		switch {
		case err == nil:
			return reply, nil
		case f == final || attempt == c.attempts:
			return nil, afterAttempts(attempt, err)
		}
		c.log.Debug("an attempt failed; trying again", "operation", c.operation, "attempt", attempt, "error", err)
		if stop := c.pause(ctx, f, attempt, err); stop != nil {
			return nil, fmt.Errorf("%w while waiting to try again: %w", stop, afterAttempts(attempt, err))
		}
	}
}

func afterAttempts(attempts int, err error) error {
	if attempts == 1 {
		return err
	}
	return fmt.Errorf("after %d attempts: %w", attempts, err)
}

// attempt signs the request, sends it and reads the answer.
func (c *call) attempt(ctx context.Context, n int) (*reply, failure, error) {
	if err := ctx.Err(); err != nil {
		return nil, final, err
	}
	attemptCtx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	skew := time.Duration(c.skew.Load())
	signedAt := c.now().Add(skew)
	request, err := c.request(attemptCtx, n, signedAt)
	if err != nil {
		return nil, final, err
	}
	reply, err := c.exchange(request)
	if err != nil {
		f, err := c.broken(ctx, attemptCtx, err)
		return nil, f, err
	}
	if reply.status >= 200 && reply.status < 300 {
		return reply, final, nil
	}
	fault := reply.fault()
	if slices.Contains(skews, fault.FaultCode()) && c.correctClock(signedAt, skew, reply.header) {
		return nil, skewed, fault
	}
	return nil, judge(fault.FaultCode(), reply.status), fault
}

// request makes the request of an attempt, signed at a time.
func (c *call) request(ctx context.Context, attempt int, at time.Time) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.endpoint.String(), bytes.NewReader(c.body))
	if err != nil {
		return nil, fmt.Errorf("make the request: %w", err)
	}
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("X-Amz-Target", target+c.operation)
	r.Header.Set("Amz-Sdk-Invocation-Id", c.invocation)
	r.Header.Set("Amz-Sdk-Request", "attempt="+strconv.Itoa(attempt)+"; max="+strconv.Itoa(c.attempts))
	if c.credentials != nil {
		credentials, err := c.credentials.Retrieve(ctx)
		if err != nil {
			return nil, &CredentialsError{err}
		}
		if err := c.signer.SignHTTP(ctx, credentials, r, c.bodyHash, service, c.region, at); err != nil {
			return nil, fmt.Errorf("sign the request: %w", err)
		}
	}
	// What a proxy may change is not signed.
	r.Header.Set("User-Agent", c.userAgent)
	r.Header.Set("Accept-Encoding", "identity")
	return r, nil
}
