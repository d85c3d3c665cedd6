package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/internal/server"
)

func newVersionCommand() *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print which swfd this is",
		Long:  "Print the version, the commit and its time, the Go toolchain and the platform of this program, as far as its build knew them.",
		Args:  named(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			b := server.ReadBuild()
			if asJSON {
				return json.NewEncoder(cmd.OutOrStdout()).Encode(b)
			}
			_, err := fmt.Fprint(cmd.OutOrStdout(), describeBuild(b))
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// describeBuild writes a line for each thing that the build knew; the first one is the version.
func describeBuild(b server.Build) string {
	var text strings.Builder
	fmt.Fprintf(&text, "swfd %s\n", b.Version)
	if b.Revision != "" {
		modified := ""
		if b.Modified {
			modified = " with changes"
		}
		fmt.Fprintf(&text, "  commit    %s%s\n", b.Revision, modified)
	}
	if b.Time != "" {
		fmt.Fprintf(&text, "  of        %s\n", b.Time)
	}
	fmt.Fprintf(&text, "  built by  %s\n  for       %s\n", b.Go, b.Platform)
	return text.String()
}
