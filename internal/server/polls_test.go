package server_test

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/listen"
	"github.com/swfd/swfd/internal/server"
)

// TestPollsLeaveConnections: of all connections, the polls of a principal who is identified take half, if nothing else is said.
func TestPollsLeaveConnections(t *testing.T) {
	access := filepath.Join(t.TempDir(), "access.json")
	text := `{"accounts":{"123456789012":{"users":{"u":{"accessKeys":[{"id":"` + key.AccessKeyID + `","secret":"` + key.SecretAccessKey + `"}],
		"policies":[{"Statement":{"Effect":"Allow","Action":"swf:*","Resource":"*"}}]}}}}}`
	if err := os.WriteFile(access, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s := start(t, server.Config{Memory: true, Access: access, Connections: listen.Bounds{Total: 6}})
	ask := func(operation, body string) string {
		r, err := http.NewRequest(http.MethodPost, s.URL()+"/", strings.NewReader(body))
		if err != nil {
			t.Error(err)
			return ""
		}
		r.Header.Set("Content-Type", "application/x-amz-json-1.0")
		r.Header.Set("X-Amz-Target", "SimpleWorkflowService."+operation)
		sign(t, r, []byte(body))
		client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		reply, err := client.Do(r)
		if err != nil {
			t.Error(err)
			return ""
		}
		defer reply.Body.Close()
		said, err := io.ReadAll(reply.Body)
		if err != nil {
			t.Error(err)
		}
		return string(said)
	}
	if said := ask("RegisterDomain", `{"name":"d","workflowExecutionRetentionPeriodInDays":"1"}`); said != "" {
		t.Fatal(said)
	}
	answers := make(chan string)
	for range 4 {
		go func() { answers <- ask("PollForActivityTask", `{"domain":"d","taskList":{"name":"l"}}`) }()
	}
	// The others wait: one is answered.
	if said := <-answers; !strings.Contains(said, "ThrottlingException") {
		t.Errorf("a poll is answered %s", said)
	}
	if said := ask("DescribeDomain", `{"name":"d"}`); !strings.Contains(said, `"name":"d"`) {
		t.Errorf("beside the polls a call is answered %s", said)
	}
	stop(t, s)
	for range 3 {
		if said := <-answers; strings.Contains(said, "Exception") {
			t.Errorf("a poll that was held is answered %s", said)
		}
	}
}
