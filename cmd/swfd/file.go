package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
)

// largestPayload bounds what is read from a file: SWF takes far less.
const largestPayload = 1 << 20

// payload is the value of a flag that may name a file, nil if the flag was not given.
func payload(cmd *cobra.Command, flag, value string) (*string, error) {
	if !cmd.Flags().Changed(flag) {
		return nil, nil
	}
	file, isFile := strings.CutPrefix(value, "@")
	if !isFile && value != "-" {
		return &value, nil
	}
	if !isFile {
		file = "-"
	}
	b, err := readFile(cmd, file, largestPayload)
	if err != nil {
		return nil, err
	}
	return new(string(b)), nil
}

// readFile reads a file, or the standard input for "-", if it is not larger than it may be.
func readFile(cmd *cobra.Command, name string, largest int64) ([]byte, error) {
	b, err := readWhole(cmd.Context(), cmd.InOrStdin(), name, largest+1)
	if err != nil {
		return nil, err
	}
	if int64(len(b)) > largest {
		return nil, usage("%s is larger than %d bytes", fileName(name), largest)
	}
	return b, nil
}

func readWhole(ctx context.Context, stdin io.Reader, name string, most int64) ([]byte, error) {
	if name == "-" {
		b, err := interruptibly(ctx, func() ([]byte, error) { return io.ReadAll(io.LimitReader(stdin, most)) })
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", fileName(name), err)
		}
		return b, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, &ending{exitUsage, err}
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, usage("%s is a directory, and should be a file", name)
	}
	// The error says which file it was.
	return io.ReadAll(io.LimitReader(f, most))
}

// interruptibly waits for what somebody types, or gives up when ctx ends: the reading goes on then until the process ends, which it does.
func interruptibly[T any](ctx context.Context, read func() (T, error)) (T, error) {
	type outcome struct {
		value T
		err   error
	}
	done := make(chan outcome, 1)
	go func() {
		value, err := read()
		done <- outcome{value, err}
	}()
	select {
	case o := <-done:
		return o.value, o.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

func fileName(name string) string {
	if name == "-" {
		return "the standard input"
	}
	return name
}
