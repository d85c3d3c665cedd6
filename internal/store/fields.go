package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/swf"
)

// fields goes through the fields of a value in the order in which they are stored. The same function lists them for
// measuring, for writing and for reading, so that the list is the format, and what is written can be read.
type fields struct {
	mode mode
	// size is the length measured so far.
	size int
	// b is what was written so far, or what is still to be read.
	b []byte
	// err is the first thing found wrong while reading; whatever is read after it is zero.
	err error
	// decoder makes the texts that are read.
	decoder *Decoder
}

type mode byte

const (
	measuring mode = iota
	writing
	reading
)

var (
	errCutOff   = errors.New("the value is cut off")
	errNumber   = errors.New("a number that does not fit its field")
	errPresence = errors.New("a presence byte that is neither 0 nor 1")
)

// appendValue appends the value of a row, after growing b once to the size it needs.
func appendValue(b []byte, version byte, v any) []byte {
	m := fields{mode: measuring}
	m.value(v)
	if size := len(b) + 1 + m.size; size > cap(b) {
		b = append(make([]byte, 0, size), b...)
	}
	w := fields{mode: writing, b: append(b, version)}
	w.value(v)
	return w.b
}

// readValue reads into v the value of a row, which must end where the bytes end.
func readValue(b []byte, version byte, v any) error {
	return (*Decoder)(nil).readValue(b, version, v)
}

func (d *Decoder) readValue(b []byte, version byte, v any) error {
	if err := checkVersion(b, version); err != nil {
		return err
	}
	r := fields{mode: reading, b: b[1:], decoder: d}
	r.value(v)
	if r.err == nil && len(r.b) > 0 {
		r.fail(fmt.Errorf("%d bytes follow the value", len(r.b)))
	}
	return r.err
}

// checkVersion looks at the first byte of a value.
func checkVersion(b []byte, version byte) error {
	if len(b) == 0 {
		return errCutOff
	}
	if b[0] != version {
		return errVersion(b[0], version)
	}
	return nil
}

func errVersion(found, newest byte) error {
	return fmt.Errorf("the value has format %d, and this version of swfd reads 1 to %d", found, newest)
}

// value goes through the fields of a row or of a message's body. Static calls, so that nothing has to be allocated.
func (f *fields) value(v any) {
	switch v := v.(type) {
	case *execution.Header:
		header(f, v)
	case *execution.Activity:
		activity(f, v)
	case *execution.Timer:
		timer(f, v)
	case *execution.Child:
		child(f, v)
	case *execution.External:
		external(f, v)
	case *execution.Lambda:
		lambda(f, v)
	case *execution.Run:
		run(f, v)
	case *execution.Message:
		message(f, v)
	case *execution.StartChild:
		startChild(f, v)
	case *execution.ChildStarted:
		childStarted(f, v)
	case *execution.ChildStartFailed:
		childStartFailed(f, v)
	case *execution.SignalExternal:
		signalExternal(f, v)
	case *execution.CancelExternal:
		cancelExternal(f, v)
	case *execution.ExternalDone:
		externalDone(f, v)
	case *execution.ChildClosed:
		childClosed(f, v)
	case *execution.ApplyChildPolicy:
		applyChildPolicy(f, v)
	case *Done:
		done(f, v)
	case *Answer:
		answer(f, v)
	case *sequence:
		f.uvarint((*uint64)(v))
	default:
		// Only a type that was added without a format comes here. To write nothing for it would lose it.
		panic(fmt.Sprintf("store: no format for a %T", v))
	}
}

func (f *fields) fail(err error) {
	if f.err == nil {
		f.err = err
	}
	f.b = nil
}

// take returns the next n bytes to be read, or nil if there are not so many.
func (f *fields) take(n uint64) []byte {
	if n > uint64(len(f.b)) {
		f.fail(errCutOff)
		return nil
	}
	head := f.b[:n]
	f.b = f.b[n:]
	return head
}

func (f *fields) byte(v *byte) {
	switch f.mode {
	case measuring:
		f.size++
	case writing:
		f.b = append(f.b, *v)
	case reading:
		if head := f.take(1); head != nil {
			*v = head[0]
		}
	}
}

func (f *fields) uvarint(v *uint64) {
	switch f.mode {
	case measuring:
		f.size += (bits.Len64(*v|1) + 6) / 7
	case writing:
		f.b = binary.AppendUvarint(f.b, *v)
	case reading:
		x, n := binary.Uvarint(f.b)
		switch {
		case n > 0:
			*v, f.b = x, f.b[n:]
		case n == 0:
			f.fail(errCutOff)
		default:
			f.fail(errNumber)
		}
	}
}

func (f *fields) varint(v *int64) {
	u := uint64(*v)<<1 ^ uint64(*v>>63)
	f.uvarint(&u)
	if f.mode == reading && f.err == nil {
		*v = int64(u>>1) ^ -int64(u&1)
	}
}

// fixed is a number that is as likely large as small.
func (f *fields) fixed(v *uint64) {
	switch f.mode {
	case measuring:
		f.size += 8
	case writing:
		f.b = binary.BigEndian.AppendUint64(f.b, *v)
	case reading:
		if head := f.take(8); head != nil {
			*v = binary.BigEndian.Uint64(head)
		}
	}
}

func (f *fields) uint32(v *uint32) {
	x := uint64(*v)
	f.uvarint(&x)
	if x > math.MaxUint32 {
		f.fail(errNumber)
		return
	}
	*v = uint32(x)
}

func (f *fields) uint16(v *uint16) {
	x := uint64(*v)
	f.uvarint(&x)
	if x > math.MaxUint16 {
		f.fail(errNumber)
		return
	}
	*v = uint16(x)
}

func (f *fields) int32(v *int32) {
	x := int64(*v)
	f.varint(&x)
	if x != int64(int32(x)) {
		f.fail(errNumber)
		return
	}
	*v = int32(x)
}

func (f *fields) time(v *swf.Timestamp) { f.varint((*int64)(v)) }

func (f *fields) bool(v *bool) {
	var b byte
	if *v {
		b = 1
	}
	f.byte(&b)
	if b > 1 {
		f.fail(errPresence)
		return
	}
	*v = b == 1
}

func (f *fields) text(v *string) {
	n := uint64(len(*v))
	f.uvarint(&n)
	f.bytes(v, n)
}

// optional is a text that may be absent.
func (f *fields) optional(v **string) {
	var n uint64
	if *v != nil {
		n = uint64(len(**v)) + 1
	}
	f.uvarint(&n)
	if n == 0 || f.err != nil {
		return
	}
	if f.mode == reading {
		*v = new(string)
	}
	f.bytes(*v, n-1)
}

// bytes are the n bytes of a text.
func (f *fields) bytes(v *string, n uint64) {
	switch f.mode {
	case measuring:
		f.size += len(*v)
	case writing:
		f.b = append(f.b, *v...)
	case reading:
		*v = f.decoder.text(f.take(n))
	}
}

// texts is a list of texts; nil and empty differ.
func (f *fields) texts(v *[]string) {
	var n uint64
	if *v != nil {
		n = uint64(len(*v)) + 1
	}
	f.uvarint(&n)
	if n == 0 || f.err != nil {
		return
	}
	if f.mode == reading {
		// Each text takes at least a byte, so no forged count makes the list larger than what is there to be read.
		if n-1 > uint64(len(f.b)) {
			f.fail(errCutOff)
			return
		}
		*v = make([]string, n-1)
	}
	for i := range *v {
		f.text(&(*v)[i])
	}
}

// present is the byte before a structure that may be absent. It reports whether the structure's fields follow.
func present[T any](f *fields, v **T) bool {
	is := *v != nil
	f.bool(&is)
	if f.err != nil {
		return false
	}
	if is && f.mode == reading {
		*v = new(T)
	}
	return is
}
