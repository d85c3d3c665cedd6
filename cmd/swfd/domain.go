package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/swf"
)

func (c *cli) newDomainCommand() *cobra.Command {
	cmd := asGroup(&cobra.Command{Use: "domain", Short: "List, show, register, deprecate and tag domains"})
	cmd.AddCommand(
		c.newDomainListCommand(), c.newDomainShowCommand(), c.newDomainRegisterCommand(), c.newDomainTagCommand(), c.newDomainUntagCommand(),
		c.newDomainChangeCommand("deprecate", "Close a domain to new types and runs; open runs go on", "is deprecated",
			func(ctx context.Context, s swf.Service, name string) error {
				_, err := s.DeprecateDomain(ctx, swf.NewDeprecateDomainInput(name))
				return err
			}),
		c.newDomainChangeCommand("undeprecate", "Open a deprecated domain again", "is registered again",
			func(ctx context.Context, s swf.Service, name string) error {
				_, err := s.UndeprecateDomain(ctx, swf.NewUndeprecateDomainInput(name))
				return err
			}),
	)
	return cmd
}

// status is the registration status to list.
func status(deprecated bool) swf.RegistrationStatus {
	if deprecated {
		return swf.RegistrationStatusDeprecated
	}
	return swf.RegistrationStatusRegistered
}

func (c *cli) newDomainListCommand() *cobra.Command {
	var deprecated bool
	cmd := c.apiCommand(&cobra.Command{Use: "list", Short: "List the domains", Args: named()},
		func(ctx context.Context, a *api, _ []string) error {
			out := swf.ListDomainsOutput{DomainInfos: []swf.DomainInfo{}}
			for d, err := range client.DomainInfos(ctx, a.service, swf.NewListDomainsInput(status(deprecated))) {
				if err != nil {
					return err
				}
				out.DomainInfos = append(out.DomainInfos, d)
			}
			if a.json() {
				return printJSON(a.cmd.OutOrStdout(), out)
			}
			t := newTable("DOMAIN", "STATUS", "DESCRIPTION")
			for _, d := range out.DomainInfos {
				t.row(d.Name, d.Status, text(d.Description))
			}
			return a.printTable(t)
		})
	cmd.Flags().BoolVar(&deprecated, "deprecated", false, "list the deprecated ones")
	return cmd
}

func (c *cli) newDomainShowCommand() *cobra.Command {
	cmd := c.apiCommand(&cobra.Command{Use: "show NAME", Short: "Show a domain", Args: named("the domain's name")},
		func(ctx context.Context, a *api, args []string) error {
			d, err := a.service.DescribeDomain(ctx, swf.NewDescribeDomainInput(args[0]))
			if err != nil {
				return err
			}
			if a.json() {
				return printJSON(a.cmd.OutOrStdout(), d)
			}
			t := newTable()
			t.row("domain", d.DomainInfo.Name)
			t.row("status", d.DomainInfo.Status)
			t.row("retention", days(d.Configuration.WorkflowExecutionRetentionPeriodInDays))
			t.row("description", text(d.DomainInfo.Description))
			t.row("ARN", text(d.DomainInfo.ARN))
			if err := a.showTags(ctx, t, d.DomainInfo); err != nil {
				return err
			}
			return a.printTable(t)
		})
	cmd.ValidArgsFunction = c.argument(domainNames)
	return cmd
}

// showTags adds the tags of a domain to what is shown of it. Who may describe a domain need not be allowed to see its tags.
func (a *api) showTags(ctx context.Context, t *table, d swf.DomainInfo) error {
	tags, err := a.tagsOf(ctx, d)
	if fault := swf.Fault(nil); errors.As(err, &fault) {
		a.note("the tags are not known: %s", presentable(err.Error()))
		return nil
	}
	head := "tags"
	for _, tag := range tags {
		t.row(head, tag.Key+"="+text(tag.Value))
		head = ""
	}
	return err
}

// days tells a retention period.
func days(period string) string {
	switch period {
	case "NONE":
		return "NONE: closed runs are not kept"
	case "1":
		return "1 day"
	}
	return period + " days"
}

func (c *cli) newDomainRegisterCommand() *cobra.Command {
	var retention, description string
	var tags []string
	cmd := c.apiCommand(&cobra.Command{
		Use: "register NAME", Short: "Register a domain", Args: named("the domain's name"),
		Example: "  swfd domain register hello --retention 7",
	}, func(ctx context.Context, a *api, args []string) error {
		if retention == "" {
			return usage("how long are closed runs to be kept? Give --retention DAYS, or --retention NONE")
		}
		in := swf.NewRegisterDomainInput(args[0], retention)
		in.Description = optional(a.cmd, "description", description)
		in.Tags = resourceTags(tags)
		if _, err := a.service.RegisterDomain(ctx, in); err != nil {
			return err
		}
		return a.say("Domain %s is registered.", args[0])
	})
	cmd.Flags().StringVar(&retention, "retention", "", "how many days closed runs are kept, or NONE")
	cmd.Flags().StringVar(&description, "description", "", "text for people")
	cmd.Flags().StringArrayVar(&tags, "tag", nil, "resource tag, KEY=VALUE; may be given several times")
	return cmd
}

func (c *cli) newDomainChangeCommand(verb, short, is string, do func(ctx context.Context, s swf.Service, name string) error) *cobra.Command {
	cmd := c.apiCommand(&cobra.Command{Use: verb + " NAME", Short: short, Args: named("the domain's name")},
		func(ctx context.Context, a *api, args []string) error {
			if err := do(ctx, a.service, args[0]); err != nil {
				return err
			}
			return a.say("Domain %s %s.", args[0], is)
		})
	cmd.ValidArgsFunction = c.argument(func(ctx context.Context, a *api) ([]string, error) {
		return domainsOf(ctx, a, status(verb == "undeprecate"))
	})
	return cmd
}

// text is what an optional text holds.
func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// optional is the value of a flag if it was given, also if it is empty.
func optional(cmd *cobra.Command, flag, value string) *string {
	if !cmd.Flags().Changed(flag) {
		return nil
	}
	return &value
}

// versioned is how a type is written on a command line: neither a name nor a version of SWF's may hold a colon.
func versioned(name, version string) string { return name + ":" + version }

// typeName reads what versioned writes, and what the AWS CLI takes: name=N,version=V.
func typeName(s string) (name, version string, err error) {
	if rest, ok := strings.CutPrefix(s, "name="); ok {
		if name, version, ok = strings.Cut(rest, ",version="); ok && name != "" && version != "" {
			return name, version, nil
		}
	}
	name, version, ok := strings.Cut(s, ":")
	if !ok || name == "" || version == "" {
		return "", "", usage("%q is no type: give NAME:VERSION", s)
	}
	return name, version, nil
}

func typeText(t swf.WorkflowType) string { return fmt.Sprint(versioned(t.Name, t.Version)) }
