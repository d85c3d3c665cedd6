package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
)

// confirm asks a person whether to go on; yes spares the question. Nobody to ask is an error: a script says beforehand what it wants.
func (c *cli) confirm(cmd *cobra.Command, yes bool, question string) error {
	if yes {
		return nil
	}
	in := cmd.InOrStdin()
	if !c.isTerminal(in) {
		return usage("%s There is nobody here to answer: give --yes if you mean it", question)
	}
	if _, err := fmt.Fprintf(cmd.ErrOrStderr(), "%s [y/N] ", question); err != nil {
		return err
	}
	answer, err := interruptibly(cmd.Context(), func() (string, error) { return bufio.NewReader(in).ReadString('\n') })
	switch {
	case errors.Is(err, io.EOF):
		// Nobody has ended the line of the question.
		_, _ = fmt.Fprintln(cmd.ErrOrStderr())
	case err != nil:
		return fmt.Errorf("read the answer: %w", err)
	}
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "y", "yes":
		return nil
	}
	return &ending{exitNotConfirmed, errors.New("nothing was done")}
}
