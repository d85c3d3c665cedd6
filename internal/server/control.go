package server

import (
	"errors"
	"fmt"

	"github.com/swfd/swfd/internal/control"
)

// openControl opens the socket in the data directory. What is kept in memory has none. A directory whose path is too long for a socket
// serves all the same.
func (s *Server) openControl(c Config) (*sideDoor, error) {
	if c.Memory {
		return nil, nil
	}
	l, err := control.Listen(c.Data)
	switch {
	case errors.Is(err, control.ErrPath):
		s.log.Warn("no backup can be made and no key changed while the server runs; a directory with a shorter path would let it", "error", err)
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("open the socket for control: %w", err)
	}
	return newSideDoor(l, control.NewServer(control.Config{
		Keys: s.engine, Checkpoint: s.store.Checkpoint, Quotas: s.engine.Quotas, Log: s.log,
	})), nil
}
