package engine

import (
	"cmp"
	"encoding/binary"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/mutant"
	"github.com/swfd/swfd/swf"
)

// openRuns knows the open runs of every domain, as the lists of open runs show them. It learns of a start and of a close
// when they are durable, so nobody sees in a list what a crash could undo.
//
// It is a passive structure. A domain's runs stand in several lists, each in the order of their starts: all of them, those
// of a type's name, of a type, with a tag. The service time never goes back, so a new run comes to the end of its lists, or
// near it. A run that closes is only marked; a list is cleaned up when more than half of it is closed. So a start costs an
// append and a close a mark, whatever is open.
type openRuns struct {
	mu      sync.RWMutex
	domains map[uint32]*openDomain
}

// openDomain are the open runs of a domain.
type openDomain struct {
	mu sync.RWMutex
	// starting counts the runs that were admitted and of which publish has not heard yet.
	starting   int
	byWorkflow map[string]*openRun
	byRun      map[string]*openRun
	all        openList
	byName     map[string]*openList
	byType     map[swf.WorkflowType]*openType
	byTag      map[string]*openTag
}

// openRun is an open run. Many runs share their type and tags.
type openRun struct {
	place           runPlace
	workflowID      string
	parent          *swf.WorkflowExecution
	kind            *openType
	tags            []*openTag
	cancelRequested bool
	closed          bool
}

// openList is a list of runs in the order of their places, of which some may be closed.
type openList struct {
	runs   []*openRun
	closed int
}

type openType struct {
	openList
	name     *openList
	workflow swf.WorkflowType
}

type openTag struct {
	openList
	tag string
}

// runPlace is where a run stands in a list: lists are in the order of a time, and runs of one time in the order of their ids.
type runPlace struct {
	at    swf.Timestamp
	runID string
}

func (p runPlace) compare(o runPlace) int {
	if p.at != o.at {
		return cmp.Compare(p.at, o.at)
	}
	return strings.Compare(p.runID, o.runID)
}

// window is the part of a list that is asked for: the runs from oldest to latest, both included, the newest first or in
// reverse. If after is set, the runs up to that place have been seen already.
type window struct {
	oldest, latest swf.Timestamp
	reverse        bool
	after          *runPlace
}

func newOpenRuns() *openRuns { return &openRuns{domains: map[uint32]*openDomain{}} }

// domain returns a domain's runs.
func (o *openRuns) domain(number uint32) *openDomain {
	o.mu.RLock()
	d := o.domains[number]
	o.mu.RUnlock()
	if d != nil {
		return d
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.domains[number] == nil {
		o.domains[number] = &openDomain{
			byWorkflow: map[string]*openRun{}, byRun: map[string]*openRun{}, byName: map[string]*openList{},
			byType: map[swf.WorkflowType]*openType{}, byTag: map[string]*openTag{},
		}
	}
	return o.domains[number]
}

// admit counts a run that is about to start, unless so many are open or about to start already. Publication of the start
// makes it an open one.
func (d *openDomain) admit(limit int) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.count() >= limit {
		return false
	}
	d.starting++
	return true
}

// count is how many runs are open or about to be.
func (d *openDomain) count() int { return len(d.byWorkflow) + d.starting }

// count is how many runs of a domain are open or about to be.
func (o *openRuns) count(number uint32) int {
	d := o.domain(number)
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.count()
}

// counts tells how many runs are open in each domain that has ever had one.
func (o *openRuns) counts() map[uint32]int {
	o.mu.RLock()
	domains := maps.Clone(o.domains)
	o.mu.RUnlock()
	counts := make(map[uint32]int, len(domains))
	for number := range domains {
		counts[number] = o.count(number)
	}
	return counts
}

// has reports whether a workflowId has an open run.
func (d *openDomain) has(workflowID string) bool {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.byWorkflow[workflowID] != nil
}

// workflowOf is the workflowId of an open run.
func (d *openDomain) workflowOf(runID string) (workflowID string, open bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	run := d.byRun[runID]
	if run == nil {
		return "", false
	}
	return run.workflowID, true
}

// openChange is what a commit has done to the open run of its lane. One member is set.
type openChange struct {
	opened *execution.Run
	// closed and cancelRequested tell what happened to the run that is open.
	closed          bool
	cancelRequested bool
}

// publish takes in the changes of a durable commit, in their order.
func (o *openRuns) publish(key laneKey, changes []openChange) {
	if len(changes) == 0 {
		return
	}
	d := o.domain(key.domain)
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, c := range changes {
		run := d.byWorkflow[key.workflowID]
		switch {
		case c.opened != nil:
			if !mutant.Is(mutant.LeakAdmission) {
				d.starting--
			}
			d.add(c.opened)
		case run == nil:
		case c.cancelRequested:
			run.cancelRequested = true
		case c.closed:
			d.remove(run)
		}
	}
}

// restore takes a run that was open before the server started. It can be found when restored has been called.
func (o *openRuns) restore(domain uint32, h *execution.Header) {
	d := o.domain(domain)
	d.mu.Lock()
	defer d.mu.Unlock()
	run := d.newRun(h.Record(domain))
	run.cancelRequested = h.CancelRequested
	d.all.runs = append(d.all.runs, run)
}

// restored enters the restored runs, which are all now: they are sorted once for all lists, and nothing has to grow. What it returns does so,
// in parts that may be done at once. Nobody may ask meanwhile.
func (o *openRuns) restored() (parts []func()) {
	for _, d := range o.domains {
		runs := d.all.runs
		parts = append(parts,
			func() { d.byWorkflow = indexOf(runs, func(r *openRun) string { return r.workflowID }) },
			func() { d.byRun = indexOf(runs, func(r *openRun) string { return r.place.runID }) },
			func() { d.listAll(runs) })
	}
	return parts
}

func indexOf(runs []*openRun, name func(*openRun) string) map[string]*openRun {
	index := make(map[string]*openRun, len(runs))
	for _, run := range runs {
		index[name(run)] = run
	}
	return index
}

// listAll makes the lists of all runs of the domain.
func (d *openDomain) listAll(runs []*openRun) {
	d.all.runs = make([]*openRun, 0, len(runs))
	for _, p := range byPlace(runs) {
		run := p.run
		run.lists(&d.all, func(l *openList) { l.runs = append(l.runs, run) })
	}
}

// placed is a run beside what nearly always tells its place among others, so that to sort a million of them is not to visit each of them
// twenty times.
type placed struct {
	at   swf.Timestamp
	head uint64
	run  *openRun
}

// byPlace returns runs in the order of their places.
func byPlace(runs []*openRun) []placed {
	sorted := make([]placed, len(runs))
	for i, run := range runs {
		var head [8]byte
		copy(head[:], run.place.runID)
		sorted[i] = placed{run.place.at, binary.BigEndian.Uint64(head[:]), run}
	}
	slices.SortFunc(sorted, func(a, b placed) int {
		switch {
		case a.at != b.at:
			return cmp.Compare(a.at, b.at)
		case a.head != b.head:
			return cmp.Compare(a.head, b.head)
		}
		return a.run.place.compare(b.run.place)
	})
	return sorted
}

// add enters a run that has started.
func (d *openDomain) add(r *execution.Run) {
	run := d.newRun(r)
	d.byWorkflow[r.WorkflowID], d.byRun[r.RunID] = run, run
	run.lists(&d.all, func(l *openList) { l.insert(run) })
}

// newRun makes an open run of a record.
func (d *openDomain) newRun(r *execution.Run) *openRun {
	run := &openRun{place: runPlace{r.StartedAt, r.RunID}, workflowID: r.WorkflowID, kind: d.kind(r.Type)}
	if r.Parent != nil {
		run.parent = &r.Parent.Execution
	}
	for _, tag := range r.TagList {
		run.tags = append(run.tags, d.tag(tag))
	}
	return run
}

// lists goes through the lists that the run stands in. A tag that it carries twice counts once.
func (r *openRun) lists(all *openList, do func(*openList)) {
	do(all)
	do(r.kind.name)
	do(&r.kind.openList)
	for i, tag := range r.tags {
		if !slices.Contains(r.tags[:i], tag) {
			do(&tag.openList)
		}
	}
}

func (d *openDomain) kind(t swf.WorkflowType) *openType {
	if k := d.byType[t]; k != nil {
		return k
	}
	name := d.byName[t.Name]
	if name == nil {
		name = &openList{}
		d.byName[t.Name] = name
	}
	k := &openType{name: name, workflow: t}
	d.byType[t] = k
	return k
}

func (d *openDomain) tag(tag string) *openTag {
	t := d.byTag[tag]
	if t == nil {
		t = &openTag{tag: tag}
		d.byTag[tag] = t
	}
	return t
}

// remove takes out a run that has closed. A list without runs is forgotten.
func (d *openDomain) remove(run *openRun) {
	run.closed = true
	delete(d.byWorkflow, run.workflowID)
	delete(d.byRun, run.place.runID)
	run.lists(&d.all, (*openList).closeOne)
	for _, tag := range run.tags {
		if len(tag.runs) == 0 {
			delete(d.byTag, tag.tag)
		}
	}
	if len(run.kind.runs) == 0 {
		delete(d.byType, run.kind.workflow)
	}
	if len(run.kind.name.runs) == 0 {
		delete(d.byName, run.kind.workflow.Name)
	}
}

func (l *openList) insert(run *openRun) {
	n := len(l.runs)
	if n > 0 && l.runs[n-1].place.compare(run.place) > 0 {
		n = l.search(run.place)
	}
	l.runs = slices.Insert(l.runs, n, run)
}

// search returns the index of the first run that does not stand before a place.
func (l *openList) search(p runPlace) int {
	i, _ := slices.BinarySearchFunc(l.runs, p, func(r *openRun, p runPlace) int { return r.place.compare(p) })
	return i
}

// closeOne notes that one of the runs has closed, and cleans up when it is worth it.
func (l *openList) closeOne() {
	l.closed++
	if 2*l.closed <= len(l.runs) {
		return
	}
	open := make([]*openRun, 0, len(l.runs)-l.closed)
	for _, r := range l.runs {
		if !r.closed {
			open = append(open, r)
		}
	}
	l.runs, l.closed = open, 0
}

// within returns the runs that stand in a window, oldest first. Some may be closed.
func (l *openList) within(w window) []*openRun {
	from := l.search(runPlace{at: w.oldest})
	to, _ := slices.BinarySearchFunc(l.runs, w.latest, func(r *openRun, latest swf.Timestamp) int {
		if r.place.at > latest {
			return 1
		}
		return -1
	})
	if w.after != nil {
		at, seen := slices.BinarySearchFunc(l.runs, *w.after, func(r *openRun, p runPlace) int { return r.place.compare(p) })
		switch {
		case !w.reverse:
			to = min(to, at)
		case seen:
			from = max(from, at+1)
		default:
			from = max(from, at)
		}
	}
	if from >= to {
		return nil
	}
	return l.runs[from:to]
}

// page returns up to limit open runs of a list, and the place of the last of them if more follow.
func (d *openDomain) page(f runFilter, w window, limit int) (infos []swf.WorkflowExecutionInfo, next *runPlace) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	infos = []swf.WorkflowExecutionInfo{}
	runs := d.find(f).within(w)
	for i := range runs {
		run := runs[i]
		if !w.reverse {
			run = runs[len(runs)-1-i]
		}
		if run.closed {
			continue
		}
		if len(infos) == limit {
			return infos, next
		}
		infos = append(infos, run.info())
		next = &run.place
	}
	return infos, nil
}

// countWithin counts the open runs of a list, up to limit; truncated tells that there are more.
func (d *openDomain) countWithin(f runFilter, w window, limit int) (n int, truncated bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	for _, run := range d.find(f).within(w) {
		if run.closed {
			continue
		}
		if n == limit {
			return n, true
		}
		n++
	}
	return n, false
}

// find returns the list of the runs that a filter asks for.
func (d *openDomain) find(f runFilter) *openList {
	var found *openList
	switch {
	case f.execution != nil:
		if run := d.byWorkflow[f.execution.WorkflowID]; run != nil {
			found = &openList{runs: []*openRun{run}}
		}
	case f.workflowType != nil && f.version() == "":
		found = d.byName[f.workflowType.Name]
	case f.workflowType != nil:
		if k := d.byType[swf.WorkflowType{Name: f.workflowType.Name, Version: f.version()}]; k != nil {
			found = &k.openList
		}
	case f.tag != nil:
		if t := d.byTag[f.tag.Tag]; t != nil {
			found = &t.openList
		}
	default:
		found = &d.all
	}
	if found == nil {
		return &openList{}
	}
	return found
}

// info is what lists show of an open run.
func (r *openRun) info() swf.WorkflowExecutionInfo {
	info := swf.WorkflowExecutionInfo{
		Execution:       swf.WorkflowExecution{WorkflowID: r.workflowID, RunID: r.place.runID},
		WorkflowType:    r.kind.workflow,
		StartTimestamp:  r.place.at,
		ExecutionStatus: swf.ExecutionStatusOpen,
		Parent:          r.parent,
		CancelRequested: r.cancelRequested,
	}
	for _, t := range r.tags {
		info.TagList = append(info.TagList, t.tag)
	}
	return info
}
