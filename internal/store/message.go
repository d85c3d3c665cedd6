package store

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/swfd/swfd/internal/execution"
)

// The versions of the formats of the box family.
const (
	messageVersion  = 1
	sequenceVersion = 1
)

// The byte before a message's body.
const (
	bodyStartChild byte = iota + 1
	bodyChildStarted
	bodyChildStartFailed
	bodySignalExternal
	bodyCancelExternal
	bodyExternalDone
	bodyChildClosed
	bodyApplyChildPolicy
)

var errBody = errors.New("unknown type of message")

// AppendMessage appends the value of a message's row; the place is [OutKey].
func AppendMessage(b []byte, m *execution.Message) []byte { return appendValue(b, messageVersion, m) }

// DecodeMessage reads the value of a message's row.
func DecodeMessage(value []byte) (*execution.Message, error) {
	m := &execution.Message{}
	if err := readValue(value, messageVersion, m); err != nil {
		return nil, fmt.Errorf("message: %w", err)
	}
	return m, nil
}

// sequence is a message's place in its channel.
type sequence uint64

// AppendSeq appends the value of the row of an applied sequence; the place is [InKey].
func AppendSeq(b []byte, seq uint64) []byte {
	s := sequence(seq)
	return appendValue(b, sequenceVersion, &s)
}

// Box is a row of the box family, read from key and value.
type Box struct {
	// From and To are the two shards of the channel.
	From, To uint16
	// Seq is the message's place in the channel, or the last place applied.
	Seq uint64
	// Message is nil for an applied sequence.
	Message *execution.Message
}

// DecodeBox reads a row of the box family. If only the value is unreadable, the error comes with what the key tells.
func DecodeBox(row Row) (Box, error) {
	rest := row.Key.Rest
	switch {
	case len(rest) == 11 && rest[0] == boxOut:
		box := Box{From: row.Key.Shard, To: binary.BigEndian.Uint16(rest[1:]), Seq: binary.BigEndian.Uint64(rest[3:])}
		m, err := DecodeMessage(row.Value)
		box.Message = m
		return box, box.wrap(err)
	case len(rest) == 3 && rest[0] == boxIn:
		box := Box{From: binary.BigEndian.Uint16(rest[1:]), To: row.Key.Shard}
		return box, box.wrap(readValue(row.Value, sequenceVersion, (*sequence)(&box.Seq)))
	case len(rest) > 0 && (rest[0] == boxOut || rest[0] == boxIn):
		return Box{}, fmt.Errorf("key of a box row: %w", errKeyLength)
	}
	return Box{}, fmt.Errorf("key of a box row: %w", errKeyPrefix)
}

func (b *Box) wrap(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("box row from shard %d to %d, sequence %d: %w", b.From, b.To, b.Seq, err)
}

func message(f *fields, m *execution.Message) {
	f.uint32(&m.Domain)
	workflowExecution(f, &m.From)
	f.text(&m.To)
	t := bodyType(m.Body)
	f.byte(&t)
	if f.mode == reading {
		m.Body = newBody(t)
		if m.Body == nil {
			f.fail(errBody)
			return
		}
	}
	f.value(m.Body)
}

// bodyType is 0 for a type that is not known.
func bodyType(b execution.MessageBody) byte {
	switch b.(type) {
	case *execution.StartChild:
		return bodyStartChild
	case *execution.ChildStarted:
		return bodyChildStarted
	case *execution.ChildStartFailed:
		return bodyChildStartFailed
	case *execution.SignalExternal:
		return bodySignalExternal
	case *execution.CancelExternal:
		return bodyCancelExternal
	case *execution.ExternalDone:
		return bodyExternalDone
	case *execution.ChildClosed:
		return bodyChildClosed
	case *execution.ApplyChildPolicy:
		return bodyApplyChildPolicy
	}
	return 0
}

// newBody is nil for a byte that is not known.
func newBody(t byte) execution.MessageBody {
	switch t {
	case bodyStartChild:
		return &execution.StartChild{}
	case bodyChildStarted:
		return &execution.ChildStarted{}
	case bodyChildStartFailed:
		return &execution.ChildStartFailed{}
	case bodySignalExternal:
		return &execution.SignalExternal{}
	case bodyCancelExternal:
		return &execution.CancelExternal{}
	case bodyExternalDone:
		return &execution.ExternalDone{}
	case bodyChildClosed:
		return &execution.ChildClosed{}
	case bodyApplyChildPolicy:
		return &execution.ApplyChildPolicy{}
	}
	return nil
}

func startChild(f *fields, b *execution.StartChild) {
	f.varint(&b.InitiatedID)
	start(f, &b.Start)
	f.text(&b.RunID)
}

func start(f *fields, s *execution.Start) {
	f.text(&s.WorkflowID)
	workflowType(f, &s.Type)
	settings(f, &s.Settings)
	f.optional(&s.Input)
	f.texts(&s.TagList)
	if present(f, &s.Parent) {
		parentLink(f, s.Parent)
	}
	f.text(&s.ContinuedFrom)
}

func childStarted(f *fields, b *execution.ChildStarted) {
	f.text(&b.ParentRunID)
	f.varint(&b.InitiatedID)
	f.text(&b.RunID)
}

func childStartFailed(f *fields, b *execution.ChildStartFailed) {
	f.text(&b.ParentRunID)
	f.varint(&b.InitiatedID)
	f.text((*string)(&b.Cause))
}

func signalExternal(f *fields, b *execution.SignalExternal) {
	f.varint(&b.InitiatedID)
	f.optional(&b.RunID)
	f.text(&b.SignalName)
	f.optional(&b.Input)
}

func cancelExternal(f *fields, b *execution.CancelExternal) {
	f.varint(&b.InitiatedID)
	f.optional(&b.RunID)
}

func externalDone(f *fields, b *execution.ExternalDone) {
	f.text(&b.SenderRunID)
	f.varint(&b.InitiatedID)
	f.text(&b.RunID)
}

func childClosed(f *fields, b *execution.ChildClosed) {
	f.text(&b.ParentRunID)
	f.varint(&b.InitiatedID)
	f.text(&b.RunID)
	workflowType(f, &b.Type)
	f.text((*string)(&b.Status))
	f.optional(&b.Result)
	f.optional(&b.Reason)
	f.optional(&b.Details)
}

func applyChildPolicy(f *fields, b *execution.ApplyChildPolicy) {
	f.text(&b.ParentRunID)
	f.varint(&b.InitiatedID)
	f.text((*string)(&b.Policy))
}
