package timeline

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/swfd/swfd/swf"
)

// Write draws the events, which must be a history from its beginning, or one whose earlier events are not referred to.
func Write(w io.Writer, events []swf.HistoryEvent) error {
	var t teller
	for i := range events {
		if _, err := fmt.Fprintln(w, t.line(&events[i])); err != nil {
			return fmt.Errorf("write the timeline: %w", err)
		}
	}
	return nil
}

// teller remembers what later events refer to.
type teller struct {
	start swf.Timestamp
	// names are what things are called, by the event that opened them.
	names map[int64]string
}

// widest is the length of the longest event type that is common; longer ones push their text to the right.
const widest = 36

func (t *teller) line(e *swf.HistoryEvent) string {
	if t.names == nil {
		t.start, t.names = e.EventTimestamp, map[int64]string{}
	}
	text := fmt.Sprintf("%5d  %9s  %-*s  %s", e.EventID, since(e.EventTimestamp.Sub(t.start)), widest, e.Type(), t.tell(e))
	return strings.TrimRight(text, " ")
}

func since(d time.Duration) string { return fmt.Sprintf("+%.3fs", d.Seconds()) }

// phrase joins what there is to say; empty parts are left out.
func phrase(parts ...string) string {
	var said []string
	for _, p := range parts {
		if p != "" {
			said = append(said, p)
		}
	}
	return strings.Join(said, ", ")
}

// longest is how much of a payload is shown.
const longest = 60

func quote(s string) string {
	if r := []rune(s); len(r) > longest {
		s = string(r[:longest]) + "..."
	}
	return fmt.Sprintf("%q", s)
}

// given shows an optional text under a label; nothing if it is absent.
func given(label string, s *string) string {
	if s == nil {
		return ""
	}
	return label + " " + quote(*s)
}

func (t *teller) named(id int64) string {
	if name := t.names[id]; name != "" {
		return name
	}
	return fmt.Sprintf("event %d", id)
}

func (t *teller) name(id int64, name string) string {
	t.names[id] = quote(name)
	return t.names[id]
}
