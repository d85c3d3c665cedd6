package access

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
)

// largestFile is the size in bytes of the largest file that is read.
const largestFile = 16 << 20

// sources reads files, and notes what they were, so that it can be told whether they have changed.
type sources struct {
	seen map[string]fingerprint
}

func newSources() *sources { return &sources{seen: map[string]fingerprint{}} }

// fingerprint is what there was at a path: a content with its mode, or an error.
type fingerprint [sha256.Size]byte

// hasModes tells whether the mode of a file says who may read and write it.
const hasModes = runtime.GOOS != "windows"

// read reads a file, and reports whether others than its owner may read it, too. What anybody may write is refused: it says who may do what.
func (s *sources) read(path string) (text []byte, isOpen bool, err error) {
	text, mode, err := readRegular(path)
	s.seen[path] = fingerprintOf(text, mode, err)
	if err == nil && hasModes && mode&0o002 != 0 {
		err = errors.New("anybody may write it: chmod o-w")
	}
	return text, hasModes && mode&0o077 != 0, err
}

// changed reports whether any of the files differs from what it was when it was read.
func (s *sources) changed() bool {
	for path, before := range s.seen {
		if fingerprintOf(readRegular(path)) != before {
			return true
		}
	}
	return false
}

func fingerprintOf(text []byte, mode fs.FileMode, err error) fingerprint {
	h := sha256.New()
	fmt.Fprintf(h, "%v %v ", mode, err)
	h.Write(text)
	return fingerprint(h.Sum(nil))
}

// readRegular reads a file that is one: a pipe or a terminal might never end.
func readRegular(path string) ([]byte, fs.FileMode, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, 0, plainPathError(err)
	}
	if !info.Mode().IsRegular() {
		return nil, 0, errors.New("this is not a regular file")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, plainPathError(err)
	}
	defer f.Close()
	// What is read, and who may read it, must be of one and the same file.
	if info, err = f.Stat(); err != nil {
		return nil, 0, plainPathError(err)
	}
	text, err := io.ReadAll(io.LimitReader(f, largestFile+1))
	if err == nil && len(text) > largestFile {
		err = fmt.Errorf("this is larger than %d MiB", largestFile>>20)
	}
	return text, info.Mode(), err
}

// plainPathError is an error without its path, which whoever reports it names.
func plainPathError(err error) error {
	var of *fs.PathError
	if errors.As(err, &of) {
		return of.Err
	}
	return err
}
