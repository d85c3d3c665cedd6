package httpapi

import (
	"io"
	"sync"
)

// buffer holds a request's body and its reply's while they are worked on.
type buffer struct{ in, out []byte }

// buffers are kept for reuse; a large one is not worth keeping.
var buffers = bufferPool{sync.Pool{New: func() any { return &buffer{in: make([]byte, 0, 1024)} }}}

type bufferPool struct{ sync.Pool }

const largestKept = 64 << 10

func (p *bufferPool) put(b *buffer) {
	if cap(b.in) > largestKept || cap(b.out) > largestKept {
		return
	}
	b.in, b.out = b.in[:0], b.out[:0]
	p.Put(b)
}

// readFrom reads r to its end into b.in.
func (b *buffer) readFrom(r io.Reader) error {
	for {
		if len(b.in) == cap(b.in) {
			b.in = append(b.in, 0)[:len(b.in)]
		}
		n, err := r.Read(b.in[len(b.in):cap(b.in)])
		b.in = b.in[:len(b.in)+n]
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
