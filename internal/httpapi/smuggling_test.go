package httpapi

import (
	"io"
	"strings"
	"testing"
)

// TestWhatFollowsChunksIsNoRequest: a proxy that goes by the length where the server goes by the chunks would take the end of one request
// for the beginning of another's, who shares the connection. With a length or without, the connection ends with the reply.
func TestWhatFollowsChunksIsNoRequest(t *testing.T) {
	const chunked = "Transfer-Encoding: chunked\n\n11\n{\"name\":\"orders\"}\n0\n\n"
	const smuggled = deprecate + "Content-Length: 18\n\n{\"name\":\"another\"}"
	for name, request := range map[string]string{
		"both":        deprecate + "Content-Length: 199\n" + chunked,
		"chunks only": deprecate + chunked,
		"refused":     "POST /elsewhere HTTP/1.1\nHost: localhost\n" + chunked,
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, d *door, p *pipes) {
				l := p.dial()
				defer l.Conn.Close()
				// What follows is not waited for, so it may not be taken to the end.
				go func() { _, _ = l.Conn.Write(crlf(request + smuggled)) }()
				if reply, closed := l.hear(t); !closed {
					t.Errorf("the connection is kept after %s", reply)
				}
				if seen := strings.Join(d.service.calls(), "\n"); strings.Contains(seen, "another") {
					t.Errorf("the service sees %s", seen)
				}
			})
		})
	}
}

// TestLengthsThatAreUnclear: what two readers could take for two lengths is refused, and the connection with it.
func TestLengthsThatAreUnclear(t *testing.T) {
	const body = "\n\n{\"name\":\"orders\"}"
	for _, lengths := range []string{
		"Content-Length: 17\nContent-Length: 3",
		"Content-Length: 17, 17",
		"Content-Length: +17",
		"Content-Length: 0x11",
		"Content-Length : 17",
		"Content-Length: 17\nTransfer-Encoding: identity",
		"Transfer-Encoding: xchunked",
		"Transfer-Encoding: chunked, identity",
		"Transfer-Encoding: chunked\nTransfer-Encoding: identity",
		"Transfer-Encoding:\x0bchunked",
	} {
		t.Run(lengths, func(t *testing.T) {
			inBubble(t, func(t *testing.T, d *door, p *pipes) {
				l := p.dial()
				defer l.Conn.Close()
				go func() { _, _ = l.Conn.Write(crlf(deprecate + lengths + body)) }()
				reply, err := io.ReadAll(l.Reader)
				if status := string(reply[len("HTTP/1.1 "):][:3]); status != "400" && status != "501" || err != nil {
					t.Errorf("the connection ends with %v, after %s", err, reply)
				}
				if seen := d.service.calls(); len(seen) > 0 {
					t.Errorf("the service sees %s", seen)
				}
			})
		})
	}
}
