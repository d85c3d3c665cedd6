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
// at least one run, in both orders. What several lists hold together has none of its own: all closed runs are those of all
// statuses ([AllDone]), and those of a type's name are those of its versions ([DoneVersions]).
type DoneFilter struct {
	kind doneKind
	// texts are what the filter asks for, as many as its kind has.
	texts [2]string
}

type doneKind byte

const (
	doneWorkflow doneKind = 'w'
	doneType     doneKind = 'v'
	doneTag      doneKind = 't'
	doneStatus   doneKind = 's'
)

// values is how many texts a kind has, or false for an unknown kind.
func (k doneKind) values() (n int, ok bool) {
	switch k {
	case doneWorkflow, doneTag, doneStatus:
		return 1, true
	case doneType:
		return 2, true
	}
	return 0, false
}

// AllDone are the filters that every closed run of a domain fits one of.
func AllDone() []DoneFilter {
	var filters []DoneFilter
	for _, status := range swf.CloseStatus("").Values() {
		filters = append(filters, DoneWithStatus(swf.CloseStatus(status)))
	}
	return filters
}

// DoneOfWorkflow is the closed runs of a workflowId.
func DoneOfWorkflow(workflowID string) DoneFilter {
	return DoneFilter{doneWorkflow, [2]string{workflowID}}
}

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
		// A list ends with an end of text, which is not the last byte there is.
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
	b = l.appendHead(b)
	n, _ := l.Filter.kind.values()
	for _, text := range l.Filter.texts[:n] {
		b = appendText(b, text)
	}
	return b
}

// appendHead writes what comes before the texts.
func (l DoneList) appendHead(b []byte) []byte {
	return append(binary.BigEndian.AppendUint32(b, l.Domain), byte(l.Order), byte(l.Filter.kind))
}

// appendNewestFirst writes a time so that a later one sorts before an earlier one.
func appendNewestFirst(b []byte, t swf.Timestamp) []byte {
	return binary.BigEndian.AppendUint64(b, uint64(math.MaxInt64)-uint64(t))
}

func readNewestFirst(b []byte) swf.Timestamp {
	return swf.Timestamp(uint64(math.MaxInt64) - binary.BigEndian.Uint64(b))
}

// Done is what the lists of closed runs hold of one: all that they show, so that a page needs nothing else.
type Done struct {
	// Shard is where the run's record and its history lie.
	Shard     uint16
	Execution swf.WorkflowExecution
	Type      swf.WorkflowType
	// StartedAt and ClosedAt are the times that lists are ordered by.
	StartedAt, ClosedAt swf.Timestamp
	Status              swf.CloseStatus
	// Parent is nil for a run that is no child.
	Parent  *swf.WorkflowExecution
	TagList []string
}

// DoneOf makes what the lists hold of a run from its record. The run must be closed.
func DoneOf(shard uint16, r *execution.Run) *Done {
	d := &Done{
		Shard: shard, Execution: swf.WorkflowExecution{WorkflowID: r.WorkflowID, RunID: r.RunID}, Type: r.Type,
		StartedAt: r.StartedAt, ClosedAt: r.Closing.At, Status: r.Closing.Status, TagList: r.TagList,
	}
	if r.Parent != nil {
		d.Parent = &r.Parent.Execution
	}
	return d
}

// done are the fields of the value of a row. Only the runId is left to the key: so the value is the same in all lists of
// a run. ReadClosedAt reads its beginning.
func done(f *fields, d *Done) {
	f.time(&d.ClosedAt)
	f.time(&d.StartedAt)
	f.uint16(&d.Shard)
	f.text(&d.Execution.WorkflowID)
	workflowType(f, &d.Type)
	f.text((*string)(&d.Status))
	if present(f, &d.Parent) {
		workflowExecution(f, d.Parent)
	}
	f.texts(&d.TagList)
}

// At is the time that a list is ordered by.
func (d *Done) At(o DoneOrder) swf.Timestamp {
	if o == ByStart {
		return d.StartedAt
	}
	return d.ClosedAt
}

// PutDone adds to a batch the rows of a run that closes in it: one for each list that it belongs to. If it is not to be
// listed, for its domain keeps no closed runs, it gets one row only, among those of its status by close time: by that it can be
// found to be deleted.
func PutDone(b *Batch, domain uint32, d *Done, listed bool) {
	value := appendValue(nil, doneVersion, d)
	for _, k := range doneKeys(domain, d, listed) {
		b.Put(k, value)
	}
}

// DeleteDone adds to a batch the deletion of what PutDone has put.
func DeleteDone(b *Batch, domain uint32, d *Done, listed bool) {
	for _, k := range doneKeys(domain, d, listed) {
		b.Delete(k)
	}
}

// doneKeys are the places of a closed run's rows. They share one piece of memory.
func doneKeys(domain uint32, d *Done, listed bool) []Key {
	list := DoneList{Domain: domain, Order: ByClose, Filter: DoneWithStatus(d.Status)}
	if !listed {
		return []Key{list.Key(d.ClosedAt, d.Execution.RunID)}
	}
	filters := doneFilters(d)
	size := 0
	for _, list.Filter = range filters {
		size += 2 * list.keySize(d.Execution.RunID)
	}
	memory := make([]byte, 0, size)
	keys := make([]Key, 0, 2*len(filters))
	for _, list.Filter = range filters {
		for _, list.Order = range doneOrders {
			memory = list.appendKey(memory, d.At(list.Order), d.Execution.RunID)
			keys = append(keys, doneKey(slices.Clip(memory)))
			memory = memory[len(memory):]
		}
	}
	return keys
}

var doneOrders = [...]DoneOrder{ByClose, ByStart}

// doneFilters are the filters that a closed run fits. A tag that it carries twice counts once.
func doneFilters(d *Done) []DoneFilter {
	filters := make([]DoneFilter, 0, 3+len(d.TagList))
	filters = append(filters, DoneWithStatus(d.Status), DoneOfWorkflow(d.Execution.WorkflowID), DoneOfType(d.Type))
	for i, tag := range d.TagList {
		if !slices.Contains(d.TagList[:i], tag) {
			filters = append(filters, DoneWithTag(tag))
		}
	}
	return filters
}

// DoneVersions finds the versions of a type's name of which there are closed runs: the filters that together hold all runs of the name. It looks
// once for each version, however many runs there are.
func DoneVersions(s Scanner, domain uint32, o DoneOrder, name string) ([]DoneFilter, error) {
	var filters []DoneFilter
	head := DoneList{Domain: domain, Order: o, Filter: DoneFilter{kind: doneType}}.appendHead(nil)
	from, to := textRange(appendText(head, name))
	for {
		found, err := firstList(s, from, to)
		if err != nil || found == nil {
			return filters, err
		}
		filters = append(filters, found.Filter)
		_, from = found.Range(math.MinInt64, math.MaxInt64)
	}
}

// firstList is the list of the first row of a range, nil if there is none.
func firstList(s Scanner, from, to []byte) (*DoneList, error) {
	for row, err := range s.Scan(FamilyDone, DoneShard, from, to, false) {
		if err != nil {
			return nil, err
		}
		l, err := parseDoneList(row.Key.Rest)
		if err != nil {
			return nil, fmt.Errorf("key of a done row: %w", err)
		}
		return &l, nil
	}
	return nil, nil
}

// DecodeDone reads a row of the done family, and tells in which list it stands.
func DecodeDone(row Row) (DoneList, *Done, error) {
	l, err := parseDoneList(row.Key.Rest)
	if err != nil {
		return DoneList{}, nil, fmt.Errorf("key of a done row: %w", err)
	}
	d, err := l.Read(row)
	return l, d, err
}

// Read reads a row of the list.
func (l DoneList) Read(row Row) (*Done, error) {
	at, runID, err := l.Place(row)
	if err != nil {
		return nil, err
	}
	d := &Done{Execution: swf.WorkflowExecution{RunID: runID}}
	if err := readValue(row.Value, doneVersion, d); err != nil {
		return nil, fmt.Errorf("done row of run %s: %w", runID, err)
	}
	if d.At(l.Order) != at {
		return nil, fmt.Errorf("done row of run %s: the key has another time than the value", runID)
	}
	return d, nil
}

// ReadClosedAt reads when the run of a row closed, and no more.
func (l DoneList) ReadClosedAt(row Row) (swf.Timestamp, error) {
	if err := checkVersion(row.Value, doneVersion); err != nil {
		return 0, fmt.Errorf("done row: %w", err)
	}
	var at swf.Timestamp
	f := fields{mode: reading, b: row.Value[1:]}
	f.time(&at)
	return at, f.err
}

// Place reads where in the list a row stands, from its key.
func (l DoneList) Place(row Row) (at swf.Timestamp, runID string, err error) {
	size := l.prefixSize()
	if len(row.Key.Rest) < size+8 {
		return 0, "", fmt.Errorf("key of a done row: %w", errKeyLength)
	}
	return readNewestFirst(row.Key.Rest[size:]), string(row.Key.Rest[size+8:]), nil
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
