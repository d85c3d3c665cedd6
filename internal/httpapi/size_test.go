package httpapi

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// sized makes a valid request body of so many bytes.
func sized(n int) []byte {
	const head, tail = `{"name":"orders","x":"`, `"}`
	return []byte(head + strings.Repeat("x", n-len(head)-len(tail)) + tail)
}

const deprecate = `POST / HTTP/1.1
Host: localhost
X-Amz-Target: SimpleWorkflowService.DeprecateDomain
Content-Type: application/x-amz-json-1.0
`

// chunks is a body in chunks.
func chunks(body []byte) []byte {
	var b bytes.Buffer
	for len(body) > 0 {
		n := min(len(body), 10_000)
		fmt.Fprintf(&b, "%x\r\n%s\r\n", n, body[:n])
		body = body[n:]
	}
	b.WriteString("0\r\n\r\n")
	return b.Bytes()
}

func TestABodyOfAMegabyteIsTaken(t *testing.T) {
	inBubble(t, func(t *testing.T, d *door, p *pipes) {
		l := p.dial()
		for _, c := range []struct {
			name    string
			request []byte
			// ends is true if the connection ends with the reply.
			ends bool
		}{
			{"with its length", append(crlf(fmt.Sprintf("%sContent-Length: %d\n\n", deprecate, MaxBody)), sized(MaxBody)...), false},
			{"in chunks", append(crlf(deprecate+"Transfer-Encoding: chunked\n\n"), chunks(sized(MaxBody))...), true},
		} {
			if _, err := l.Conn.Write(c.request); err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			reply, closed := l.hear(t)
			if !strings.HasPrefix(reply, "HTTP/1.1 200 ") || closed != c.ends || len(d.service.calls()) != 1 {
				t.Errorf("%s: %s", c.name, reply)
			}
		}
	})
}

// TestABodyOfMoreIsRefused with 413 and nothing else, and the connection ends.
func TestABodyOfMoreIsRefused(t *testing.T) {
	const want = `HTTP/1.1 413 Request Entity Too Large
Connection: close
Content-Length: 0
Content-Type: application/x-amz-json-1.0
Date: Fri, 02 Jan 2026 03:04:05 GMT
X-Amzn-Requestid: 00000000-0000-4000-8000-000000000001

`
	for name, request := range map[string][]byte{
		// The body is announced and never sent: nobody waits for it.
		"with its length": crlf(fmt.Sprintf("%sContent-Length: %d\n\n", deprecate, MaxBody+1)),
		"a great length":  crlf(deprecate + "Content-Length: 9223372036854775807\n\n"),
		// The word to go on is not given.
		"asking first": crlf(fmt.Sprintf("%sExpect: 100-continue\nContent-Length: %d\n\n", deprecate, MaxBody+1)),
		"in chunks":    append(crlf(deprecate+"Transfer-Encoding: chunked\n\n"), chunks(sized(MaxBody+1))...),
		"without end":  append(crlf(deprecate+"Transfer-Encoding: chunked\n\n"), bytes.Repeat(append([]byte("2710\r\n"), append(bytes.Repeat([]byte("x"), 10_000), "\r\n"...)...), 1000)...),
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, d *door, p *pipes) {
				l := p.dial()
				go func() {
					// What the server does not read it does not take.
					_, _ = l.Conn.Write(request)
				}()
				if reply, closed := l.hear(t); reply != want || !closed {
					t.Errorf("%s", reply)
				}
				if seen := d.service.calls(); len(seen) > 0 {
					t.Error("the request was served")
				}
			})
		})
	}
}

// TestTooMuchIsNotRead: of a body without a length only a byte more than a megabyte is read.
func TestTooMuchIsNotRead(t *testing.T) {
	d := newDoor(t)
	body := &counted{}
	r := request("DeprecateDomain", "")
	r.Body, r.ContentLength = io.NopCloser(body), -1
	w := &memory{header: http.Header{}}
	NewHandler(d.Config).ServeHTTP(w, r)
	if w.status != http.StatusRequestEntityTooLarge || w.body.Len() > 0 {
		t.Errorf("status %d, %s", w.status, w.body.String())
	}
	if body.n > MaxBody+1 {
		t.Errorf("%d bytes were read", body.n)
	}
}

// counted is an endless body.
type counted struct{ n int }

func (c *counted) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = ' '
	}
	c.n += len(b)
	return len(b), nil
}

func TestTooLongAHeadIsRefused(t *testing.T) {
	inBubble(t, func(t *testing.T, d *door, p *pipes) {
		l := p.dial()
		go func() {
			_, _ = l.Conn.Write(crlf("POST / HTTP/1.1\nHost: localhost\nAuthorization: " + canary + strings.Repeat("x", 64<<10) + "\n\n"))
		}()
		reply, err := io.ReadAll(l.Reader)
		if !strings.HasPrefix(string(reply), "HTTP/1.1 431 ") {
			t.Errorf("%s, %v", reply, err)
		}
	})
}
