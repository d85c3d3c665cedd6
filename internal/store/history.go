package store

import (
	"bytes"
	"fmt"
	"iter"
	"slices"
)

// historyVersion is the version of the format of history rows: JSON lines.
const historyVersion = 1

// historyRowSize is how many bytes of events a history row holds: events are added to it while they fit, and only an
// event that is larger than this makes a larger row. Some stores bound a value at 100 kB.
const historyRowSize = 64 << 10

// AppendHistory adds new events of a run to a batch. Each line is one event, as JSON without a raw newline; their ids
// follow each other from firstID. The batch does not keep the lines.
func AppendHistory(b *Batch, shard uint16, runID string, firstID int64, lines [][]byte) {
	for len(lines) > 0 {
		n, size := historyRowOf(lines)
		value := append(make([]byte, 0, 1+size), historyVersion)
		for i, line := range lines[:n] {
			if i > 0 {
				value = append(value, '\n')
			}
			value = append(value, line...)
		}
		b.Put(HistoryKey(shard, runID, firstID), value)
		firstID += int64(n)
		lines = lines[n:]
	}
}

// historyRowOf tells how many of the lines make the next row, and how long they are together.
func historyRowOf(lines [][]byte) (n, size int) {
	size = len(lines[0])
	for n = 1; n < len(lines) && size+1+len(lines[n]) <= historyRowSize; n++ {
		size += 1 + len(lines[n])
	}
	return n, size
}

// HistoryPage says which events of a run to read.
type HistoryPage struct {
	Shard uint16
	RunID string
	// First and Last bound the events, both included. All of them must be in the store.
	First, Last int64
	// Reverse reads from Last down to First.
	Reverse bool
	// MaxEvents ends the page after so many events, MaxBytes before the event with which it would be longer. The first
	// event is read in any case.
	MaxEvents, MaxBytes int
}

// Scanner is what reading a history needs of a [Store].
type Scanner interface {
	Scan(f Family, shard uint16, from, to []byte, reverse bool) iter.Seq2[Row, error]
}

// ReadHistory appends a page of a run's events to b, as JSON objects with a comma between them, and tells how many they
// are. It is 0 only if First is after Last. It joins what is stored and looks into no event, and reads no more rows than
// the page needs.
//
// An event that should be there and is not is an error, as is anything else that the rows of a history cannot be.
func ReadHistory(b []byte, s Scanner, p HistoryPage) (page []byte, n int, err error) {
	if p.First > p.Last {
		return b, 0, nil
	}
	r := historyReader{page: b, start: len(b), HistoryPage: p}
	if p.Reverse {
		err = r.backward(s)
	} else {
		err = r.forward(s)
	}
	if err != nil {
		return b, 0, fmt.Errorf("read the history of run %s: %w", p.RunID, err)
	}
	return r.page, r.n, nil
}

// JoinEvents appends a page of events to b like ReadHistory, from lines that somebody has: those of page.First and what follows.
func JoinEvents(b []byte, lines [][]byte, p HistoryPage) (page []byte, n int) {
	size := len(lines)
	for _, line := range lines {
		size += len(line)
	}
	r := historyReader{page: slices.Grow(b, min(size, p.MaxBytes)), start: len(b), HistoryPage: p}
	for _, line := range lines {
		if !r.add(line) {
			break
		}
	}
	return r.page, r.n
}

// historyReader collects a page.
type historyReader struct {
	HistoryPage
	page  []byte
	start int
	n     int
}

// add appends an event, or reports false if the page is full without it.
func (r *historyReader) add(line []byte) bool {
	if r.n > 0 && (r.n >= r.MaxEvents || len(r.page)-r.start+1+len(line) > r.MaxBytes) {
		return false
	}
	if r.n > 0 {
		r.page = append(r.page, ',')
	}
	r.page = append(r.page, line...)
	r.n++
	return true
}

// History is a row of a history, read from key and value.
type History struct {
	RunID string
	// First is the id of the first event; the others follow it without gaps.
	First int64
	// Lines are the events, each as JSON.
	Lines [][]byte
}

// DecodeHistory reads a history row. If only the value is unreadable, the error comes with what the key tells. The lines are the
// row's own bytes.
func DecodeHistory(row Row) (History, error) {
	runID, rest, err := cutText(row.Key.Rest)
	if err != nil {
		return History{}, fmt.Errorf("key of a history row: %w", err)
	}
	if len(rest) != 8 {
		return History{RunID: runID}, fmt.Errorf("key of a history row: %w", errKeyLength)
	}
	r, err := parseHistoryRow(row)
	if err != nil {
		return History{RunID: runID, First: r.first}, err
	}
	return History{RunID: runID, First: r.first, Lines: bytes.Split(r.lines, []byte{'\n'})}, nil
}

// historyRow is one row: its first event id and its lines.
type historyRow struct {
	first int64
	lines []byte
}

func parseHistoryRow(row Row) (historyRow, error) {
	first, err := historyID(row.Key.Rest)
	if err != nil {
		return historyRow{}, err
	}
	if len(row.Value) < 2 {
		return historyRow{}, fmt.Errorf("row of event %d: %w", first, errCutOff)
	}
	if row.Value[0] != historyVersion {
		return historyRow{}, fmt.Errorf("row of event %d: %w", first, errVersion(row.Value[0], historyVersion))
	}
	return historyRow{first, row.Value[1:]}, nil
}

// rows yields the rows between two event ids, in order or in reverse.
func (r *historyReader) rows(s Scanner, from, to int64, reverse bool) iter.Seq2[historyRow, error] {
	lower, upper := HistoryKey(r.Shard, r.RunID, from).Rest, HistoryKey(r.Shard, r.RunID, to+1).Rest
	return func(yield func(historyRow, error) bool) {
		for row, err := range s.Scan(FamilyHistory, r.Shard, lower, upper, reverse) {
			if err != nil {
				yield(historyRow{}, err)
				return
			}
			if h, err := parseHistoryRow(row); !yield(h, err) || err != nil {
				return
			}
		}
	}
}

// forward reads from First on.
func (r *historyReader) forward(s Scanner) error {
	begin, err := r.rowOf(s, r.First)
	if err != nil {
		return err
	}
	next := r.First
	for row, err := range r.rows(s, begin, r.Last, false) {
		if err != nil {
			return err
		}
		if row.first > next {
			break
		}
		lines := skipLines(row.lines, next-row.first)
		for len(lines) > 0 && next <= r.Last {
			var line []byte
			line, lines = cutLine(lines)
			if !r.add(line) {
				return nil
			}
			next++
		}
	}
	if next <= r.Last {
		return missing(next)
	}
	return nil
}

// rowOf tells where the row begins that an event is in: it is the last one that does not begin after the event. A history begins with a row.
func (r *historyReader) rowOf(s Scanner, id int64) (begin int64, err error) {
	if id == 1 {
		return id, nil
	}
	for row, err := range r.rows(s, 0, id, true) {
		return row.first, err
	}
	return id, nil
}

// backward reads from Last down.
func (r *historyReader) backward(s Scanner) error {
	next := r.Last
	for row, err := range r.rows(s, 0, r.Last, true) {
		if err != nil {
			return err
		}
		if row.first > next {
			break
		}
		lines := firstLines(row.lines, next-row.first+1)
		if lines == nil {
			break
		}
		for len(lines) > 0 && next >= r.First {
			var line []byte
			lines, line = cutLastLine(lines)
			if !r.add(line) {
				return nil
			}
			next--
		}
		if next < r.First {
			return nil
		}
	}
	return missing(next)
}

func missing(id int64) error { return fmt.Errorf("event %d is not in the store", id) }

// cutLine splits off the first line.
func cutLine(lines []byte) (line, rest []byte) {
	line, rest, _ = bytes.Cut(lines, []byte{'\n'})
	return line, rest
}

// cutLastLine splits off the last line.
func cutLastLine(lines []byte) (rest, line []byte) {
	i := bytes.LastIndexByte(lines, '\n')
	return lines[:max(i, 0)], lines[i+1:]
}

// skipLines returns what follows the first n lines.
func skipLines(lines []byte, n int64) []byte {
	for ; n > 0 && len(lines) > 0; n-- {
		_, lines = cutLine(lines)
	}
	return lines
}

// firstLines returns the first n lines, or nil if there are fewer.
func firstLines(lines []byte, n int64) []byte {
	end := -1
	for ; n > 0; n-- {
		if end == len(lines) {
			return nil
		}
		i := bytes.IndexByte(lines[end+1:], '\n')
		if i < 0 {
			end = len(lines)
			continue
		}
		end += 1 + i
	}
	return lines[:end]
}
