//go:build unix

package listen

import "syscall"

// descriptors is how many files and connections the process may have open.
func descriptors() int {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return fewDescriptors
	}
	return int(min(limit.Cur, mostConnections+spareDescriptors))
}

// fewDescriptors are those that every system gives.
const fewDescriptors = 1_024
