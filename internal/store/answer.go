package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/swfd/swfd/swf"
)

// answerVersion is the version of the format of answers.
const answerVersion = 1

// AnswerShard is where all answers lie, whatever the shard of their runs: so those of one period are one range of rows, by which
// they are forgotten.
const AnswerShard = 0

// AnswerPeriod is how much time the keys of answers tell apart.
const AnswerPeriod = 10 * time.Minute

// Answer is what a call was answered that has taken effect. It is kept for a while, so that the call takes no second effect when its
// client, who may not have heard it, tries again.
type Answer struct {
	// At is the wall time of the answer.
	At swf.Timestamp
	// RunID is the run that a start was answered with; "" for calls that are answered with nothing.
	RunID string
}

// AnswerPlace is what the key of an answer tells.
type AnswerPlace struct {
	// Period is when it was given; see [AnswerPeriodOf].
	Period uint32
	// Shard is that of the run that the call concerned.
	Shard uint16
	// Call names the call. Two calls have the same name only if their clients mean the same call.
	Call [16]byte
}

// lastPeriod leaves a number for the end of its range.
const lastPeriod = math.MaxUint32 - 1

// AnswerPeriodOf is the number of the period in which a wall time lies.
func AnswerPeriodOf(at swf.Timestamp) uint32 {
	return uint32(min(max(int64(at)/AnswerPeriod.Milliseconds(), 0), lastPeriod))
}

const answerKeySize = 4 + 2 + 16

// Key is the place as a key.
func (p AnswerPlace) Key() Key {
	rest := binary.BigEndian.AppendUint32(make([]byte, 0, answerKeySize), p.Period)
	rest = binary.BigEndian.AppendUint16(rest, p.Shard)
	return answerKey(append(rest, p.Call[:]...))
}

func answerKey(rest []byte) Key { return Key{Family: FamilyAnswer, Shard: AnswerShard, Rest: rest} }

// ParseAnswerKey reads the key of an answer.
func ParseAnswerKey(k Key) (AnswerPlace, error) {
	if len(k.Rest) != answerKeySize {
		return AnswerPlace{}, fmt.Errorf("key of an answer: %w", errKeyLength)
	}
	p := AnswerPlace{Period: binary.BigEndian.Uint32(k.Rest), Shard: binary.BigEndian.Uint16(k.Rest[4:])}
	copy(p.Call[:], k.Rest[6:])
	return p, nil
}

// DeleteAnswers adds the deletion of all answers of a period.
func DeleteAnswers(b *Batch, period uint32) {
	end := binary.BigEndian.AppendUint32(nil, period+1)
	b.DeleteRange(answerKey(binary.BigEndian.AppendUint32(nil, period)), end)
}

// AppendAnswer appends the value of an answer; the place is [AnswerPlace.Key].
func AppendAnswer(b []byte, a *Answer) []byte { return appendValue(b, answerVersion, a) }

var errAnswerPeriod = errors.New("the key has another time than the value")

// Read reads the value of the row at the place.
func (p AnswerPlace) Read(value []byte) (*Answer, error) {
	a := &Answer{}
	err := readValue(value, answerVersion, a)
	if err == nil && AnswerPeriodOf(a.At) != p.Period {
		err = errAnswerPeriod
	}
	if err != nil {
		return nil, fmt.Errorf("answer to a call of shard %d: %w", p.Shard, err)
	}
	return a, nil
}

func answer(f *fields, a *Answer) {
	f.time(&a.At)
	f.text(&a.RunID)
}
