package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
)

// ErrNobody says that no server listens in a data directory.
var ErrNobody = errors.New("no server answers")

// Refusal is the answer of a server that has not done what it was asked.
type Refusal struct {
	// Status is that of HTTP; Reason says why, in a sentence.
	Status int
	Reason string
}

// Error is the reason.
func (r *Refusal) Error() string { return r.Reason }

// largestAnswer is in bytes.
const largestAnswer = 1 << 20

// Ask makes a request of the server whose data lies in a directory, and decodes its answer, unless nil is given for it. An error is
// ErrNobody, ErrPath, a *Refusal, that of ctx, or tells of a connection that broke: what was asked may have been done then.
func Ask(ctx context.Context, data, method, path string, question, answer any) error {
	socket, err := socketIn(data)
	if err != nil {
		return err
	}
	body, err := json.Marshal(question)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, method, "http://control"+path, strings.NewReader(string(body)))
	if err != nil {
		return err
	}
	client := http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			conn, err := (&net.Dialer{}).DialContext(ctx, "unix", socket)
			if err != nil {
				return nil, fmt.Errorf("%w: %w", ErrNobody, err)
			}
			return conn, nil
		},
	}}
	reply, err := client.Do(r)
	if err != nil {
		// The address around it is made up.
		return errors.Unwrap(err)
	}
	defer reply.Body.Close()
	text, err := io.ReadAll(io.LimitReader(reply.Body, largestAnswer))
	switch {
	case err != nil:
		return fmt.Errorf("read the server's answer: %w", err)
	case reply.StatusCode != http.StatusOK:
		return &Refusal{reply.StatusCode, strings.TrimSpace(string(text))}
	case answer == nil:
		return nil
	}
	return json.Unmarshal(text, answer)
}
