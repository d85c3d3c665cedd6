//go:build faults

package faults

import (
	"time"
	"unsafe"
)

// secondsShift is where a time.Time with a steady part keeps the seconds of its wall part; see its definition in package time.
const secondsShift = 30

// Now is the wall clock, as a step of the machine's clock would have left it: the steady part of the time goes on as if nothing had happened.
// Package time has no way to say that, for nobody needs it.
func Now() time.Time {
	t := time.Now()
	ahead := int64(now.current().ClockAhead / time.Second)
	*(*uint64)(unsafe.Pointer(&t)) += uint64(ahead) << secondsShift
	return t
}
