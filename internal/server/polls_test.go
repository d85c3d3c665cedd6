package server_test

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/swfd/swfd/internal/listen"
	"github.com/swfd/swfd/internal/server"
)

// accessOf writes an access file that allows the key some actions.
func accessOf(t *testing.T, path, actions string) {
	t.Helper()
	text := `{"accounts":{"123456789012":{"users":{"u":{"accessKeys":[{"id":"` + key.AccessKeyID + `","secret":"` + key.SecretAccessKey + `"}],
		"policies":[{"Statement":{"Effect":"Allow","Action":"` + actions + `","Resource":"*"}}]}}}}}`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// ask makes a signed call over a connection of its own.
func ask(t *testing.T, s *server.Server, operation, body string) (reply string) {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, s.URL()+"/", strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return ""
	}
	r.Header.Set("Content-Type", "application/x-amz-json-1.0")
	r.Header.Set("X-Amz-Target", "SimpleWorkflowService."+operation)
	sign(t, r, []byte(body))
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	answer, err := client.Do(r)
	if err != nil {
		t.Error(err)
		return ""
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Error(err)
	}
	return string(said)
}

const (
	registerD = `{"name":"d","workflowExecutionRetentionPeriodInDays":"1"}`
	pollL     = `{"domain":"d","taskList":{"name":"l"}}`
)

// TestPollsLeaveConnections: of all connections, the polls of a principal who is identified take half, if nothing else is said.
func TestPollsLeaveConnections(t *testing.T) {
	access := filepath.Join(t.TempDir(), "access.json")
	accessOf(t, access, "swf:*")
	s := start(t, server.Config{Memory: true, Access: access, Connections: listen.Bounds{Total: 6}})
	if said := ask(t, s, "RegisterDomain", registerD); said != "" {
		t.Fatal(said)
	}
	answers := make(chan string)
	for range 4 {
		go func() { answers <- ask(t, s, "PollForActivityTask", pollL) }()
	}
	// The others wait: one is answered.
	if said := <-answers; !strings.Contains(said, "ThrottlingException") {
		t.Errorf("a poll is answered %s", said)
	}
	if said := ask(t, s, "DescribeDomain", `{"name":"d"}`); !strings.Contains(said, `"name":"d"`) {
		t.Errorf("beside the polls a call is answered %s", said)
	}
	stop(t, s)
	for range 3 {
		if said := <-answers; strings.Contains(said, "Exception") {
			t.Errorf("a poll that was held is answered %s", said)
		}
	}
}

// TestWhatIsRevokedEndsPolls: a poll that waits does not outlive the right to it. It ends as if no task had come, and the next is refused.
func TestWhatIsRevokedEndsPolls(t *testing.T) {
	access := filepath.Join(t.TempDir(), "access.json")
	accessOf(t, access, "swf:*")
	s := start(t, server.Config{Memory: true, Access: access, AdminListen: "127.0.0.1:0", PollHold: time.Hour})
	defer stop(t, s)
	if said := ask(t, s, "RegisterDomain", registerD); said != "" {
		t.Fatal(said)
	}
	answer := make(chan string)
	go func() { answer <- ask(t, s, "PollForActivityTask", pollL) }()
	for pollers(t, s) == 0 {
		continue
	}
	accessOf(t, access, "swf:Describe*")
	s.ReloadAccess()
	if said := <-answer; said != `{"startedEventId":0}` {
		t.Errorf("the poll is answered %s", said)
	}
	if said := ask(t, s, "PollForActivityTask", pollL); !strings.Contains(said, "AccessDeniedException") {
		t.Errorf("the next poll is answered %s", said)
	}
	if said := ask(t, s, "DescribeDomain", `{"name":"d"}`); !strings.Contains(said, `"name":"d"`) {
		t.Errorf("what is still allowed is answered %s", said)
	}
}

// pollers is how many polls wait, as the operator's door tells.
func pollers(t *testing.T, s *server.Server) (n int) {
	t.Helper()
	reply, err := http.Get(s.AdminURL() + "/tasklists")
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	var said struct{ TaskLists []struct{ Pollers int } }
	if err := json.NewDecoder(reply.Body).Decode(&said); err != nil {
		t.Fatal(err)
	}
	for _, l := range said.TaskLists {
		n += l.Pollers
	}
	return n
}
