package pebblestore

// State says what a store does.
type State string

// The states of a store.
const (
	// Serving stores take writes.
	Serving State = "serving"
	// Refusing stores take no writes until space is freed; reads go on.
	Refusing State = "refusing"
	// Failed stores do nothing any more.
	Failed State = "failed"
)

// Figures are what a store tells of itself at a moment.
type Figures struct {
	State State
	// Free is what was last found free on the file system, and MinFree the mark under which writes are refused, in bytes; both are
	// zero where the free space cannot be told, as in memory.
	Free, MinFree uint64
	// Size is what the store takes on the disk, in bytes, without the ballast. It and what follows are zero in a failed store.
	Size uint64
	// CompactionDebt estimates the bytes that have still to be rewritten until the store is in its best order.
	CompactionDebt uint64
	// ReadAmplification is in how many places a read may have to look.
	ReadAmplification int
}

// Figures tells of the store. It must not be called once Close has been.
func (s *Store) Figures() Figures {
	f := Figures{State: Serving, Free: s.space.free.Load(), MinFree: s.space.mark}
	switch {
	case s.failure.err() != nil:
		// Pebble may hold its locks for ever.
		f.State = Failed
		return f
	case s.space.refusal() != nil:
		f.State = Refusing
	}
	m := s.db.Metrics()
	f.Size = m.DiskSpaceUsage()
	f.CompactionDebt = m.Compact.EstimatedDebt
	f.ReadAmplification = m.ReadAmp()
	return f
}
