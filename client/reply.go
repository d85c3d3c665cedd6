package client

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/swfd/swfd/swf"
)

// maxReply is the most that a reply may hold. A page of history stays far below.
const maxReply = 64 << 20

var errReplyTooLarge = errors.New("the reply is larger than 64 MiB")

// reply is a whole answer of the service.
type reply struct {
	status    int
	requestID string
	header    http.Header
	body      []byte
}

// exchange sends a request and reads the reply to its end, so that the connection can be used again.
func (c *Client) exchange(r *http.Request) (*reply, error) {
	response, err := c.http.Do(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.ContentLength > maxReply {
		return nil, errReplyTooLarge
	}
	var body bytes.Buffer
	if response.ContentLength > 0 {
		// One byte more than expected spares the buffer from growing when it looks for the end.
		body.Grow(int(response.ContentLength) + bytes.MinRead)
	}
	n, err := body.ReadFrom(io.LimitReader(response.Body, maxReply+1))
	switch {
	case err != nil:
		// Whoever hears of it can tell as well which service has not answered as if there had been no reply at all.
		return nil, &url.Error{Op: "Post", URL: r.URL.String(), Err: fmt.Errorf("read the reply: %w", err)}
	case n > maxReply:
		return nil, errReplyTooLarge
	}
	return &reply{response.StatusCode, response.Header.Get("X-Amzn-Requestid"), response.Header, body.Bytes()}, nil
}

// decode reads the body of a success. An empty one leaves the output as it is: operations without output send nothing.
func (r *reply) decode(out any) error {
	if len(bytes.TrimSpace(r.body)) == 0 {
		return nil
	}
	if err := json.Unmarshal(r.body, out); err != nil {
		return fmt.Errorf("read the reply of request %q: %w", r.requestID, err)
	}
	return nil
}

// fault is what an error answer says. Its code stands in the body or, with other services' habits, in a header. If it
// stands nowhere, somebody on the way has answered, and the status must do.
func (r *reply) fault() swf.Fault {
	var body map[string]any
	_ = json.Unmarshal(r.body, &body) // a body that is no JSON names no code
	detail := swf.FaultDetail{Message: firstText(body["message"], body["Message"])}
	detail.SetResponse(r.status, r.requestID)
	if code := codeOf(firstText(body["__type"], r.header.Get("X-Amzn-Errortype"))); code != "" {
		return swf.NewFault(code, detail)
	}
	return r.namelessFault(detail)
}

// firstText is the first of some values that is a text and not empty.
func firstText(values ...any) string {
	for _, v := range values {
		if s, ok := v.(string); ok && s != "" {
			return s
		}
	}
	return ""
}

// codeOf strips the namespace before the '#' of a code, and what follows a ':'.
func codeOf(name string) string {
	if _, after, ok := strings.Cut(name, "#"); ok {
		name = after
	}
	name, _, _ = strings.Cut(name, ":")
	return strings.TrimSpace(name)
}

// namelessFault makes a fault of an error answer without a code.
func (r *reply) namelessFault(detail swf.FaultDetail) swf.Fault {
	switch {
	case r.status == http.StatusNotFound && bytes.Contains(r.body, []byte("<UnknownOperationException/>")):
		return swf.NewFault("UnknownOperationException", detail)
	case r.status == http.StatusRequestEntityTooLarge:
		return swf.NewFault("RequestEntityTooLargeException", detail)
	case r.status == http.StatusInternalServerError:
		return swf.NewFault("InternalFailure", detail)
	case r.status == http.StatusServiceUnavailable:
		return swf.NewFault("ServiceUnavailable", detail)
	}
	if detail.Message == "" {
		detail.Message = excerpt(r.body)
	}
	return &swf.UnknownFault{Code: fmt.Sprintf("HTTP %d", r.status), FaultDetail: detail}
}

// excerpt is the beginning of a body that nobody expected, fit for an error text.
func excerpt(body []byte) string {
	const longest = 200
	text := strings.Join(strings.Fields(strings.ToValidUTF8(string(body[:min(len(body), longest)]), "")), " ")
	if len(body) > longest {
		text += "..."
	}
	return text
}
