package token

import (
	"encoding/base64"
	"encoding/binary"
)

// SealTask makes the token of a task: about 120 characters.
func (s *Sealer) SealTask(t Task) string {
	b := make([]byte, 0, 96)
	b = append(b, byte(t.Kind))
	b = binary.AppendUvarint(b, uint64(t.Domain))
	b = binary.BigEndian.AppendUint16(b, t.Shard)
	b = appendRunID(b, t.RunID)
	b = binary.AppendUvarint(b, uint64(t.ScheduledID))
	b = binary.AppendUvarint(b, uint64(t.StartedID))
	b = binary.BigEndian.AppendUint64(b, t.Nonce)
	return s.seal(purposeTask, b)
}

// OpenTask opens a task token, or returns ErrInvalid.
func (s *Sealer) OpenTask(text string) (Task, error) {
	plain, err := s.open(purposeTask, text)
	if err != nil {
		return Task{}, err
	}
	r := reader{b: plain}
	t := Task{
		Kind:        Kind(r.byte()),
		Domain:      uint32(r.uvarint()),
		Shard:       binary.BigEndian.Uint16(r.take(2)),
		RunID:       r.runID(),
		ScheduledID: int64(r.uvarint()),
		StartedID:   int64(r.uvarint()),
		Nonce:       binary.BigEndian.Uint64(r.take(8)),
	}
	if r.short || len(r.b) > 0 {
		return Task{}, ErrInvalid
	}
	return t, nil
}

// A runId of SWF's shape, two digits and 32 bytes in base64, is packed into 33 bytes; any other is written with its length.
const packedRunID = 46

func appendRunID(b []byte, id string) []byte {
	if raw, ok := unpackable(id); ok {
		b = append(b, 100+(id[0]-'0')*10+id[1]-'0')
		return append(b, raw...)
	}
	b = append(b, 0)
	b = binary.AppendUvarint(b, uint64(len(id)))
	return append(b, id...)
}

func unpackable(id string) ([]byte, bool) {
	if len(id) != packedRunID || id[0] < '0' || id[0] > '9' || id[1] < '0' || id[1] > '9' {
		return nil, false
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(id[2:])
	return raw, err == nil && len(raw) == 32
}

// reader reads what a seal authenticates; short is set where it ends too early.
type reader struct {
	b     []byte
	short bool
}

func (r *reader) take(n int) []byte {
	if n < 0 || len(r.b) < n {
		r.short, r.b = true, nil
		return make([]byte, min(max(n, 0), 64))
	}
	head := r.b[:n]
	r.b = r.b[n:]
	return head
}

func (r *reader) byte() byte { return r.take(1)[0] }

func (r *reader) uvarint() uint64 {
	n, size := binary.Uvarint(r.b)
	if size <= 0 {
		r.short, r.b = true, nil
		return 0
	}
	r.b = r.b[size:]
	return n
}

func (r *reader) runID() string {
	prefix := r.byte()
	if prefix >= 100 {
		digits := prefix - 100
		text := append(make([]byte, 0, 2+44), '0'+digits/10, '0'+digits%10)
		return string(base64.StdEncoding.AppendEncode(text, r.take(32)))
	}
	n := r.uvarint()
	if n > 64 {
		r.short = true
		return ""
	}
	return string(r.take(int(n)))
}
