package engine

// tailSize is how many bytes of its newest events a lane keeps in memory: those that the deciders of most runs ask for.
const tailSize = 8 << 10

// tail is the newest events of a lane's open run, in the form in which they are stored. So a decider who asks for what is new, or whose run is
// young, gets it without a read of the store.
//
// Like the lane's state it is speculative. But whoever was given a decision task knows that the task's start is durable, and then so is
// every event before it.
type tail struct {
	runID string
	// first is the id of the first event here; the others follow it without gaps.
	first int64
	lines [][]byte
	size  int
}

// add takes in the events that follow. What comes of another run, or after a gap, begins a new tail.
func (t *tail) add(events eventLines) {
	if t.runID != events.runID || t.first+int64(len(t.lines)) != events.firstID {
		*t = tail{runID: events.runID, first: events.firstID}
	}
	t.lines = append(t.lines, events.lines...)
	for _, line := range events.lines {
		t.size += len(line)
	}
	for t.size > tailSize {
		t.size -= len(t.lines[0])
		t.lines[0], t.lines = nil, t.lines[1:]
		t.first++
	}
}

// between returns the events of a run between two ids, both included, or nil if not all of them are here. They are not to be changed.
func (t *tail) between(runID string, first, last int64) [][]byte {
	if t.runID != runID || first < t.first || last >= t.first+int64(len(t.lines)) || first > last {
		return nil
	}
	lines := make([][]byte, last-first+1)
	copy(lines, t.lines[first-t.first:])
	return lines
}

// recent returns the events of a span from an id on, as far as they are all in memory, nil otherwise.
func (e *Engine) recent(s span, from int64) [][]byte {
	l := e.lanes.find(s.key, s.shard)
	if l == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.tail.between(s.runID, from, s.last)
}
