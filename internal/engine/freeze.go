package engine

import (
	"time"

	"github.com/swfd/swfd/swf"
)

// A process can be stopped and go on (SIGSTOP, a machine without a processor to spare, a virtual machine that is moved), and then the time
// has run on while it could hear nobody. All heartbeats that were due meanwhile lie in its sockets, behind the deadlines that they would
// have moved. So the end of a freeze is treated as a restart is: no worker is timed out for the silence of the server.
//
// The sign of a freeze is a deadline that nobody has looked at long after it fell due. A server that cannot keep up shows it, too, and
// should time out nobody either. A service time that somebody drives shows nothing, nor does
// a server that looks at no deadlines yet.

const (
	// freezeTime is how late a deadline must be. It is short, for to be mistaken only delays some time-outs.
	freezeTime = 250 * time.Millisecond
	// freezeLogged is how long after one freeze the next one is reported.
	freezeLogged = 10 * time.Second
)

// noticeFreeze looks for the sign. It must be asked before any deadline is looked at or any command is carried out.
func (e *Engine) noticeFreeze() {
	if e.driven || !e.served.Load() {
		return
	}
	now, due := e.clock.Now(), e.deadlines.earliest()
	if now.Add(-freezeTime) < due {
		return
	}
	before := e.ready.Load()
	if int64(now) <= before || !e.ready.CompareAndSwap(before, int64(now)) {
		return
	}
	if now.Sub(swf.Timestamp(before)) >= freezeLogged {
		e.log.Warn("the server did not run for a while, or could not keep up; no worker is timed out for it", "late", now.Sub(due))
	}
}
