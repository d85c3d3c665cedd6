package sim

import (
	"slices"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/swf"
)

// beats are the heartbeats of one activity task: those that its worker has sent, and those that its row has shown.
type beats struct {
	sent  []*beat
	shown []shownBeat
}

// beat is a heartbeat: its details, and the steps of the world between which it was under way; it has not ended while ended is 0.
type beat struct {
	details      string
	begun, ended int
	acked        bool
}

// shownBeat is what the row of the task has shown from a batch on.
type shownBeat struct {
	details *string
	at      swf.Timestamp
	n, step int
}

func (l *life) beatsOf(scheduledID int64) *beats {
	b := l.beats[scheduledID]
	if b == nil {
		b = &beats{}
		l.beats[scheduledID] = b
	}
	return b
}

// last is the heartbeat that the row shows.
func (b *beats) last() (details *string, at swf.Timestamp) {
	if len(b.shown) == 0 {
		return nil, 0
	}
	s := b.shown[len(b.shown)-1]
	return s.details, s.at
}

// find returns the heartbeat with these details, nil if none was sent.
func (b *beats) find(details *string) *beat {
	for _, sent := range b.sent {
		if details != nil && sent.details == *details {
			return sent
		}
	}
	return nil
}

// noteBeat takes down which heartbeat the row of a task shows.
func (v *verdict) noteBeat(workflowID string, a *execution.Activity) {
	l := v.open[workflowID]
	if l == nil || a.BeatAt == 0 && a.BeatDetails == nil {
		return
	}
	b := l.beatsOf(a.ScheduledID)
	details, at := b.last()
	if at == a.BeatAt && sameText(details, a.BeatDetails) {
		return
	}
	if b.find(a.BeatDetails) == nil {
		v.violate("task %d of %v has a heartbeat that nobody has sent", a.ScheduledID, l)
	}
	if a.BeatAt < at {
		v.violate("the heartbeat of task %d of %v goes back from %s to %s", a.ScheduledID, l, at, a.BeatAt)
	}
	b.shown = append(b.shown, shownBeat{a.BeatDetails, a.BeatAt, v.n, v.world.step})
}

// forgetBeats takes back what the rows have shown after the first n batches.
func (l *life) forgetBeats(n int) {
	for _, b := range l.beats {
		for len(b.shown) > 0 && b.shown[len(b.shown)-1].n > n {
			b.shown = b.shown[:len(b.shown)-1]
		}
	}
}

// judgeBeats judges that no acknowledged heartbeat was lost: what the row of a task shows, if it is not that one, must not have ended
// before it began.
func (o *Oracle) judgeBeats() {
	for _, l := range o.lives {
		for id, b := range l.beats {
			if l.state().Closed || l.state().Activities[id] == nil {
				continue
			}
			if lost := b.lost(); lost != nil {
				o.world.violate("the heartbeat %q of task %d of %v was acknowledged and is lost", lost.details, id, l)
			}
		}
	}
}

// lost is an acknowledged heartbeat that what the row shows is older than; nil if there is none.
func (b *beats) lost() *beat {
	details, _ := b.last()
	shown := b.find(details)
	for _, sent := range b.sent {
		if sent.acked && (shown == nil || shown != sent && shown.ended != 0 && shown.ended < sent.begun) {
			return sent
		}
	}
	return nil
}

// isDurable reports whether the row has shown the heartbeat, or one that came meanwhile, in a batch that is durable.
func (b *beats) isDurable(sent *beat, durable int) bool {
	return slices.ContainsFunc(b.shown, func(s shownBeat) bool { return s.n <= durable && s.step >= sent.begun })
}
