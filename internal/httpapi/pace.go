package httpapi

import (
	"io"
	"net/http"
	"time"
)

// paced is a large body as it comes. While it comes it holds memory that others may wait for, so it must come as fast as the
// largest that comes in time; it has a sixth of that time to begin with. Who announces much and sends little is soon given up.
type paced struct {
	io.ReadCloser
	control *http.ResponseController
	// most is the largest body, for which there is time as long as timeout.
	most    int64
	timeout time.Duration
	began   time.Time
	read    int64
}

// slack is the part of the time for a body in which nothing need have come.
const slack = 6

func (p *paced) Read(b []byte) (int, error) {
	due := p.timeout/slack + time.Duration(float64(p.timeout)*float64(p.read)/float64(p.most))
	// Not every connection has deadlines; those of a server do.
	_ = p.control.SetReadDeadline(p.began.Add(min(due, p.timeout)))
	n, err := p.ReadCloser.Read(b)
	p.read += int64(n)
	return n, err
}
