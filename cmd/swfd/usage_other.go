//go:build !linux

package main

import (
	"syscall"

	"github.com/swfd/swfd/internal/bench"
)

func ownGroup() *syscall.SysProcAttr { return nil }

// usageOf tells nothing: there is no way to look at another process that all other systems share.
func usageOf(int) func() (bench.Usage, error) { return nil }
