package token

import "encoding/binary"

// SealPage makes a page token. SWF's page tokens have at most 2048 characters, which leaves a position of 1400 bytes.
func (s *Sealer) SealPage(p Page) string {
	b := make([]byte, 0, 64+len(p.Operation)+len(p.Position))
	b = binary.AppendUvarint(b, uint64(len(p.Operation)))
	b = append(b, p.Operation...)
	b = append(b, p.Arguments[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(p.IssuedAt))
	b = append(b, p.Position...)
	return s.seal(purposePage, b)
}

// OpenPage opens a page token that was sealed for this operation and these arguments, or returns ErrInvalid or, if it is
// older than PageLife at the wall time nowMillis, ErrExpired.
func (s *Sealer) OpenPage(text, operation string, arguments [32]byte, nowMillis int64) (Page, error) {
	plain, err := s.open(purposePage, text)
	if err != nil {
		return Page{}, err
	}
	r := reader{b: plain}
	n := r.uvarint()
	if n > 64 {
		return Page{}, ErrInvalid
	}
	p := Page{Operation: string(r.take(int(n)))}
	copy(p.Arguments[:], r.take(len(p.Arguments)))
	p.IssuedAt = int64(binary.BigEndian.Uint64(r.take(8)))
	p.Position = r.b
	if r.short || p.Operation != operation || p.Arguments != arguments {
		return Page{}, ErrInvalid
	}
	if nowMillis-p.IssuedAt > PageLife.Milliseconds() {
		return Page{}, ErrExpired
	}
	return p, nil
}
