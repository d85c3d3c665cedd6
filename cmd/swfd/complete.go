package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/swf"
)

// completionTime is how long the service may take to name what a shell could complete: a person waits.
const completionTime = 2 * time.Second

// mostNames is how many names are offered.
const mostNames = 200

// namer asks the service for names.
type namer func(ctx context.Context, a *api) ([]string, error)

type completion = func(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective)

// complete offers fixed values of a flag.
func (c *cli) complete(cmd *cobra.Command, flag string, values ...string) {
	// Only a flag that is not there, or that is completed already, is refused.
	_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
}

// completeFrom offers what the service has as values of a flag.
func (c *cli) completeFrom(cmd *cobra.Command, flag string, names namer) {
	_ = cmd.RegisterFlagCompletionFunc(flag, c.names(names))
}

// argument offers what the service has as the command's one argument.
func (c *cli) argument(names namer) completion {
	offer := c.names(names)
	return func(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return offer(cmd, args, begun)
	}
}

// typeArgument offers the kinds of types, and then the types of that kind in a state ("" for the registered ones).
func (c *cli) typeArgument(in swf.RegistrationStatus) completion {
	if in == "" {
		in = swf.RegistrationStatusRegistered
	}
	return func(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
		switch len(args) {
		case 0:
			return []string{kindWorkflow, kindActivity}, cobra.ShellCompDirectiveNoFileComp
		case 1:
			return c.names(func(ctx context.Context, a *api) ([]string, error) { return typeNames(ctx, a, args[0], in) })(cmd, args, begun)
		}
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
}

// names asks the service of the command's own flags. Where it does not answer, nothing is offered.
func (c *cli) names(ask namer) completion {
	return func(cmd *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
		ctx, cancel := context.WithTimeout(contextOf(cmd), completionTime)
		defer cancel()
		flag := func(name string) string {
			if f := cmd.Flags().Lookup(name); f != nil && f.Value.String() != "" {
				return f.Value.String()
			}
			value, _ := c.variable(apiVariables[name])
			return value
		}
		a := &api{cli: c, cmd: cmd, domain: flag("domain"), connection: connection{flag("endpoint"), flag("region"), flag("profile")}}
		service, _, err := c.connect(ctx, a.connection)
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		a.service = service
		found, err := ask(ctx, a)
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		var offered []string
		for _, name := range found {
			if strings.HasPrefix(name, begun) && len(offered) < mostNames {
				offered = append(offered, name)
			}
		}
		return offered, cobra.ShellCompDirectiveNoFileComp
	}
}

func contextOf(cmd *cobra.Command) context.Context {
	if ctx := cmd.Context(); ctx != nil {
		return ctx
	}
	return context.Background()
}

func domainNames(ctx context.Context, a *api) ([]string, error) {
	return domainsOf(ctx, a, swf.RegistrationStatusRegistered)
}

func domainsOf(ctx context.Context, a *api, in swf.RegistrationStatus) ([]string, error) {
	var names []string
	for d, err := range client.DomainInfos(ctx, a.service, swf.NewListDomainsInput(in)) {
		if err != nil {
			return nil, err
		}
		names = append(names, d.Name)
	}
	return names, nil
}

func typeNames(ctx context.Context, a *api, kind string, in swf.RegistrationStatus) ([]string, error) {
	found, err := typesOf(ctx, a, kind, nil, in)
	var names []string
	for _, t := range found {
		names = append(names, versioned(t.name, t.version))
	}
	return names, err
}

func workflowTypeNames(ctx context.Context, a *api) ([]string, error) {
	return typeNames(ctx, a, kindWorkflow, swf.RegistrationStatusRegistered)
}

// openWorkflowIDs are those of the runs that began last.
func openWorkflowIDs(ctx context.Context, a *api) ([]string, error) {
	in := swf.NewListOpenWorkflowExecutionsInput(a.domain, swf.ExecutionTimeFilter{})
	in.MaximumPageSize = mostNames
	out, err := a.service.ListOpenWorkflowExecutions(ctx, in)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, i := range out.ExecutionInfos {
		names = append(names, i.Execution.WorkflowID)
	}
	return names, nil
}

// openTags are those of the runs that began last: SWF does not tell which tags there are.
func openTags(ctx context.Context, a *api) ([]string, error) {
	in := swf.NewListOpenWorkflowExecutionsInput(a.domain, swf.ExecutionTimeFilter{})
	in.MaximumPageSize = mostNames
	out, err := a.service.ListOpenWorkflowExecutions(ctx, in)
	if err != nil {
		return nil, err
	}
	var tags []string
	for _, i := range out.ExecutionInfos {
		tags = append(tags, i.TagList...)
	}
	slices.Sort(tags)
	return slices.Compact(tags), nil
}

func taskListNames(ctx context.Context, a *api) ([]string, error) {
	lists, err := defaultTaskLists(ctx, a)
	var names []string
	for _, l := range lists {
		names = append(names, l.name)
	}
	return names, err
}
