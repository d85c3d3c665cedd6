package main

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// However many write, nothing comes after the last word.
func TestTheLastWord(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b strings.Builder
		l := newLastWord(&b)
		begun := make(chan struct{})
		begin := sync.OnceFunc(func() { close(begun) })
		for i := range 8 {
			go func() {
				for range 1000 {
					fmt.Fprintln(l, "line of", i)
					begin()
				}
			}()
		}
		<-begun
		l.say("the end\n")
		if text := b.String(); !strings.HasPrefix(text, "line of") || !strings.HasSuffix(text, "\nthe end\n") {
			t.Errorf("it ends with %q", text[max(0, len(text)-40):])
		}
		<-l.turn
	})
}

// Who does not read what is written does not keep the process from its end.
func TestTheLastWordToNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		read := make(chan struct{})
		l := newLastWord(unread(read))
		go fmt.Fprintln(l, "a line")
		synctest.Wait()
		begin := time.Now()
		l.say("the end\n")
		if took := time.Since(begin); took != lastWordTime {
			t.Errorf("it took %v", took)
		}
		close(read)
	})
}

// unread is a stream whose other end does not read until the channel is closed.
type unread chan struct{}

func (u unread) Write(b []byte) (int, error) {
	<-u
	return len(b), nil
}
