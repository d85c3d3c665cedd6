package control

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
)

// SocketName is the socket's name in the data directory.
const SocketName = "control.sock"

// mostPath is the longest path of a socket that every system takes.
const mostPath = 103

// ErrPath says that a data directory has too long a path for a socket in it.
var ErrPath = errors.New("the path of the socket is too long for a socket")

// Listen opens the socket in the data directory of the caller, who has the directory for itself: a socket that is there was left behind.
func Listen(data string) (net.Listener, error) {
	path, err := socketIn(data)
	if err != nil {
		return nil, err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("remove the socket that was left behind: %w", err)
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

func socketIn(data string) (string, error) {
	dir, err := filepath.Abs(data)
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, SocketName)
	if len(path) > mostPath {
		return "", fmt.Errorf("%w: %s has %d bytes, and %d can be", ErrPath, path, len(path), mostPath)
	}
	return path, nil
}
