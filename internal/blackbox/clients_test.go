package blackbox

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/httpapi"
	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// clientsVariable names the folder into which clients/install has brought the other SDKs' clients.
const clientsVariable = "SWFD_CLIENTS"

// clientHold is how long the server of the clients' scenarios holds a poll, in seconds.
const clientHold = 2

// scenarios are what every client plays; see clients/README.md.
var scenarios = []string{"workflow", "paging", "lists", "tags", "faults", "empty_poll"}

// TestClients plays the scenarios of the clients that are not written in Go, each in an account of its own.
func TestClients(t *testing.T) {
	installed := os.Getenv(clientsVariable)
	if installed == "" {
		t.Skipf("the scenarios of boto3, the AWS CLI and the AWS SDK for JavaScript were not played: %s does not name the folder into which "+
			"internal/blackbox/clients/install has brought them", clientsVariable)
	}
	python := filepath.Join(installed, "python", "bin", "python")
	boto3 := []string{python, "-B", "clients/python/boto3_scenarios.py"}
	javascript := []string{"node", "clients/javascript/scenarios.mjs"}
	for _, c := range []struct {
		name    string
		command []string
		// lossy lets the client lose its first answer to each call that takes effect once: it notices nothing.
		lossy bool
	}{
		{"boto3", boto3, false},
		{"boto3 that loses answers", boto3, true},
		{"cli", []string{python, "-B", "clients/python/cli_scenarios.py"}, false},
		{"javascript", javascript, false},
		{"javascript that loses answers", javascript, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			x := newAccountOn(t, newGuarded(t, "--poll-hold", fmt.Sprintf("%ds", clientHold)))
			ctx, cancel := context.WithTimeout(context.Background(), playTime+testTime)
			defer cancel()
			x.ctx = ctx
			address, attempts := x.server.address, 1
			if c.lossy {
				var proxy *lossy
				proxy, address = loseReplies(t, x.server, nil)
				attempts = 3
				defer func() {
					if len(proxy.losses) < 10 {
						t.Errorf("the client has lost %d answers", len(proxy.losses))
					}
				}()
			}
			out := x.playScenarios(c.command, installed, address, attempts)
			for _, scenario := range scenarios {
				if !slices.Contains(out, "ok "+scenario) {
					t.Errorf("the scenario %s is not ok", scenario)
				}
			}
			x.adoptRuns(out)
			x.checkRuns()
		})
	}
}

// playTime is how long a client's scenarios may take altogether. Each call of the AWS CLI is a process of its own.
const playTime = 150 * time.Second

// playScenarios runs a client's program and returns the lines that it prints.
func (x *tenant) playScenarios(command []string, installed, address string, attempts int) []string {
	x.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), playTime)
	defer cancel()
	var out, errs bytes.Buffer
	c := exec.CommandContext(ctx, command[0], command[1:]...)
	c.Env = append(clientEnvironment(x),
		clientsVariable+"="+installed, "FAULTS_URL="+faultyService(x.t), "FULL_ACCOUNT="+x.fullAccount(),
		"FAULTS="+strings.Join(faultsWithClass, " "), "FRAMEWORK_FAULTS="+strings.Join(faultsOfFramework, " "),
		"PLANTED="+planted, fmt.Sprintf("POLL_HOLD=%d", clientHold), fmt.Sprintf("ATTEMPTS=%d", attempts),
		"AWS_ENDPOINT_URL_SWF=http://"+address)
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Run(); err != nil {
		x.t.Errorf("%s: %v\n%s", strings.Join(command, " "), err, errs.String())
	}
	return strings.Split(out.String(), "\n")
}

// clientEnvironment tells every SDK where the server is, and nothing else of this machine's AWS settings.
func clientEnvironment(x *tenant) []string {
	own := slices.DeleteFunc(environment(), func(v string) bool {
		return strings.HasPrefix(v, "AWS_") || strings.HasPrefix(v, "HOME=") || strings.HasPrefix(v, "PYTHON")
	})
	home := x.t.TempDir()
	return append(own,
		"HOME="+home, "AWS_CONFIG_FILE="+filepath.Join(home, "none"), "AWS_SHARED_CREDENTIALS_FILE="+filepath.Join(home, "none"),
		"AWS_ENDPOINT_URL_SWF=http://"+x.server.address, "AWS_ACCESS_KEY_ID="+x.account, "AWS_SECRET_ACCESS_KEY="+secretKey,
		"AWS_REGION="+region, "AWS_DEFAULT_REGION="+region, "AWS_EC2_METADATA_DISABLED=true", "AWS_PAGER=",
	)
}

// fullAccount makes an account with as many domains as one may have.
func (x *tenant) fullAccount() string {
	x.t.Helper()
	full := newAccountOn(x.t, x.server)
	for i := range 100 {
		_, err := full.client.RegisterDomain(full.ctx, &sdk.RegisterDomainInput{
			Name: new(fmt.Sprint("domain ", i)), WorkflowExecutionRetentionPeriodInDays: new("1"),
		})
		full.must(err)
	}
	return full.account
}

// adoptRuns takes over the runs that a client's program has told of.
func (x *tenant) adoptRuns(out []string) {
	for _, line := range out {
		if words := strings.Fields(line); len(words) == 3 && words[0] == "run" {
			x.adopt(words[1], words[2], "")
		}
	}
	if len(x.runs) == 0 {
		x.t.Error("the client has told of no run")
	}
}

// faultsWithClass are those of SWF's own model, for which every SDK has a class; the others, of the framework it was built with, clients
// know by their code. A 413 has no body and so no name.
var (
	faultsWithClass = []string{
		"DefaultUndefinedFault", "DomainAlreadyExistsFault", "DomainDeprecatedFault", "LimitExceededFault", "OperationNotPermittedFault",
		"TooManyTagsFault", "TypeAlreadyExistsFault", "TypeDeprecatedFault", "TypeNotDeprecatedFault", "UnknownResourceFault",
		"WorkflowExecutionAlreadyStartedFault",
	}
	faultsOfFramework = []string{
		"AccessDeniedException", "ExpiredTokenException", "IncompleteSignatureException", "InternalFailure", "InvalidSignatureException",
		"MalformedHttpRequestException", "MissingAuthenticationTokenException", "RequestAbortedException", "SerializationException",
		"ServiceUnavailable", "ThrottlingException", "UnknownOperationException", "UnrecognizedClientException", "ValidationException",
	}
)

// silentFaults come without a text.
var silentFaults = []string{"InternalFailure", "UnknownOperationException"}

// The SDK makes of each fault an error with its code and text.
func TestFaultsOfTheSDK(t *testing.T) {
	t.Parallel()
	client := sdk.New(sdk.Options{
		Region: region, BaseEndpoint: new(faultyService(t)), Retryer: aws.NopRetryer{}, HTTPClient: transport,
		Credentials: credentials.NewStaticCredentialsProvider("any", secretKey, ""),
	})
	for _, name := range slices.Concat(faultsWithClass, faultsOfFramework) {
		_, err := client.DescribeDomain(t.Context(), &sdk.DescribeDomainInput{Name: &name})
		text := "because of " + name
		if slices.Contains(silentFaults, name) {
			text = "UnknownError"
		}
		expectCode(t, err, name, text)
	}
	// It knows a class only where the operation's model has it; the other tests meet those of the other operations.
	name := new("OperationNotPermittedFault")
	_, err := client.DescribeDomain(t.Context(), &sdk.DescribeDomainInput{Name: name})
	expectFault[*types.OperationNotPermittedFault](t, err, "because of "+*name)
}

// The lists of faults are those of the ledger and of package swf.
func TestListsOfFaults(t *testing.T) {
	for _, part := range offered() {
		code, ok := strings.CutPrefix(part, "fault ")
		if ok && !slices.Contains(faultsWithClass, code) && !slices.Contains(faultsOfFramework, code) {
			t.Errorf("%s is in no list", code)
		}
	}
	for _, code := range slices.Concat(faultsWithClass, faultsOfFramework) {
		if f, unknown := swf.NewFault(code, swf.FaultDetail{}).(*swf.UnknownFault); unknown {
			t.Errorf("there is no fault %s", f.Code)
		}
	}
}

// refuser is a service that answers DescribeDomain with the fault that the domain is named after.
type refuser struct{ swf.Service }

func (refuser) DescribeDomain(_ context.Context, in *swf.DescribeDomainInput) (*swf.DescribeDomainOutput, error) {
	return nil, swf.NewFault(in.Name, swf.FaultDetail{Message: "because of " + in.Name})
}

// faultyService serves faults behind the real wire door and returns its URL: not every fault can be brought about in open development mode.
func faultyService(t *testing.T) string {
	s := httptest.NewServer(httpapi.NewHandler(httpapi.Config{
		Service:      func(access.Caller) swf.Service { return refuser{} },
		OpenTask:     func(string) (token.Task, error) { return token.Task{}, token.ErrInvalid },
		Door:         access.Open{},
		Log:          slog.New(slog.DiscardHandler),
		Now:          time.Now,
		NewRequestID: httpapi.NewRequestID,
	}))
	t.Cleanup(s.Close)
	return s.URL
}
