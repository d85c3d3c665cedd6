package audit

import (
	"os"
	"time"
)

// lookEvery is how often the path of the log is looked at while lines come.
const lookEvery = time.Second

// file is a file that lines are added to. When its path leads to another file, or to none, it is opened anew.
type file struct {
	path   string
	f      *os.File
	is     os.FileInfo
	looked time.Time
}

func openFile(path string) (*file, error) {
	f := &file{path: path}
	return f, f.open()
}

// open opens the path, and leaves the old file open if that fails.
func (f *file) open() error {
	opened, err := os.OpenFile(f.path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	is, err := opened.Stat()
	if err != nil {
		_ = opened.Close()
		return err
	}
	if f.f != nil {
		// Its lines were written when they came.
		_ = f.f.Close()
	}
	f.f, f.is, f.looked = opened, is, time.Now()
	return nil
}

// Write writes to the file that is at the path, or was a moment ago.
func (f *file) Write(line []byte) (int, error) {
	if now := time.Now(); now.Sub(f.looked) >= lookEvery {
		f.looked = now
		if is, err := os.Stat(f.path); err != nil || !os.SameFile(is, f.is) {
			// If there can be no new one, the old one still takes lines.
			_ = f.open()
		}
	}
	return f.f.Write(line)
}

func (f *file) close() error { return f.f.Close() }
