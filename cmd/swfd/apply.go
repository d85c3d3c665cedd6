package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/internal/manifest"
)

// largestManifest bounds a file of domains and types.
const largestManifest = 64 << 20

func (c *cli) newApplyCommand() *cobra.Command {
	var file string
	var yes, planOnly bool
	cmd := c.apiCommand(&cobra.Command{
		Use: "apply -f FILE", Short: "Make the domains and types of a file be there, after showing what that takes", Args: named(),
		Long: `Compare a file of domains and types with what the service has, show what is to be done, ask, and do it. The file is TOML or JSON with
SWF's own names; what it does not name is left alone. What SWF never changes, such as the defaults of a registered type, and the file
wants otherwise, is a conflict: then nothing is done.`,
		Example: "  swfd apply -f domains.toml\n  swfd apply -f domains.toml --yes\n  swfd apply -f domains.toml --plan --output json",
	}, func(ctx context.Context, a *api, _ []string) error {
		if file == "" {
			return usage("which file is to be applied? Give -f FILE")
		}
		b, err := readFile(a.cmd, file, largestManifest)
		if err != nil {
			return err
		}
		m, err := manifest.Read(file, b)
		if err != nil {
			return usage("%s: %w", fileName(file), err)
		}
		p, err := m.Plan(ctx, a.service)
		if err != nil {
			return err
		}
		if err := a.printPlan(p); err != nil {
			return err
		}
		if planOnly || p.Todo() == 0 && p.Count(manifest.Conflict) == 0 {
			return nil
		}
		return a.carryOut(ctx, p, yes)
	})
	cmd.Flags().StringVarP(&file, "file", "f", "", "file of domains and types, TOML or JSON; - is the standard input")
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	cmd.Flags().BoolVar(&planOnly, "plan", false, "only show what is to be done")
	return cmd
}

// carryOut does what the plan says, if it can be done and is wanted.
func (a *api) carryOut(ctx context.Context, p *manifest.Plan, yes bool) error {
	if n := p.Count(manifest.Conflict); n > 0 {
		return &ending{exitFailed, fmt.Errorf("nothing was done: there %s", areConflicts(n))}
	}
	if err := a.confirm(a.cmd, yes, fmt.Sprintf("Do that at %s?", a.at)); err != nil {
		return err
	}
	progress := a.progress(a.cmd.ErrOrStderr())
	defer progress.done()
	done := 0
	err := p.Apply(ctx, a.service, func(manifest.Step) {
		done++
		progress.tell("%d of %d steps", done, p.Todo())
	})
	if err != nil {
		return fmt.Errorf("after %d of %s: %w", done, counted(p.Todo(), "step"), err)
	}
	return a.say("Done.")
}

func areConflicts(n int) string {
	if n == 1 {
		return "is a conflict"
	}
	return fmt.Sprintf("are %d conflicts", n)
}

// signs are what actions look like in a plan.
var signs = map[manifest.Action]cell{
	manifest.Register:    {"+ register", green},
	manifest.Undeprecate: {"+ undeprecate", green},
	manifest.Tag:         {"+ tag", green},
	manifest.Deprecate:   {"- deprecate", yellow},
	manifest.Conflict:    {"! conflict", red},
}

// printPlan prints what is to be done; what may stay as it is is only counted.
func (a *api) printPlan(p *manifest.Plan) error {
	if a.json() {
		return printJSON(a.cmd.OutOrStdout(), p)
	}
	t := newTable()
	for _, s := range p.Steps {
		if s.Action == manifest.Keep {
			continue
		}
		where := s.Domain + " / "
		if s.Kind == "domain" {
			where = ""
		}
		t.row(signs[s.Action], s.Kind, where+s.Name, s.Why)
	}
	if err := a.printTable(t); err != nil {
		return err
	}
	if len(t.rows) == 0 {
		return a.say("Everything is as the file says.")
	}
	return a.say("%d to do, %d in conflict, %d as the file says.", p.Todo(), p.Count(manifest.Conflict), p.Count(manifest.Keep))
}
