package blackbox

import (
	"fmt"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"
)

func TestDomain(t *testing.T) {
	x := onShared(t)
	const name = "Ärger mit Domänen.1"
	register := func(name, retention string, tags ...types.ResourceTag) error {
		_, err := x.client.RegisterDomain(x.ctx, &sdk.RegisterDomainInput{
			Name: &name, WorkflowExecutionRetentionPeriodInDays: &retention, Description: new(planted + " description"), Tags: tags,
		})
		return err
	}
	describe := func() (*sdk.DescribeDomainOutput, error) {
		return x.client.DescribeDomain(x.ctx, &sdk.DescribeDomainInput{Name: new(name)})
	}
	_, err := describe()
	expectFault[*types.UnknownResourceFault](t, err, "Unknown domain: "+name)

	x.must(register(name, "90", types.ResourceTag{Key: new("team"), Value: new("räder")}))
	out, err := describe()
	x.must(err)
	arn := "arn:aws:swf:us-east-1:" + x.account + ":/domain/" + name
	if info := out.DomainInfo; aws.ToString(info.Arn) != arn || info.Status != types.RegistrationStatusRegistered ||
		aws.ToString(info.Description) != planted+" description" ||
		aws.ToString(out.Configuration.WorkflowExecutionRetentionPeriodInDays) != "90" {
		t.Errorf("the domain is described as %+v, %+v", info, out.Configuration)
	}

	expectFault[*types.DomainAlreadyExistsFault](t, register(name, "1"), name)
	expectCode(t, register("a:b", "1"), "ValidationException", "Invalid name: a:b")
	expectCode(t, register(" a", "1"), "ValidationException", "Invalid name:  a")
	expectCode(t, register("b", "91"), "ValidationException", "Invalid retention period: 91")
	var many []types.ResourceTag
	for i := range 51 {
		many = append(many, types.ResourceTag{Key: new(fmt.Sprint("tag ", i)), Value: new("")})
	}
	expectFault[*types.TooManyTagsFault](t, register("c", "1", many...), "A domain can have at most 50 tags")

	undeprecate := func() error {
		_, err := x.client.UndeprecateDomain(x.ctx, &sdk.UndeprecateDomainInput{Name: new(name)})
		return err
	}
	deprecate := func() error {
		_, err := x.client.DeprecateDomain(x.ctx, &sdk.DeprecateDomainInput{Name: new(name)})
		return err
	}
	expectFault[*types.DomainAlreadyExistsFault](t, undeprecate(), name)
	x.must(deprecate())
	expectFault[*types.DomainDeprecatedFault](t, deprecate(), name)
	expectFault[*types.DomainAlreadyExistsFault](t, register(name, "1"), name)
	expectTexts(t, "deprecated domains", x.domains(types.RegistrationStatusDeprecated, 0, false), name)
	expectTexts(t, "registered domains", x.domains(types.RegistrationStatusRegistered, 0, false), domain)
	x.must(undeprecate())
	expectTexts(t, "registered domains", x.domains(types.RegistrationStatusRegistered, 1, false), domain, name)
	expectTexts(t, "registered domains", x.domains(types.RegistrationStatusRegistered, 1, true), name, domain)
}

// domains lists the names of all domains in a state, page by page.
func (x *tenant) domains(status types.RegistrationStatus, pageSize int32, reverse bool) []string {
	x.t.Helper()
	var names []string
	pages := sdk.NewListDomainsPaginator(x.client, &sdk.ListDomainsInput{
		RegistrationStatus: status, MaximumPageSize: pageSize, ReverseOrder: reverse,
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(x.ctx)
		x.must(err)
		for _, d := range page.DomainInfos {
			names = append(names, aws.ToString(d.Name))
		}
	}
	return names
}

func expectTexts(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: expected %q, got %q", what, want, got)
	}
}

// In a deprecated domain nothing new can be started, and what runs goes on.
func TestDeprecatedDomain(t *testing.T) {
	x := onShared(t)
	r := x.start("open")
	task := r.pollDecision()
	_, err := x.client.DeprecateDomain(x.ctx, &sdk.DeprecateDomainInput{Name: new(domain)})
	x.must(err)

	_, err = x.client.StartWorkflowExecution(x.ctx, &sdk.StartWorkflowExecutionInput{
		Domain: new(domain), WorkflowId: new("late"), WorkflowType: workflowType,
	})
	expectCode(t, err, "DomainDeprecatedFault", domain)
	_, err = x.client.RegisterWorkflowType(x.ctx, &sdk.RegisterWorkflowTypeInput{
		Domain: new(domain), Name: new("late"), Version: new("1"),
	})
	expectCode(t, err, "DomainDeprecatedFault", domain)
	described, err := x.client.DescribeActivityType(x.ctx, &sdk.DescribeActivityTypeInput{Domain: new(domain), ActivityType: activityType})
	x.must(err)
	if described.TypeInfo.Status != types.RegistrationStatusDeprecated {
		t.Error("the domain's types are not deprecated with it")
	}
	task.answer(recordMarker("still", planted+" alive"))
	r.signal("go on")
	r.decide(completeWorkflow())
	r.awaitClose(types.CloseStatusCompleted)
}

func TestDomainLimit(t *testing.T) {
	x := onShared(t)
	register := func(i int) error {
		_, err := x.client.RegisterDomain(x.ctx, &sdk.RegisterDomainInput{
			Name: new(fmt.Sprint("domain ", i)), WorkflowExecutionRetentionPeriodInDays: new("NONE"),
		})
		return err
	}
	for i := range 99 {
		x.must(register(i))
	}
	expectFault[*types.LimitExceededFault](t, register(99), "Limit on domains per account reached")
	if n := len(x.domains(types.RegistrationStatusRegistered, 7, false)); n != 100 {
		t.Errorf("pages of 7 list %d domains, not 100", n)
	}
}

func TestWorkflowType(t *testing.T) {
	x := onShared(t)
	register := func(domain, name, version string) error {
		_, err := x.client.RegisterWorkflowType(x.ctx, &sdk.RegisterWorkflowTypeInput{
			Domain: &domain, Name: &name, Version: &version, Description: new(planted + " description"),
			DefaultTaskList: &types.TaskList{Name: new("l")}, DefaultTaskPriority: new("-7"), DefaultTaskStartToCloseTimeout: new("NONE"),
			DefaultExecutionStartToCloseTimeout: new("31536000"), DefaultChildPolicy: types.ChildPolicyAbandon, DefaultLambdaRole: new("role"),
		})
		return err
	}
	typed := &types.WorkflowType{Name: new("n"), Version: new("v")}
	const text = "WorkflowType=[name=n, version=v]"
	describe := func() (*sdk.DescribeWorkflowTypeOutput, error) {
		return x.client.DescribeWorkflowType(x.ctx, &sdk.DescribeWorkflowTypeInput{Domain: new(domain), WorkflowType: typed})
	}
	deprecate := func() error {
		_, err := x.client.DeprecateWorkflowType(x.ctx, &sdk.DeprecateWorkflowTypeInput{Domain: new(domain), WorkflowType: typed})
		return err
	}
	undeprecate := func() error {
		_, err := x.client.UndeprecateWorkflowType(x.ctx, &sdk.UndeprecateWorkflowTypeInput{Domain: new(domain), WorkflowType: typed})
		return err
	}
	remove := func() error {
		_, err := x.client.DeleteWorkflowType(x.ctx, &sdk.DeleteWorkflowTypeInput{Domain: new(domain), WorkflowType: typed})
		return err
	}
	for _, call := range []func() error{deprecate, undeprecate, remove, func() error { _, err := describe(); return err }} {
		expectFault[*types.UnknownResourceFault](t, call(), "Unknown type: "+text)
	}
	expectFault[*types.UnknownResourceFault](t, register("nowhere", "n", "v"), "Unknown domain: nowhere")
	expectCode(t, register(domain, "a::b", "v"), "ValidationException", "Invalid name: a::b")
	x.must(register(domain, "n", "v"))
	x.must(register(domain, "n", "w"))
	expectFault[*types.TypeAlreadyExistsFault](t, register(domain, "n", "v"), text)

	out, err := describe()
	x.must(err)
	if c := out.Configuration; aws.ToString(c.DefaultTaskList.Name) != "l" || aws.ToString(c.DefaultTaskPriority) != "-7" ||
		aws.ToString(c.DefaultTaskStartToCloseTimeout) != "NONE" || aws.ToString(c.DefaultExecutionStartToCloseTimeout) != "31536000" ||
		c.DefaultChildPolicy != types.ChildPolicyAbandon || aws.ToString(c.DefaultLambdaRole) != "role" {
		t.Errorf("the defaults are described as %+v", c)
	}
	if i := out.TypeInfo; i.Status != types.RegistrationStatusRegistered || i.CreationDate == nil || i.DeprecationDate != nil ||
		aws.ToString(i.Description) != planted+" description" {
		t.Errorf("the type is described as %+v", i)
	}

	expectFault[*types.TypeNotDeprecatedFault](t, remove(), "The type is currently registered and cannot be deleted in its current state")
	expectFault[*types.TypeAlreadyExistsFault](t, undeprecate(), text)
	x.must(deprecate())
	expectFault[*types.TypeDeprecatedFault](t, deprecate(), text)
	if out, err = describe(); err != nil || out.TypeInfo.Status != types.RegistrationStatusDeprecated || out.TypeInfo.DeprecationDate == nil {
		t.Errorf("the deprecated type is described as %+v, %v", out, err)
	}
	expectTexts(t, "deprecated types", x.workflowTypes(types.RegistrationStatusDeprecated, nil, 0, false), "n v")
	expectTexts(t, "registered types", x.workflowTypes(types.RegistrationStatusRegistered, nil, 1, true), "order old", "order 1", "n w")
	x.must(undeprecate())
	expectTexts(t, "types named n", x.workflowTypes(types.RegistrationStatusRegistered, new("n"), 1, false), "n v", "n w")
	expectTexts(t, "types of an unknown name", x.workflowTypes(types.RegistrationStatusRegistered, new("N"), 1, false))
	x.must(deprecate())
	x.must(remove())
	expectFault[*types.UnknownResourceFault](t, remove(), "Unknown type: "+text)
	x.must(register(domain, "n", "v"))
}

func (x *tenant) workflowTypes(status types.RegistrationStatus, name *string, pageSize int32, reverse bool) []string {
	x.t.Helper()
	var found []string
	pages := sdk.NewListWorkflowTypesPaginator(x.client, &sdk.ListWorkflowTypesInput{
		Domain: new(domain), RegistrationStatus: status, Name: name, MaximumPageSize: pageSize, ReverseOrder: reverse,
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(x.ctx)
		x.must(err)
		for _, i := range page.TypeInfos {
			found = append(found, aws.ToString(i.WorkflowType.Name)+" "+aws.ToString(i.WorkflowType.Version))
		}
	}
	return found
}

func TestActivityType(t *testing.T) {
	x := onShared(t)
	register := func(domain, name, version string) error {
		_, err := x.client.RegisterActivityType(x.ctx, &sdk.RegisterActivityTypeInput{
			Domain: &domain, Name: &name, Version: &version, Description: new(planted + " description"),
			DefaultTaskList: &types.TaskList{Name: new("l")}, DefaultTaskPriority: new("2147483647"), DefaultTaskStartToCloseTimeout: new("1"),
			DefaultTaskHeartbeatTimeout: new("0"), DefaultTaskScheduleToStartTimeout: new("3"), DefaultTaskScheduleToCloseTimeout: new("NONE"),
		})
		return err
	}
	typed := &types.ActivityType{Name: new("n"), Version: new("v")}
	const text = "ActivityType=[name=n, version=v]"
	describe := func() (*sdk.DescribeActivityTypeOutput, error) {
		return x.client.DescribeActivityType(x.ctx, &sdk.DescribeActivityTypeInput{Domain: new(domain), ActivityType: typed})
	}
	deprecate := func() error {
		_, err := x.client.DeprecateActivityType(x.ctx, &sdk.DeprecateActivityTypeInput{Domain: new(domain), ActivityType: typed})
		return err
	}
	undeprecate := func() error {
		_, err := x.client.UndeprecateActivityType(x.ctx, &sdk.UndeprecateActivityTypeInput{Domain: new(domain), ActivityType: typed})
		return err
	}
	remove := func() error {
		_, err := x.client.DeleteActivityType(x.ctx, &sdk.DeleteActivityTypeInput{Domain: new(domain), ActivityType: typed})
		return err
	}
	for _, call := range []func() error{deprecate, undeprecate, remove, func() error { _, err := describe(); return err }} {
		expectFault[*types.UnknownResourceFault](t, call(), "Unknown type: "+text)
	}
	expectFault[*types.UnknownResourceFault](t, register("nowhere", "n", "v"), "Unknown domain: nowhere")
	expectCode(t, register(domain, "arn", "v"), "ValidationException", "Invalid name: arn")
	x.must(register(domain, "n", "v"))
	x.must(register(domain, "n", "w"))
	expectFault[*types.TypeAlreadyExistsFault](t, register(domain, "n", "v"), text)

	out, err := describe()
	x.must(err)
	if c := out.Configuration; aws.ToString(c.DefaultTaskList.Name) != "l" || aws.ToString(c.DefaultTaskPriority) != "2147483647" ||
		aws.ToString(c.DefaultTaskStartToCloseTimeout) != "1" || aws.ToString(c.DefaultTaskHeartbeatTimeout) != "0" ||
		aws.ToString(c.DefaultTaskScheduleToStartTimeout) != "3" || aws.ToString(c.DefaultTaskScheduleToCloseTimeout) != "NONE" {
		t.Errorf("the defaults are described as %+v", c)
	}

	expectFault[*types.TypeNotDeprecatedFault](t, remove(), "The type is currently registered and cannot be deleted in its current state")
	expectFault[*types.TypeAlreadyExistsFault](t, undeprecate(), text)
	x.must(deprecate())
	expectFault[*types.TypeDeprecatedFault](t, deprecate(), text)
	if out, err = describe(); err != nil || out.TypeInfo.Status != types.RegistrationStatusDeprecated || out.TypeInfo.DeprecationDate == nil {
		t.Errorf("the deprecated type is described as %+v, %v", out, err)
	}
	expectTexts(t, "deprecated types", x.activityTypes(types.RegistrationStatusDeprecated, nil, 0, false), "n v")
	expectTexts(t, "registered types", x.activityTypes(types.RegistrationStatusRegistered, nil, 1, true), "work old", "work 1", "n w")
	x.must(undeprecate())
	expectTexts(t, "types named n", x.activityTypes(types.RegistrationStatusRegistered, new("n"), 1, false), "n v", "n w")
	x.must(deprecate())
	x.must(remove())
	expectFault[*types.UnknownResourceFault](t, remove(), "Unknown type: "+text)
	x.must(register(domain, "n", "v"))
}

func (x *tenant) activityTypes(status types.RegistrationStatus, name *string, pageSize int32, reverse bool) []string {
	x.t.Helper()
	var found []string
	pages := sdk.NewListActivityTypesPaginator(x.client, &sdk.ListActivityTypesInput{
		Domain: new(domain), RegistrationStatus: status, Name: name, MaximumPageSize: pageSize, ReverseOrder: reverse,
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(x.ctx)
		x.must(err)
		for _, i := range page.TypeInfos {
			found = append(found, aws.ToString(i.ActivityType.Name)+" "+aws.ToString(i.ActivityType.Version))
		}
	}
	return found
}

// Accounts and Regions are worlds of their own, told apart by what requests are signed for.
func TestScopes(t *testing.T) {
	x := onShared(t)
	elsewhere := map[string]*sdk.Client{
		"another account": newClient(x.server.address, newAccount(), region),
		"another Region":  newClient(x.server.address, x.account, "eu-west-1"),
	}
	r := x.start("w")
	task := r.pollDecision()
	task.answer(scheduleUsual("a"), scheduleUsual("b"))
	work := x.pollActivity(workList)
	page, err := x.client.GetWorkflowExecutionHistory(x.ctx, &sdk.GetWorkflowExecutionHistoryInput{
		Domain: new(domain), Execution: r.execution(), MaximumPageSize: 1,
	})
	x.must(err)
	for name, client := range elsewhere {
		t.Run(name, func(t *testing.T) {
			expectForeign(t, x, client, r, work, page.NextPageToken)
		})
	}
	x.must(work.complete())
	r.signal("go on")
	r.decide(completeWorkflow())
}

// expectForeign checks that a client of another scope can reach nothing of the tenant's run, nor its task.
func expectForeign(t *testing.T, x *tenant, client *sdk.Client, r *run, work *activityTask, pageToken *string) {
	domains, err := client.ListDomains(x.ctx, &sdk.ListDomainsInput{RegistrationStatus: types.RegistrationStatusRegistered})
	if err != nil || len(domains.DomainInfos) != 0 {
		t.Errorf("it sees domains: %+v, %v", domains, err)
	}
	_, err = client.DescribeDomain(x.ctx, &sdk.DescribeDomainInput{Name: new(domain)})
	expectFault[*types.UnknownResourceFault](t, err, "Unknown domain: "+domain)
	_, err = client.RecordActivityTaskHeartbeat(x.ctx, &sdk.RecordActivityTaskHeartbeatInput{TaskToken: work.TaskToken})
	expectCode(t, err, "ValidationException", "Invalid token")

	// With a domain of the same name of its own it still sees nothing of the other.
	_, err = client.RegisterDomain(x.ctx, &sdk.RegisterDomainInput{Name: new(domain), WorkflowExecutionRetentionPeriodInDays: new("1")})
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.DescribeWorkflowExecution(x.ctx, &sdk.DescribeWorkflowExecutionInput{Domain: new(domain), Execution: r.execution()})
	expectFault[*types.UnknownResourceFault](t, err, r.unknown())
	_, err = client.SignalWorkflowExecution(x.ctx, &sdk.SignalWorkflowExecutionInput{
		Domain: new(domain), WorkflowId: &r.workflowID, SignalName: new("s"),
	})
	expectFault[*types.UnknownResourceFault](t, err, "Unknown execution, workflowId = "+r.workflowID)
	_, err = client.GetWorkflowExecutionHistory(x.ctx, &sdk.GetWorkflowExecutionHistoryInput{
		Domain: new(domain), Execution: r.execution(), MaximumPageSize: 1, NextPageToken: pageToken,
	})
	expectCode(t, err, "ValidationException", "Invalid token")
	n, err := client.CountPendingActivityTasks(x.ctx, &sdk.CountPendingActivityTasksInput{
		Domain: new(domain), TaskList: &types.TaskList{Name: new(workList)},
	})
	if err != nil || n.Count != 0 {
		t.Errorf("it sees waiting tasks: %+v, %v", n, err)
	}
}
