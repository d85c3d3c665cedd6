package pebblestore

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/cockroachdb/pebble/v2"
)

// ErrDamaged is what the errors are that come of files which do not hold what was written into them, or which are not there.
var ErrDamaged = errors.New("the store is damaged")

// trouble is an error of Pebble's on one line, damage told from the rest.
func trouble(err error) error {
	if pebble.IsCorruptionError(err) {
		return fmt.Errorf("%w: %s", ErrDamaged, firstLine(err))
	}
	return err
}

// openingTrouble is trouble with the opening of a store that is there: then a file that is not there is damage, too, as is one that ends
// too early, for which Pebble has errors without a kind.
func openingTrouble(err error) error {
	text := err.Error()
	missing := errors.Is(err, fs.ErrNotExist)
	if missing || strings.Contains(text, "unexpected EOF") || strings.Contains(text, "object size mismatch") {
		return fmt.Errorf("%w: %s", ErrDamaged, firstLine(err))
	}
	return trouble(err)
}

// firstLine is what of an error's text is for people.
func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}
