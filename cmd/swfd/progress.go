package main

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// progress tells on the standard error how far something is that takes long: on one line that is written over on a terminal, on
// lines of their own elsewhere. What is done within a second is not told of.
type progress struct {
	now      func() time.Time
	w        io.Writer
	terminal bool
	next     time.Time
	width    int
}

// How often progress is told of.
const (
	terminalInterval = time.Second
	lineInterval     = 10 * time.Second
)

func (c *cli) progress(stderr io.Writer) *progress {
	return &progress{now: c.now, w: stderr, terminal: c.isTerminal(stderr), next: c.now().Add(terminalInterval)}
}

// tell tells how far it is, if it is time.
func (p *progress) tell(format string, args ...any) {
	now := p.now()
	if now.Before(p.next) {
		return
	}
	text := fmt.Sprintf(format, args...)
	// Progress that cannot be told holds nobody up.
	if !p.terminal {
		p.next = now.Add(lineInterval)
		_, _ = fmt.Fprintln(p.w, text)
		return
	}
	p.next = now.Add(terminalInterval)
	width := utf8.RuneCountInString(text)
	_, _ = fmt.Fprint(p.w, "\r"+text+strings.Repeat(" ", max(0, p.width-width)))
	p.width = width
}

// done clears the line.
func (p *progress) done() {
	if p.width > 0 {
		_, _ = fmt.Fprint(p.w, "\r"+strings.Repeat(" ", p.width)+"\r")
	}
	p.width = 0
}
