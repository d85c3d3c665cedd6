//go:build unix

package blackbox

import (
	"context"
	"syscall"
	"time"
)

// freeze stops the process as a machine that has too much to do would, and lets it go on after a while.
func (p *process) freeze(ctx context.Context, d time.Duration) error {
	if err := p.signal(syscall.SIGSTOP); err != nil {
		return err
	}
	pause(ctx, d)
	return p.signal(syscall.SIGCONT)
}
