package historyfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/swfd/swfd/swf"
)

// History is what a file holds.
type History struct {
	// Events are in ascending order. They need not begin with event 1, and some may be missing.
	Events []swf.HistoryEvent
	// More is true if the file says that it holds only a part: there were more pages.
	More bool
}

var errNoHistory = errors.New(`this is JSON, but no history: it should be an object with a list "events", a list of events, or one event a line`)

// Read reads a file. The error says in one line what is wrong, and where.
func Read(file []byte) (*History, error) {
	if len(bytes.TrimSpace(file)) == 0 {
		return nil, errors.New("the file is empty")
	}
	h := &History{}
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(file, []byte("\xef\xbb\xbf"))))
	for decoder.More() {
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil, fmt.Errorf("line %d: this is not JSON: %w", lineAt(file, decoder.InputOffset(), err), err)
		}
		if err := h.add(value); err != nil {
			return nil, err
		}
	}
	return h, h.sort()
}

// lineAt is the line of an error, or else of the place up to which a file was read.
func lineAt(file []byte, read int64, err error) int {
	if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
		read = syntax.Offset
	}
	return 1 + bytes.Count(file[:min(int(read), len(file))], []byte{'\n'})
}

// add takes a page, a list of events, or an event.
func (h *History) add(value json.RawMessage) error {
	switch value[0] {
	case '[':
		return h.addList(value)
	case '{':
		var page struct {
			Events                   json.RawMessage
			EventID, EventType       json.RawMessage
			NextPageToken, NextToken *string
		}
		if err := json.Unmarshal(value, &page); err != nil {
			return errNoHistory
		}
		switch {
		case len(page.Events) > 0 && page.Events[0] == '[':
			h.More = page.NextPageToken != nil && *page.NextPageToken != "" || page.NextToken != nil && *page.NextToken != ""
			return h.addList(page.Events)
		case page.EventID != nil || page.EventType != nil:
			return h.addEvent(value)
		}
	}
	return errNoHistory
}

func (h *History) addList(list json.RawMessage) error {
	var values []json.RawMessage
	if err := json.Unmarshal(list, &values); err != nil {
		return errNoHistory
	}
	for _, v := range values {
		if err := h.addEvent(v); err != nil {
			return err
		}
	}
	return nil
}

func (h *History) addEvent(value json.RawMessage) error {
	place := len(h.Events) + 1
	value, err := withTime(value)
	if err != nil {
		return fmt.Errorf("event number %d in the file: %w", place, err)
	}
	var e swf.HistoryEvent
	if err := json.Unmarshal(value, &e); err != nil {
		return fmt.Errorf("event number %d in the file: %w", place, err)
	}
	switch {
	case e.EventID < 1:
		return fmt.Errorf("event number %d in the file has no eventId", place)
	case e.Type() == "":
		return fmt.Errorf("event number %d in the file, with eventId %d, has no eventType", place, e.EventID)
	}
	h.Events = append(h.Events, e)
	return nil
}

// withTime gives an event the form of its time that SWF sends, a number of seconds. Programs write texts.
func withTime(value json.RawMessage) (json.RawMessage, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(value, &members); err != nil {
		return nil, errors.New("it is no event")
	}
	var text string
	if at := members["eventTimestamp"]; len(at) == 0 || at[0] != '"' {
		return value, nil
	} else if err := json.Unmarshal(at, &text); err != nil {
		return nil, err
	}
	t, err := parseTime(text)
	if err != nil {
		return nil, err
	}
	members["eventTimestamp"] = swf.TimestampOf(t).AppendJSON(nil)
	return json.Marshal(members)
}

// parseTime reads what the AWS CLI, the SDKs and their languages make of an instant: RFC 3339, with a blank or a T. A time without a
// zone is taken for UTC.
func parseTime(text string) (time.Time, error) {
	text = strings.Replace(text, " ", "T", 1)
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("its eventTimestamp %.40q is no time", text)
}

// sort brings events that are in descending order into ascending order, and refuses any other disorder.
func (h *History) sort() error {
	n := len(h.Events)
	if n == 0 {
		return errors.New("the file holds a history without events")
	}
	if n > 1 && h.Events[0].EventID > h.Events[n-1].EventID {
		slices.Reverse(h.Events)
	}
	for i := 1; i < n; i++ {
		if before, after := h.Events[i-1].EventID, h.Events[i].EventID; before >= after {
			return fmt.Errorf("the events are in disorder: %d and %d follow each other", before, after)
		}
	}
	return nil
}
