package historycheck

import (
	"fmt"
	"reflect"

	"github.com/swfd/swfd/swf"
)

// Outcome is how a call ended for its client.
type Outcome int

const (
	// Unknown: there was no answer, or one that leaves open whether the call took effect. Such a call may have
	// happened once or not at all.
	Unknown Outcome = iota
	// Acknowledged: the service said that it is done.
	Acknowledged
	// Refused: the service said that it is not done, and will not be.
	Refused
)

// Call is one line of a client's log: one attempt of one operation.
type Call struct {
	// Client names the client, for reports.
	Client string
	// Operation is SWF's name of it, such as "SignalWorkflowExecution".
	Operation string
	Outcome   Outcome
	// Marker is a text that no other call used. It stands alone in one text member of the request that goes into an
	// event: input, result, reason, details, executionContext, a tag, or a text of one decision. "" if there is none.
	Marker string
	// Domain and WorkflowID say which run is meant.
	Domain, WorkflowID string
	// RunID is the run that was named, that the service named, or that the task belongs to; "" if unknown.
	RunID string
	// ScheduledID and StartedID are of the task that a poll returned, or that is answered; 0 otherwise.
	ScheduledID, StartedID int64
	// Events are the beginning of a history that the call returned, nil if it returned none.
	Events []swf.HistoryEvent
}

// String names the call for people.
func (c *Call) String() string {
	text := c.Operation
	if c.Client != "" {
		text += " of " + c.Client
	}
	if c.Marker != "" {
		text += fmt.Sprintf(" with %q", c.Marker)
	}
	if c.ScheduledID != 0 {
		text += fmt.Sprintf(" for the task of event %d", c.ScheduledID)
	}
	return text
}

// place is an event that bears a marker.
type place struct {
	run   *subject
	event *swf.HistoryEvent
}

type markerKey struct{ operation, marker string }

// taskKey is an attempt at a task of a run.
type taskKey struct {
	runKey
	scheduledID, startedID int64
}

// ledger is what a log says, gathered so that each event is looked at once.
type ledger struct {
	places    map[markerKey][]place
	answered  map[taskKey]*Call
	delivered map[taskKey]*Call
	cancels   map[workflowKey]*cancels
	// cancelled are the same counts in the order of the log.
	cancelled []*cancels
}

type workflowKey struct{ domain, workflowID string }

// cancels counts the cancel requests for a workflowId: they bear no marker.
type cancels struct {
	call                          *Call
	acknowledged, possible, found int
}

// checkLog judges what clients were told against what the histories say.
func (s *set) checkLog(log []Call) {
	l := &ledger{
		places: map[markerKey][]place{}, answered: map[taskKey]*Call{}, delivered: map[taskKey]*Call{},
		cancels: map[workflowKey]*cancels{},
	}
	for i := range log {
		if c := &log[i]; c.Marker != "" {
			l.places[markerKey{c.Operation, c.Marker}] = nil
		}
	}
	s.findMarkers(l)
	for i := range log {
		s.checkCall(l, &log[i])
	}
	s.checkCancels(l)
}

// findMarkers notes every event that bears a marker of the log.
func (s *set) findMarkers(l *ledger) {
	for _, r := range s.runs {
		for i := range r.Events {
			e := &r.Events[i]
			operation, texts := origin(e)
			for _, text := range texts {
				k := markerKey{operation, text}
				places, sought := l.places[k]
				again := len(places) > 0 && places[len(places)-1].event == e
				if sought && !again {
					l.places[k] = append(places, place{r, e})
				}
			}
		}
	}
}

func (s *set) checkCall(l *ledger, c *Call) {
	lost := false
	switch c.Outcome {
	case Acknowledged:
		s.report.Acknowledged++
		lost = s.checkAcknowledged(l, c)
	case Refused:
		s.report.Refused++
	default:
		s.report.Unknown++
	}
	s.checkMarker(l, c, lost)
	s.checkRead(c)
	if c.Operation == "RequestCancelWorkflowExecution" && c.Outcome != Refused {
		l.countCancel(c)
	}
}

func (l *ledger) countCancel(c *Call) {
	k := workflowKey{c.Domain, c.WorkflowID}
	n := l.cancels[k]
	if n == nil {
		n = &cancels{call: c}
		l.cancels[k] = n
		l.cancelled = append(l.cancelled, n)
	}
	n.possible++
	if c.Outcome == Acknowledged {
		n.acknowledged++
	}
}

// complainOf reports a call. The run may be nil.
func (s *set) complainOf(rule Rule, c *Call, r *subject, e *swf.HistoryEvent, format string, args ...any) {
	if r == nil {
		r = &subject{Run: &Run{Domain: c.Domain, WorkflowID: c.WorkflowID, RunID: c.RunID}}
	}
	s.complain(rule, r, e, "%s: %s", c, fmt.Sprintf(format, args...))
}

// checkMarker judges in how many events the marker of a call is. A heartbeat's is in a history only if the task timed out
// after it.
func (s *set) checkMarker(l *ledger, c *Call, lost bool) {
	if c.Marker == "" {
		return
	}
	places := l.places[markerKey{c.Operation, c.Marker}]
	switch n := len(places); {
	case n > 1:
		s.report.Duplicated++
		s.complainOf(Duplicated, c, places[1].run, places[1].event, "it is in %d events", n)
	case n == 1 && c.Outcome == Refused:
		s.complainOf(RefusedButDone, c, places[0].run, places[0].event, "it was refused and took effect")
	case n == 1:
		s.checkPlace(c, places[0])
	case c.Outcome == Acknowledged && c.Operation != "RecordActivityTaskHeartbeat" && !lost && !s.mayBeGone(c):
		s.report.Lost++
		s.complainOf(Lost, c, s.run(c.Domain, c.RunID), nil, "it was acknowledged and is in no history")
	}
}

// mayBeGone reports whether the run of a call may have been deleted by retention.
func (s *set) mayBeGone(c *Call) bool {
	return s.partial && (c.RunID == "" || s.run(c.Domain, c.RunID) == nil)
}

// checkPlace judges that a call took effect where the client was told.
func (s *set) checkPlace(c *Call, p place) {
	id, _ := endedTask(p.event)
	wrong := c.Domain != p.run.Domain || c.WorkflowID != "" && c.WorkflowID != p.run.WorkflowID ||
		c.RunID != "" && c.RunID != p.run.RunID || c.ScheduledID != 0 && id != 0 && c.ScheduledID != id
	if wrong {
		s.complainOf(Misplaced, c, p.run, p.event, "it took effect here, and not where it should")
	}
}

// checkAcknowledged judges what was promised by an acknowledgement, and reports whether it is lost.
func (s *set) checkAcknowledged(l *ledger, c *Call) (lost bool) {
	r := s.run(c.Domain, c.RunID)
	if r == nil {
		if c.RunID == "" || s.partial {
			return false
		}
		s.report.Lost++
		s.complainOf(Lost, c, nil, nil, "there is no such run")
		return true
	}
	if c.ScheduledID == 0 {
		return false
	}
	task := taskKey{runKey{c.Domain, c.RunID}, c.ScheduledID, c.StartedID}
	switch c.Operation {
	case "PollForDecisionTask", "PollForActivityTask":
		return s.checkDelivered(l, c, r, task)
	case "RespondDecisionTaskCompleted",
		"RespondActivityTaskCompleted", "RespondActivityTaskFailed", "RespondActivityTaskCanceled":
		return s.checkAnswered(l, c, r, task)
	}
	return false
}

// checkDelivered judges that a task was handed to one poller, by the event that says so.
func (s *set) checkDelivered(l *ledger, c *Call, r *subject, task taskKey) (lost bool) {
	task.startedID = 0
	if other := l.delivered[task]; other != nil {
		s.complainOf(DeliveredTwice, c, r, r.event(c.ScheduledID), "the task was handed to %s before", other.Client)
		return false
	}
	l.delivered[task] = c
	if e := r.event(c.StartedID); e == nil || startedTask(e) != c.ScheduledID {
		s.report.Lost++
		s.complainOf(Lost, c, r, nil, "event %d does not start the task", c.StartedID)
		return true
	}
	return false
}

// checkAnswered judges that one answer to a task was accepted, and that the task ended by it.
func (s *set) checkAnswered(l *ledger, c *Call, r *subject, task taskKey) (lost bool) {
	if l.answered[task] != nil {
		s.complainOf(AnsweredTwice, c, r, r.event(c.ScheduledID), "another answer was accepted before")
		return false
	}
	l.answered[task] = c
	for i := c.ScheduledID; i >= 0 && i < int64(len(r.Events)); i++ {
		id, operation := endedTask(&r.Events[i])
		if id == c.ScheduledID && operation == c.Operation {
			return false
		}
	}
	s.report.Lost++
	s.complainOf(Lost, c, r, r.event(c.ScheduledID), "the answer was accepted and the task did not end by it")
	return true
}

// checkCancels judges that there are as many cancel requests as were acknowledged, and no more than were made.
func (s *set) checkCancels(l *ledger) {
	for _, r := range s.runs {
		if n := l.cancels[workflowKey{r.Domain, r.WorkflowID}]; n != nil {
			n.found += cancelRequests(r)
		}
	}
	for _, n := range l.cancelled {
		if n.found < n.acknowledged && !s.partial {
			s.report.Lost += n.acknowledged - n.found
			s.complainOf(Lost, n.call, nil, nil, "%d were acknowledged, %d are in histories", n.acknowledged, n.found)
		}
		if n.found > n.possible {
			s.report.Duplicated += n.found - n.possible
			s.complainOf(Duplicated, n.call, nil, nil, "%d were made, %d are in histories", n.possible, n.found)
		}
	}
}

// cancelRequests counts the cancel requests that came to a run by the API.
func cancelRequests(r *subject) int {
	n := 0
	for i := range r.Events {
		a, ok := r.Events[i].Attributes.(*swf.WorkflowExecutionCancelRequestedEventAttributes)
		if ok && a.ExternalWorkflowExecution == nil {
			n++
		}
	}
	return n
}

// checkRead judges that what a call read of a history is a beginning of it.
func (s *set) checkRead(c *Call) {
	r := s.run(c.Domain, c.RunID)
	if len(c.Events) == 0 || r == nil {
		return
	}
	for i := range c.Events {
		if i >= len(r.Events) || !reflect.DeepEqual(c.Events[i], r.Events[i]) {
			s.complainOf(Reads, c, r, &c.Events[i], "the final history has no such event")
			return
		}
	}
}
