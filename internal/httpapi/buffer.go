package httpapi

import (
	"io"
	"sync"
)

// buffer holds a request's body, or a reply's, while it is worked on.
type buffer struct{ bytes []byte }

// buffers are kept for reuse; a large one is not worth keeping.
var buffers = bufferPool{sync.Pool{New: func() any { return &buffer{make([]byte, 0, 1024)} }}}

type bufferPool struct{ pool sync.Pool }

const largestKept = 64 << 10

// get returns an empty buffer.
func (p *bufferPool) get() *buffer { return p.pool.Get().(*buffer) }

func (p *bufferPool) put(b *buffer) {
	if cap(b.bytes) > largestKept {
		return
	}
	b.bytes = b.bytes[:0]
	p.pool.Put(b)
}

// grow makes room for n bytes in all.
func (b *buffer) grow(n int) {
	if n > cap(b.bytes) {
		b.bytes = append(make([]byte, 0, n), b.bytes...)
	}
}

// readFrom reads r to its end into b.bytes.
func (b *buffer) readFrom(r io.Reader) error {
	for {
		if len(b.bytes) == cap(b.bytes) {
			b.bytes = append(b.bytes, 0)[:len(b.bytes)]
		}
		n, err := r.Read(b.bytes[len(b.bytes):cap(b.bytes)])
		b.bytes = b.bytes[:len(b.bytes)+n]
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
