package store

import (
	"hash/maphash"

	"github.com/swfd/swfd/internal/execution"
)

// Decoder reads the rows of many runs, and gives equal texts of theirs one string: most are names of types and task lists, and
// settings, which many runs have in common. A nil Decoder gives each text a string of its own. It is not safe for concurrent use.
type Decoder struct {
	// NewHeader gives the empty headers that are read into, for whoever uses them again; nil makes each anew.
	NewHeader func() *execution.Header

	seed maphash.Seed
	// lately holds a short text that was read lately for each part of what texts hash to.
	lately [4096]string
}

// longestShared is the longest text that is looked for; longer ones are rarely the same twice.
const longestShared = 64

// NewDecoder makes a Decoder that has read nothing yet.
func NewDecoder() *Decoder { return &Decoder{seed: maphash.MakeSeed()} }

func (d *Decoder) newHeader() *execution.Header {
	if d == nil || d.NewHeader == nil {
		return &execution.Header{}
	}
	return d.NewHeader()
}

// text makes a string of a text.
func (d *Decoder) text(b []byte) string {
	if d == nil || len(b) > longestShared {
		return string(b)
	}
	known := &d.lately[maphash.Bytes(d.seed, b)%uint64(len(d.lately))]
	if *known != string(b) {
		*known = string(b)
	}
	return *known
}
