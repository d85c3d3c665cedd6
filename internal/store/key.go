package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/swfd/swfd/internal/execution"
)

// An escaped text ends with escape and textEnd; a NUL inside it becomes escape and escapedNUL, which sorts after the end.
const (
	escape     = 0x00
	textEnd    = 0x01
	afterEnd   = 0x02
	escapedNUL = 0xff
)

// The first byte of a box row's Rest.
const (
	boxIn  = 'i'
	boxOut = 'o'
)

// RunKey is the place of a run's record.
func RunKey(shard uint16, runID string) Key {
	return Key{Family: FamilyRun, Shard: shard, Rest: []byte(runID)}
}

// OpenKey is the place of a row of the open run of a workflowId.
func OpenKey(shard uint16, domain uint32, workflowID string, k execution.RowKey) Key {
	rest := appendOpenPrefix(make([]byte, 0, openPrefixSize(workflowID)+9), domain, workflowID)
	rest = append(rest, byte(k.Kind))
	rest = binary.BigEndian.AppendUint64(rest, uint64(k.ID))
	return Key{Family: FamilyOpen, Shard: shard, Rest: rest}
}

// OpenRange bounds the rows of the open run of a workflowId, the header first.
func OpenRange(domain uint32, workflowID string) (from, to []byte) {
	return textRange(appendOpenPrefix(make([]byte, 0, openPrefixSize(workflowID)), domain, workflowID))
}

func openPrefixSize(workflowID string) int { return 4 + textSize(workflowID) }

func appendOpenPrefix(b []byte, domain uint32, workflowID string) []byte {
	return appendText(binary.BigEndian.AppendUint32(b, domain), workflowID)
}

// openPlace is what the key of an open row tells.
type openPlace struct {
	domain     uint32
	workflowID string
	row        execution.RowKey
}

func (d *Decoder) parseOpenKey(rest []byte) (openPlace, error) {
	var p openPlace
	if len(rest) < 4 {
		return p, fmt.Errorf("key of an open row: %w", errKeyLength)
	}
	p.domain = binary.BigEndian.Uint32(rest)
	workflowID, rest, err := cutEscaped(rest[4:])
	if err != nil {
		return openPlace{}, fmt.Errorf("key of an open row: %w", err)
	}
	p.workflowID = d.text(workflowID)
	if len(rest) != 9 {
		return openPlace{}, fmt.Errorf("key of an open row: %w", errKeyLength)
	}
	p.row = execution.RowKey{Kind: execution.Kind(rest[0]), ID: int64(binary.BigEndian.Uint64(rest[1:]))}
	return p, nil
}

// HistoryKey is the place of the row of a run's history that begins with the event firstID.
func HistoryKey(shard uint16, runID string, firstID int64) Key {
	rest := appendText(make([]byte, 0, textSize(runID)+8), runID)
	return Key{Family: FamilyHistory, Shard: shard, Rest: binary.BigEndian.AppendUint64(rest, uint64(firstID))}
}

// HistoryRange bounds the rows of a run's history.
func HistoryRange(runID string) (from, to []byte) {
	return textRange(appendText(make([]byte, 0, textSize(runID)), runID))
}

// historyID returns the first event id from the key of a history row.
func historyID(rest []byte) (int64, error) {
	if len(rest) < 8 {
		return 0, fmt.Errorf("key of a history row: %w", errKeyLength)
	}
	id := int64(binary.BigEndian.Uint64(rest[len(rest)-8:]))
	if id < 1 {
		return 0, fmt.Errorf("key of a history row: %w", errKeyID)
	}
	return id, nil
}

// OutKey is the place of a message from one shard to another until it is delivered.
func OutKey(from, to uint16, seq uint64) Key {
	rest := make([]byte, 0, 11)
	rest = binary.BigEndian.AppendUint16(append(rest, boxOut), to)
	return Key{Family: FamilyBox, Shard: from, Rest: binary.BigEndian.AppendUint64(rest, seq)}
}

// InKey is the place of the last sequence that shard `to` has applied of the messages from shard `from`.
func InKey(to, from uint16) Key {
	return Key{Family: FamilyBox, Shard: to, Rest: binary.BigEndian.AppendUint16([]byte{boxIn}, from)}
}

// MetaKey is the place of a meta row. Whoever owns the row sees to it that rest collides with nobody else's.
func MetaKey(rest []byte) Key { return Key{Family: FamilyMeta, Rest: rest} }

var (
	errKeyLength  = errors.New("wrong length")
	errKeyID      = errors.New("an event id below 1")
	errKeyEscape  = errors.New("a byte sequence that no text is written as")
	errKeyPrefix  = errors.New("unknown first byte")
	errTextNoStop = errors.New("a text without an end")
)

// textSize is the length of an escaped text with its end.
func textSize(s string) int {
	n := len(s) + 2
	for i := range len(s) {
		if s[i] == escape {
			n++
		}
	}
	return n
}

func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		b = append(b, s[i])
		if s[i] == escape {
			b = append(b, escapedNUL)
		}
	}
	return append(b, escape, textEnd)
}

// textRange bounds all keys that begin with the given bytes, the last of which end a text.
func textRange(prefix []byte) (from, to []byte) {
	to = bytes.Clone(prefix)
	to[len(to)-1] = afterEnd
	return prefix, to
}

// cutText reads an escaped text from the beginning of b and returns what follows it.
func cutText(b []byte) (text string, rest []byte, err error) {
	unescaped, rest, err := cutEscaped(b)
	return string(unescaped), rest, err
}

// cutEscaped is cutText for a text that may still be a part of b.
func cutEscaped(b []byte) (text, rest []byte, err error) {
	for {
		i := bytes.IndexByte(b, escape)
		if i < 0 || i+1 == len(b) {
			return nil, nil, errTextNoStop
		}
		switch b[i+1] {
		case textEnd:
			if text == nil {
				return b[:i], b[i+2:], nil
			}
			return append(text, b[:i]...), b[i+2:], nil
		case escapedNUL:
			text = append(text, b[:i+1]...)
			b = b[i+2:]
		default:
			return nil, nil, errKeyEscape
		}
	}
}
