package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/swf"
)

// doneVersion is the version of the format of done rows.
const doneVersion = 1

// DoneShard is where all done rows lie, whatever the shard of their runs: so a page of any list is one range of rows.
const DoneShard = 0

// DoneOrder is the time by which a list of closed runs is ordered.
type DoneOrder byte

// The two orders of closed runs.
const (
	ByClose DoneOrder = 'c'
	ByStart DoneOrder = 's'
)

// DoneFilter says which closed runs of a domain a list holds. There are as many lists as there are filters that fit
// at least one run, in both orders.
type DoneFilter struct {
	kind doneKind
	// texts are what the filter asks for, as many as its kind has.
	texts [2]string
}

type doneKind byte

const (
	doneAll      doneKind = 'a'
	doneWorkflow doneKind = 'w'
	doneName     doneKind = 'n'
	doneType     doneKind = 'v'
	doneTag      doneKind = 't'
	doneStatus   doneKind = 's'
)

// values is how many texts a kind has, or false for an unknown kind.
func (k doneKind) values() (n int, ok bool) {
	switch k {
	case doneAll:
		return 0, true
	case doneWorkflow, doneName, doneTag, doneStatus:
		return 1, true
	case doneType:
		return 2, true
	}
	return 0, false
}

// AllDone is every closed run of a domain.
func AllDone() DoneFilter { return DoneFilter{kind: doneAll} }

// DoneOfWorkflow is the closed runs of a workflowId.
func DoneOfWorkflow(workflowID string) DoneFilter {
	return DoneFilter{doneWorkflow, [2]string{workflowID}}
}

// DoneOfName is the closed runs of all versions of a workflow type.
func DoneOfName(name string) DoneFilter { return DoneFilter{doneName, [2]string{name}} }

// DoneOfType is the closed runs of one version of a workflow type.
func DoneOfType(t swf.WorkflowType) DoneFilter {
	return DoneFilter{doneType, [2]string{t.Name, t.Version}}
}

// DoneWithTag is the closed runs that carry a tag.
func DoneWithTag(tag string) DoneFilter { return DoneFilter{doneTag, [2]string{tag}} }

// DoneWithStatus is the runs that closed in one way.
func DoneWithStatus(s swf.CloseStatus) DoneFilter {
	return DoneFilter{doneStatus, [2]string{string(s)}}
}

// String names the filter for messages and tests.
func (f DoneFilter) String() string {
	n, _ := f.kind.values()
	return fmt.Sprintf("%c%q", f.kind, f.texts[:n])
}

// DoneList is a list of closed runs of a domain, the newest first: each is a row, and all of them lie side by side.
type DoneList struct {
	Domain uint32
	Order  DoneOrder
	Filter DoneFilter
}

// Key is the place of a run in the list; at is the run's time that orders the list.
func (l DoneList) Key(at swf.Timestamp, runID string) Key {
	return doneKey(l.appendKey(make([]byte, 0, l.keySize(runID)), at, runID))
}

func (l DoneList) keySize(runID string) int { return l.prefixSize() + 8 + len(runID) }

func (l DoneList) appendKey(b []byte, at swf.Timestamp, runID string) []byte {
	return append(appendNewestFirst(l.appendPrefix(b), at), runID...)
}

func doneKey(rest []byte) Key { return Key{Family: FamilyDone, Shard: DoneShard, Rest: rest} }

// Range bounds the rows of the list from the latest time down to the oldest, both included. It is empty if oldest is after
// latest.
func (l DoneList) Range(oldest, latest swf.Timestamp) (from, to []byte) {
	prefix := l.appendPrefix(make([]byte, 0, l.prefixSize()))
	if oldest > latest {
		return prefix, prefix
	}
	from = appendNewestFirst(slices.Clone(prefix), latest)
	if oldest == math.MinInt64 {
		// A list ends with an end of text or with the kind of its filter, neither of which is the last byte there is.
		to = slices.Clone(prefix)
		to[len(to)-1]++
		return from, to
	}
	return from, appendNewestFirst(slices.Clone(prefix), oldest-1)
}

func (l DoneList) prefixSize() int {
	size := 6
	n, _ := l.Filter.kind.values()
	for _, text := range l.Filter.texts[:n] {
		size += textSize(text)
	}
	return size
}

func (l DoneList) appendPrefix(b []byte) []byte {
	b = binary.BigEndian.AppendUint32(b, l.Domain)
	b = append(b, byte(l.Order), byte(l.Filter.kind))
	n, _ := l.Filter.kind.values()
	for _, text := range l.Filter.texts[:n] {
		b = appendText(b, text)
	}
	return b
}

// appendNewestFirst writes a time so that a later one sorts before an earlier one.
func appendNewestFirst(b []byte, t swf.Timestamp) []byte {
	return binary.BigEndian.AppendUint64(b, uint64(math.MaxInt64)-uint64(t))
}

func readNewestFirst(b []byte) swf.Timestamp {
	return swf.Timestamp(uint64(math.MaxInt64) - binary.BigEndian.Uint64(b))
}

// Done is a row of a list of closed runs.
type Done struct {
	List DoneList
	// RunID names the run and Shard is where its record and its history lie.
	RunID string
	Shard uint16
	// StartedAt and ClosedAt are the run's times. One of them orders the list.
	StartedAt, ClosedAt swf.Timestamp
}

// At is the time that orders the list.
func (d *Done) At() swf.Timestamp {
	if d.List.Order == ByStart {
		return d.StartedAt
	}
	return d.ClosedAt
}

// doneValue is what the value of a done row holds: the key lacks it.
type doneValue struct {
	shard uint16
	other swf.Timestamp
}

func done(f *fields, v *doneValue) {
	f.uint16(&v.shard)
	f.time(&v.other)
}

// PutDone adds to a batch the rows of a run that closes in it, as its record tells. If the run is not to be listed, for
// its domain keeps no closed runs, it gets one row only: the one by which DeleteDone's caller finds what can be deleted,
// among all runs by close time.
func PutDone(b *Batch, shard uint16, r *execution.Run, listed bool) {
	values := [2][]byte{
		appendValue(nil, doneVersion, &doneValue{shard, r.StartedAt}),
		appendValue(nil, doneVersion, &doneValue{shard, r.Closing.At}),
	}
	for i, k := range doneKeys(r, listed) {
		b.Put(k, values[i%2])
	}
}

// DeleteDone adds to a batch the deletion of what PutDone has put.
func DeleteDone(b *Batch, r *execution.Run, listed bool) {
	for _, k := range doneKeys(r, listed) {
		b.Delete(k)
	}
}

// doneKeys are the places of a closed run's rows, by close and by start in turn. They share one piece of memory.
func doneKeys(r *execution.Run, listed bool) []Key {
	list := DoneList{Domain: r.Domain, Order: ByClose, Filter: AllDone()}
	if !listed {
		return []Key{list.Key(r.Closing.At, r.RunID)}
	}
	filters := doneFilters(r)
	size := 0
	for _, list.Filter = range filters {
		size += 2 * list.keySize(r.RunID)
	}
	memory := make([]byte, 0, size)
	keys := make([]Key, 0, 2*len(filters))
	for _, list.Filter = range filters {
		list.Order = ByClose
		memory = list.appendKey(memory, r.Closing.At, r.RunID)
		keys = append(keys, doneKey(slices.Clip(memory)))
		memory = memory[len(memory):]
		list.Order = ByStart
		memory = list.appendKey(memory, r.StartedAt, r.RunID)
		keys = append(keys, doneKey(slices.Clip(memory)))
		memory = memory[len(memory):]
	}
	return keys
}

// doneFilters are the filters that a closed run fits. A tag that it carries twice counts once.
func doneFilters(r *execution.Run) []DoneFilter {
	filters := make([]DoneFilter, 0, 5+len(r.TagList))
	filters = append(filters, AllDone(), DoneOfWorkflow(r.WorkflowID), DoneOfName(r.Type.Name), DoneOfType(r.Type),
		DoneWithStatus(r.Closing.Status))
	for i, tag := range r.TagList {
		if !slices.Contains(r.TagList[:i], tag) {
			filters = append(filters, DoneWithTag(tag))
		}
	}
	return filters
}

// DecodeDone reads a row of the done family.
func DecodeDone(row Row) (Done, error) {
	list, err := parseDoneList(row.Key.Rest)
	if err != nil {
		return Done{}, fmt.Errorf("key of a done row: %w", err)
	}
	return list.Read(row)
}

// Read reads a row of the list.
func (l DoneList) Read(row Row) (Done, error) {
	size := l.prefixSize()
	if len(row.Key.Rest) < size+8 {
		return Done{}, fmt.Errorf("key of a done row: %w", errKeyLength)
	}
	at := readNewestFirst(row.Key.Rest[size:])
	d := Done{List: l, RunID: string(row.Key.Rest[size+8:])}
	var v doneValue
	if err := readValue(row.Value, doneVersion, &v); err != nil {
		return Done{}, fmt.Errorf("done row of run %s: %w", d.RunID, err)
	}
	d.Shard = v.shard
	d.StartedAt, d.ClosedAt = at, v.other
	if l.Order == ByClose {
		d.StartedAt, d.ClosedAt = v.other, at
	}
	return d, nil
}

var errDoneOrder = errors.New("unknown order")

func parseDoneList(rest []byte) (l DoneList, err error) {
	if len(rest) < 6 {
		return l, errKeyLength
	}
	l.Domain = binary.BigEndian.Uint32(rest)
	l.Order, l.Filter.kind = DoneOrder(rest[4]), doneKind(rest[5])
	if l.Order != ByClose && l.Order != ByStart {
		return l, errDoneOrder
	}
	n, ok := l.Filter.kind.values()
	if !ok {
		return l, errKeyPrefix
	}
	rest = rest[6:]
	for i := range n {
		if l.Filter.texts[i], rest, err = cutText(rest); err != nil {
			return l, err
		}
	}
	return l, nil
}
