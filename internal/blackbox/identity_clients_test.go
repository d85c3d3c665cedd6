package blackbox

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestWhoCallsOfClients has the clients that are not written in Go call with keys that are right and wrong, and with clocks that are off.
func TestWhoCallsOfClients(t *testing.T) {
	installed := os.Getenv(clientsVariable)
	if installed == "" {
		t.Skipf("boto3, the AWS CLI and the AWS SDK for JavaScript did not show their keys: %s does not name the folder into which "+
			"internal/blackbox/clients/install has brought them", clientsVariable)
	}
	python := filepath.Join(installed, "python", "bin", "python")
	for name, command := range map[string][]string{
		"boto3":      {python, "-B", "clients/python/identity.py", "boto3"},
		"cli":        {python, "-B", "clients/python/identity.py", "cli"},
		"javascript": {"node", "clients/javascript/identity.mjs"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := startWithCases(t)
			said, err := g.showKeys(command, installed)
			for _, scenario := range []string{"keys", "clock"} {
				if !slices.Contains(strings.Split(said, "\n"), "ok "+scenario) {
					t.Errorf("the scenario %s is not ok", scenario)
				}
			}
			if err != nil || t.Failed() {
				t.Errorf("%v\n%s", err, said)
			}
		})
	}
}

// showKeys runs a client's program and returns all that it says.
func (g guarded) showKeys(command []string, installed string) (string, error) {
	g.t.Helper()
	cases, err := json.Marshal(identityCases())
	if err != nil {
		g.t.Fatal(err)
	}
	// Seen from a client that is slow, the service is fast.
	skewed, err := json.Marshal(map[string]string{"slow": skewedService(g.t, time.Hour), "fast": skewedService(g.t, -time.Hour)})
	if err != nil {
		g.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), playTime)
	defer cancel()
	var out bytes.Buffer
	c := exec.CommandContext(ctx, command[0], command[1:]...)
	c.Env = append(clientEnvironment(&tenant{t: g.t, server: g.server}),
		clientsVariable+"="+installed, "IDENTITY_CASES="+string(cases), "SKEWED_URLS="+string(skewed))
	c.Stdout, c.Stderr = &out, &out
	err = c.Run()
	return out.String(), err
}
