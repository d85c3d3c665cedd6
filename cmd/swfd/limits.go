package main

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/internal/control"
	"github.com/swfd/swfd/internal/engine"
)

func (c *cli) newLimitsCommand() *cobra.Command {
	var domain string
	cmd := c.controlCommand(&cobra.Command{
		Use: "limits", Short: "Show how near a server's accounts and domains are to their limits",
		Long: `Show every limit of which something is used, the nearest first. Of a limit that each task list or execution has for itself, the line tells
of the one that uses most of it; of executions, of those that went on in the last ten minutes. Of a rate it tells how much of the
burst is used up. The command speaks to a server that runs, over the socket in its data directory.`,
		Args: named(),
	}, func(d *controlled, _ []string) error { return d.limits(domain) })
	cmd.Flags().StringVarP(&domain, "domain", "d", "", "only what concerns the domain of this name")
	return cmd
}

func (d *controlled) limits(domain string) error {
	var answer control.LimitsAnswer
	if err := d.ask(http.MethodGet, "/limits", nil, &answer); err != nil {
		return err
	}
	answer.Limits = slices.DeleteFunc(answer.Limits, func(q engine.Quota) bool {
		return domain != "" && q.Domain != "" && q.Domain != domain
	})
	out := d.cmd.OutOrStdout()
	if d.output == "json" {
		return printJSON(out, answer)
	}
	t := newTable("LIMIT", "ACCOUNT", "REGION", "DOMAIN", "USED", "OF", "")
	for _, q := range answer.Limits {
		t.row(q.Limit, q.Account, q.Region, q.Domain, q.Used, q.Max, shareOf(q))
	}
	if err := t.print(out, d.palette(out)); err != nil || !answer.Truncated {
		return err
	}
	_, err := fmt.Fprintln(d.cmd.ErrOrStderr(), "swfd: there is more, which is further from its limit")
	return err
}

// shareOf is how much of a limit is used, in hundredths, with a colour by how near that is.
func shareOf(q engine.Quota) cell {
	share := 100 * float64(q.Used) / float64(q.Max)
	c := cell{text: fmt.Sprintf("%.0f%%", share)}
	switch {
	case share >= 90:
		c.colour = red
	case share >= 70:
		c.colour = yellow
	}
	return c
}
