package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/swfd/swfd/internal/bench"
)

// ownGroup keeps a process out of the signals of the terminal, whose interrupt is for this one: that ends the server when it is done. If this one
// is killed, the system ends the other.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
}

// clockTick is the unit of times in /proc. It is the same on every Linux that Go runs on.
const clockTick = time.Second / 100

// usageOf tells what a process has used.
func usageOf(pid int) func() (bench.Usage, error) {
	return func() (bench.Usage, error) {
		u, err := readUsage(pid)
		if err != nil {
			return u, fmt.Errorf("look at the server's process: %w", err)
		}
		return u, nil
	}
}

func readUsage(pid int) (u bench.Usage, err error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return u, err
	}
	// The name of the program, in parentheses, may hold anything.
	_, after, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(after)
	const userTime, systemTime, resident = 11, 12, 21
	if len(fields) <= resident {
		return u, fmt.Errorf("%q has %d fields", stat, len(fields))
	}
	var numbers [3]int64
	for i, at := range []int{userTime, systemTime, resident} {
		if numbers[i], err = strconv.ParseInt(fields[at], 10, 64); err != nil {
			return u, err
		}
	}
	u.CPU = time.Duration(numbers[0]+numbers[1]) * clockTick
	u.Resident = numbers[2] * int64(os.Getpagesize())
	return u, nil
}
