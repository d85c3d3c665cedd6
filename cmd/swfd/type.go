package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/swf"
)

func (c *cli) newTypeCommand() *cobra.Command {
	cmd := asGroup(&cobra.Command{Use: "type", Short: "List, show, register, deprecate and delete workflow types and activity types"})
	register := asGroup(&cobra.Command{Use: "register", Short: "Register a type; its defaults never change"})
	register.AddCommand(c.newRegisterWorkflowTypeCommand(), c.newRegisterActivityTypeCommand())
	cmd.AddCommand(c.newTypeListCommand(), c.newTypeShowCommand(), register)
	for _, change := range typeChanges {
		cmd.AddCommand(c.newTypeChangeCommand(change))
	}
	return cmd
}

// The kinds of types, as command lines name them.
const (
	kindWorkflow = "workflow"
	kindActivity = "activity"
)

// typeArguments reads KIND NAME:VERSION.
func typeArguments(args []string) (kind, name, version string, err error) {
	if err := checkKind(args[0]); err != nil {
		return "", "", "", err
	}
	name, version, err = typeName(args[1])
	return args[0], name, version, err
}

func checkKind(kind string) error {
	if kind != kindWorkflow && kind != kindActivity {
		return usage("%q is no kind of type: give workflow or activity", kind)
	}
	return nil
}

// typeInfo is a type of either kind; in JSON it is what SWF says of it.
type typeInfo struct {
	kind, name, version string
	status              swf.RegistrationStatus
	created             swf.Timestamp
	description         *string
	info                any
}

// typesOf lists the types of a domain, workflow types first.
func typesOf(ctx context.Context, a *api, kind string, name *string, status swf.RegistrationStatus) ([]typeInfo, error) {
	var found []typeInfo
	if kind != kindActivity {
		in := swf.NewListWorkflowTypesInput(a.domain, status)
		in.Name = name
		for t, err := range client.WorkflowTypes(ctx, a.service, in) {
			if err != nil {
				return nil, err
			}
			found = append(found, typeInfo{kindWorkflow, t.WorkflowType.Name, t.WorkflowType.Version, t.Status, t.CreationDate, t.Description, t})
		}
	}
	if kind != kindWorkflow {
		in := swf.NewListActivityTypesInput(a.domain, status)
		in.Name = name
		for t, err := range client.ActivityTypes(ctx, a.service, in) {
			if err != nil {
				return nil, err
			}
			found = append(found, typeInfo{kindActivity, t.ActivityType.Name, t.ActivityType.Version, t.Status, t.CreationDate, t.Description, t})
		}
	}
	return found, nil
}

func (c *cli) newTypeListCommand() *cobra.Command {
	var deprecated bool
	var name string
	cmd := c.domainCommand(&cobra.Command{
		Use: "list [workflow|activity]", Short: "List the types of a domain", Args: namedAnd(1),
		ValidArgs: []string{kindWorkflow, kindActivity},
	}, func(ctx context.Context, a *api, args []string) error {
		kind := ""
		if len(args) > 0 {
			kind = args[0]
			if err := checkKind(kind); err != nil {
				return err
			}
		}
		found, err := typesOf(ctx, a, kind, optional(a.cmd, "name", name), status(deprecated))
		if err != nil {
			return err
		}
		if a.json() {
			infos := []any{}
			for _, t := range found {
				infos = append(infos, t.info)
			}
			return printJSON(a.cmd.OutOrStdout(), map[string]any{"typeInfos": infos})
		}
		t := newTable("KIND", "TYPE", "STATUS", "CREATED", "DESCRIPTION")
		for _, i := range found {
			t.row(i.kind, versioned(i.name, i.version), i.status, i.created, text(i.description))
		}
		return a.printTable(t)
	})
	cmd.Flags().BoolVar(&deprecated, "deprecated", false, "list the deprecated ones")
	cmd.Flags().StringVar(&name, "name", "", "list the versions of one type")
	return cmd
}

func (c *cli) newTypeShowCommand() *cobra.Command {
	cmd := c.domainCommand(&cobra.Command{
		Use: "show {workflow|activity} NAME:VERSION", Short: "Show a type and its defaults", Args: named("the kind, workflow or activity,", "the type, NAME:VERSION,"),
	}, func(ctx context.Context, a *api, args []string) error {
		kind, name, version, err := typeArguments(args)
		if err != nil {
			return err
		}
		if kind == kindWorkflow {
			d, err := a.service.DescribeWorkflowType(ctx, swf.NewDescribeWorkflowTypeInput(a.domain, swf.WorkflowType{Name: name, Version: version}))
			if err != nil {
				return err
			}
			return a.showWorkflowType(d)
		}
		d, err := a.service.DescribeActivityType(ctx, swf.NewDescribeActivityTypeInput(a.domain, swf.ActivityType{Name: name, Version: version}))
		if err != nil {
			return err
		}
		return a.showActivityType(d)
	})
	cmd.ValidArgsFunction = c.typeArgument("")
	return cmd
}

func (a *api) showWorkflowType(d *swf.DescribeWorkflowTypeOutput) error {
	if a.json() {
		return printJSON(a.cmd.OutOrStdout(), d)
	}
	i, f := d.TypeInfo, d.Configuration
	t := newTable()
	t.row("workflow type", versioned(i.WorkflowType.Name, i.WorkflowType.Version))
	describeType(t, i.Status, i.Description, i.CreationDate, i.DeprecationDate)
	t.row("task list", listName(f.DefaultTaskList))
	t.row("execution start to close", timeout(f.DefaultExecutionStartToCloseTimeout))
	t.row("task start to close", timeout(f.DefaultTaskStartToCloseTimeout))
	t.row("task priority", orNone(f.DefaultTaskPriority))
	t.row("child policy", orNone(new(string(f.DefaultChildPolicy))))
	t.row("Lambda role", orNone(f.DefaultLambdaRole))
	return a.printTable(t)
}

func (a *api) showActivityType(d *swf.DescribeActivityTypeOutput) error {
	if a.json() {
		return printJSON(a.cmd.OutOrStdout(), d)
	}
	i, f := d.TypeInfo, d.Configuration
	t := newTable()
	t.row("activity type", versioned(i.ActivityType.Name, i.ActivityType.Version))
	describeType(t, i.Status, i.Description, i.CreationDate, i.DeprecationDate)
	t.row("task list", listName(f.DefaultTaskList))
	t.row("heartbeat", timeout(f.DefaultTaskHeartbeatTimeout))
	t.row("schedule to start", timeout(f.DefaultTaskScheduleToStartTimeout))
	t.row("start to close", timeout(f.DefaultTaskStartToCloseTimeout))
	t.row("schedule to close", timeout(f.DefaultTaskScheduleToCloseTimeout))
	t.row("task priority", orNone(f.DefaultTaskPriority))
	return a.printTable(t)
}

func describeType(t *table, status swf.RegistrationStatus, description *string, created swf.Timestamp, deprecated *swf.Timestamp) {
	t.row("status", status)
	t.row("created", created)
	if deprecated != nil {
		t.row("deprecated", *deprecated)
	}
	if description != nil {
		t.row("description", *description)
	}
}

// undefined stands for a default that a type does not have.
const undefined = "-"

func orNone(s *string) string {
	if s == nil || *s == "" {
		return undefined
	}
	return *s
}

func listName(l *swf.TaskList) string {
	if l == nil {
		return undefined
	}
	return l.Name
}

// timeout shows seconds so that people can read them.
func timeout(s *string) string {
	if s == nil {
		return undefined
	}
	if d, err := time.ParseDuration(*s + "s"); err == nil {
		return fmt.Sprintf("%s (%s s)", d, *s)
	}
	return *s
}

// seconds is a flag's time-out as SWF writes it. A duration such as 90s or 1h becomes seconds; what else is given goes as it is.
func seconds(cmd *cobra.Command, flag, value string) *string {
	if d, err := time.ParseDuration(value); err == nil && d%time.Second == 0 {
		value = fmt.Sprint(int64(d / time.Second))
	}
	return optional(cmd, flag, value)
}

func (c *cli) newRegisterWorkflowTypeCommand() *cobra.Command {
	var description, list, timeout, taskTimeout, priority, policy, role string
	cmd := c.domainCommand(&cobra.Command{
		Use: "workflow NAME:VERSION", Short: "Register a workflow type", Args: named("the type, NAME:VERSION,"),
		Example: "  swfd type register workflow greeting:1 --task-list deciders --timeout 1h --task-timeout 10m --child-policy TERMINATE",
	}, func(ctx context.Context, a *api, args []string) error {
		name, version, err := typeName(args[0])
		if err != nil {
			return err
		}
		in := swf.NewRegisterWorkflowTypeInput(a.domain, name, version)
		in.Description = optional(a.cmd, "description", description)
		if list != "" {
			in.DefaultTaskList = &swf.TaskList{Name: list}
		}
		in.DefaultExecutionStartToCloseTimeout = seconds(a.cmd, "timeout", timeout)
		in.DefaultTaskStartToCloseTimeout = seconds(a.cmd, "task-timeout", taskTimeout)
		in.DefaultTaskPriority = optional(a.cmd, "priority", priority)
		in.DefaultChildPolicy = swf.ChildPolicy(policy)
		in.DefaultLambdaRole = optional(a.cmd, "lambda-role", role)
		if _, err := a.service.RegisterWorkflowType(ctx, in); err != nil {
			return err
		}
		return a.say("Workflow type %s is registered.", versioned(name, version))
	})
	flags := cmd.Flags()
	flags.StringVar(&description, "description", "", "text for people")
	flags.StringVar(&list, "task-list", "", "default list of decision tasks")
	flags.StringVar(&timeout, "timeout", "", "default of how long a run may be open: seconds, or a duration such as 1h")
	flags.StringVar(&taskTimeout, "task-timeout", "", "default of how long a decider may take: seconds, a duration, or NONE")
	flags.StringVar(&priority, "priority", "", "default priority of decision tasks")
	flags.StringVar(&policy, "child-policy", "", "default child policy: TERMINATE, REQUEST_CANCEL or ABANDON")
	flags.StringVar(&role, "lambda-role", "", "default role for Lambda functions")
	c.complete(cmd, "child-policy", swf.ChildPolicy("").Values()...)
	return cmd
}

func (c *cli) newRegisterActivityTypeCommand() *cobra.Command {
	var description, list, priority, heartbeat, toStart, startToClose, toClose string
	cmd := c.domainCommand(&cobra.Command{
		Use: "activity NAME:VERSION", Short: "Register an activity type", Args: named("the type, NAME:VERSION,"),
		Example: "  swfd type register activity say:1 --task-list workers --heartbeat 1m --start-to-close 10m --schedule-to-start 10m --schedule-to-close 20m",
	}, func(ctx context.Context, a *api, args []string) error {
		name, version, err := typeName(args[0])
		if err != nil {
			return err
		}
		in := swf.NewRegisterActivityTypeInput(a.domain, name, version)
		in.Description = optional(a.cmd, "description", description)
		if list != "" {
			in.DefaultTaskList = &swf.TaskList{Name: list}
		}
		in.DefaultTaskPriority = optional(a.cmd, "priority", priority)
		in.DefaultTaskHeartbeatTimeout = seconds(a.cmd, "heartbeat", heartbeat)
		in.DefaultTaskScheduleToStartTimeout = seconds(a.cmd, "schedule-to-start", toStart)
		in.DefaultTaskStartToCloseTimeout = seconds(a.cmd, "start-to-close", startToClose)
		in.DefaultTaskScheduleToCloseTimeout = seconds(a.cmd, "schedule-to-close", toClose)
		if _, err := a.service.RegisterActivityType(ctx, in); err != nil {
			return err
		}
		return a.say("Activity type %s is registered.", versioned(name, version))
	})
	flags := cmd.Flags()
	flags.StringVar(&description, "description", "", "text for people")
	flags.StringVar(&list, "task-list", "", "default list of tasks")
	flags.StringVar(&priority, "priority", "", "default priority of tasks")
	flags.StringVar(&heartbeat, "heartbeat", "", "default of how long a worker may be silent: seconds, a duration such as 1m, or NONE")
	flags.StringVar(&toStart, "schedule-to-start", "", "default of how long a task may wait for a worker")
	flags.StringVar(&startToClose, "start-to-close", "", "default of how long a worker may take")
	flags.StringVar(&toClose, "schedule-to-close", "", "default of how long both may take together")
	return cmd
}

// typeChange is something that is done to a type.
type typeChange struct {
	verb, short, is string
	// from is the state of the types it can be done to.
	from     swf.RegistrationStatus
	workflow func(ctx context.Context, s swf.Service, domain string, t swf.WorkflowType) error
	activity func(ctx context.Context, s swf.Service, domain string, t swf.ActivityType) error
}

var typeChanges = []typeChange{
	{
		"deprecate", "Close a type to new runs or tasks", "is deprecated", swf.RegistrationStatusRegistered,
		func(ctx context.Context, s swf.Service, domain string, t swf.WorkflowType) error {
			_, err := s.DeprecateWorkflowType(ctx, &swf.DeprecateWorkflowTypeInput{Domain: domain, WorkflowType: t})
			return err
		},
		func(ctx context.Context, s swf.Service, domain string, t swf.ActivityType) error {
			_, err := s.DeprecateActivityType(ctx, &swf.DeprecateActivityTypeInput{Domain: domain, ActivityType: t})
			return err
		},
	},
	{
		"undeprecate", "Open a deprecated type again", "is registered again", swf.RegistrationStatusDeprecated,
		func(ctx context.Context, s swf.Service, domain string, t swf.WorkflowType) error {
			_, err := s.UndeprecateWorkflowType(ctx, &swf.UndeprecateWorkflowTypeInput{Domain: domain, WorkflowType: t})
			return err
		},
		func(ctx context.Context, s swf.Service, domain string, t swf.ActivityType) error {
			_, err := s.UndeprecateActivityType(ctx, &swf.UndeprecateActivityTypeInput{Domain: domain, ActivityType: t})
			return err
		},
	},
	{
		"delete", "Delete a deprecated type for good", "is deleted", swf.RegistrationStatusDeprecated,
		func(ctx context.Context, s swf.Service, domain string, t swf.WorkflowType) error {
			_, err := s.DeleteWorkflowType(ctx, &swf.DeleteWorkflowTypeInput{Domain: domain, WorkflowType: t})
			return err
		},
		func(ctx context.Context, s swf.Service, domain string, t swf.ActivityType) error {
			_, err := s.DeleteActivityType(ctx, &swf.DeleteActivityTypeInput{Domain: domain, ActivityType: t})
			return err
		},
	},
}

func (c *cli) newTypeChangeCommand(change typeChange) *cobra.Command {
	cmd := c.domainCommand(&cobra.Command{
		Use: change.verb + " {workflow|activity} NAME:VERSION", Short: change.short, Args: named("the kind, workflow or activity,", "the type, NAME:VERSION,"),
	}, func(ctx context.Context, a *api, args []string) error {
		kind, name, version, err := typeArguments(args)
		if err != nil {
			return err
		}
		if kind == kindWorkflow {
			err = change.workflow(ctx, a.service, a.domain, swf.WorkflowType{Name: name, Version: version})
		} else {
			err = change.activity(ctx, a.service, a.domain, swf.ActivityType{Name: name, Version: version})
		}
		if err != nil {
			return err
		}
		return a.say("The %s type %s %s.", kind, versioned(name, version), change.is)
	})
	cmd.ValidArgsFunction = c.typeArgument(change.from)
	return cmd
}
