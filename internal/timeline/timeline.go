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
	line := NewWriter(w)
	for i := range events {
		if err := line.Event(&events[i]); err != nil {
			return err
		}
	}
	return nil
}

// Writer draws a history event by event, for whoever gets to know them one after the other.
type Writer struct {
	// Paint, if it is set, gives the name of an event type a colour. It must not change how wide the name is on a terminal.
	Paint func(t swf.EventType, name string) string

	w io.Writer
	t teller
}

// NewWriter makes a Writer that draws on w.
func NewWriter(w io.Writer) *Writer { return &Writer{w: w} }

// Event draws the next event.
func (w *Writer) Event(e *swf.HistoryEvent) error {
	if _, err := fmt.Fprintln(w.w, w.t.line(e, w.Paint)); err != nil {
		return fmt.Errorf("write the timeline: %w", err)
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

func (t *teller) line(e *swf.HistoryEvent, paint func(swf.EventType, string) string) string {
	if t.names == nil {
		t.start, t.names = e.EventTimestamp, map[int64]string{}
	}
	name := fmt.Sprintf("%-*s", widest, e.Type())
	told := t.tell(e)
	if told == "" {
		name = string(e.Type())
	}
	if paint != nil {
		name = paint(e.Type(), name)
	}
	text := fmt.Sprintf("%5d  %9s  %s  %s", e.EventID, since(e.EventTimestamp.Sub(t.start)), name, told)
	return strings.TrimRight(text, " ")
}

// Span tells how long something takes, in at most two units, for people: 250ms, 42s, 5m10s, 3h5m, 4d3h.
func Span(d time.Duration) string {
	switch {
	case d < 0:
		return "-" + Span(-d)
	case d < time.Second:
		return d.Truncate(time.Millisecond).String()
	case d < time.Minute:
		return fmt.Sprintf("%ds", d/time.Second)
	case d < time.Hour:
		return fmt.Sprintf("%dm%ds", d/time.Minute, d%time.Minute/time.Second)
	case d < 24*time.Hour:
		return fmt.Sprintf("%dh%dm", d/time.Hour, d%time.Hour/time.Minute)
	}
	return fmt.Sprintf("%dd%dh", d/(24*time.Hour), d%(24*time.Hour)/time.Hour)
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
