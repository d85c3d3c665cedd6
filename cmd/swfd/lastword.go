package main

import (
	"io"
	"time"
)

// lastWord is a stream that many write to until one has the last word: a server that has failed ends with the line that says why, and
// nothing that is still under way comes after it.
type lastWord struct {
	w io.Writer
	// turn is full while somebody writes.
	turn chan struct{}
}

func newLastWord(w io.Writer) *lastWord { return &lastWord{w, make(chan struct{}, 1)} }

// lastWordTime is how long the last word waits for a line that is being written, to somebody who perhaps does not read.
const lastWordTime = time.Second

// Write writes, or waits for ever after the last word.
func (l *lastWord) Write(b []byte) (int, error) {
	l.turn <- struct{}{}
	defer func() { <-l.turn }()
	return l.w.Write(b)
}

// say writes the last word, if that can be done in a while. The process has to end then.
func (l *lastWord) say(text string) {
	said := make(chan struct{})
	go func() {
		defer close(said)
		l.turn <- struct{}{} // for good
		// Where it cannot be written, there is nobody to tell.
		_, _ = io.WriteString(l.w, text)
	}()
	limit := time.NewTimer(lastWordTime)
	defer limit.Stop()
	select {
	case <-said:
	case <-limit.C:
	}
}
