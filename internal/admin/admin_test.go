package admin

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/internal/token"
)

var (
	shop  = engine.Scope{Account: "111111111111", Region: "us-east-1", Domain: "shop"}
	shop2 = engine.Scope{Account: "222222222222", Region: "us-east-1", Domain: "shop"}
	bank  = engine.Scope{Account: "111111111111", Region: "us-east-1", Domain: "bank"}
)

// door is the operator's door of a server that never was.
type door struct {
	Config
	lists []engine.TaskListFigures
	log   bytes.Buffer
}

func newDoor() *door {
	d := &door{lists: []engine.TaskListFigures{
		{Scope: shop, Kind: token.Activity, Name: "pack", Backlog: 3, OldestAge: 2500 * time.Millisecond, Pollers: 0, InProgress: 1},
		{Scope: shop, Kind: token.Decision, Name: "pack", Pollers: 2},
		{Scope: shop2, Kind: token.Activity, Name: "pack", Backlog: 9},
		{Scope: bank, Kind: token.Activity, Name: "count & sum", Backlog: 1},
	}}
	d.Config = Config{
		Metrics: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { text(w, http.StatusOK, "metrics\n") }),
		Figures: func() engine.Figures {
			return engine.Figures{TaskLists: append([]engine.TaskListFigures(nil), d.lists...)}
		},
		Domains: func() []engine.Scope { return []engine.Scope{shop, shop2, bank} },
		Quotas: func() []engine.Quota {
			return []engine.Quota{
				{Limit: "StartTimer", Account: shop.Account, Region: shop.Region, Used: 9, Max: 10},
				{Limit: "pollers", Account: shop2.Account, Region: shop2.Region, Domain: "shop", Used: 5, Max: 10},
				{Limit: "pollers", Account: shop.Account, Region: shop.Region, Domain: "shop", Used: 4, Max: 10},
				{Limit: "pollers", Account: bank.Account, Region: bank.Region, Domain: "bank", Used: 3, Max: 10},
			}
		},
		Ready: func() error { return nil },
		Level: &slog.LevelVar{},
		Log:   slog.New(slog.NewTextHandler(&d.log, nil)),
		Hosts: []string{"localhost", "127.0.0.1", "::1"},
	}
	return d
}

// ask makes a request, and returns status and body.
func (d *door) ask(method, target, body string) string {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Host = "localhost:7934"
	w := httptest.NewRecorder()
	NewHandler(d.Config).ServeHTTP(w, r)
	return fmt.Sprintf("%d %s", w.Code, strings.TrimSuffix(w.Body.String(), "\n"))
}

func TestTaskLists(t *testing.T) {
	const (
		pack   = `{"account":"111111111111","region":"us-east-1","domain":"shop","kind":"activity","taskList":"pack","backlog":3,"backlogAgeSeconds":2.5,"pollers":0,"inProgress":1}`
		decide = `{"account":"111111111111","region":"us-east-1","domain":"shop","kind":"decision","taskList":"pack","backlog":0,"backlogAgeSeconds":0,"pollers":2,"inProgress":0}`
		pack2  = `{"account":"222222222222","region":"us-east-1","domain":"shop","kind":"activity","taskList":"pack","backlog":9,"backlogAgeSeconds":0,"pollers":0,"inProgress":0}`
		count  = `{"account":"111111111111","region":"us-east-1","domain":"bank","kind":"activity","taskList":"count \u0026 sum","backlog":1,"backlogAgeSeconds":0,"pollers":0,"inProgress":0}`
		unused = `{"account":"111111111111","region":"us-east-1","domain":"bank","kind":"decision","taskList":"x","backlog":0,"backlogAgeSeconds":0,"pollers":0,"inProgress":0}`
	)
	for _, test := range []struct{ target, want string }{
		{"/tasklists", `200 {"taskLists":[` + pack2 + "," + pack + "," + count + "," + decide + `],"truncated":false}`},
		{"/tasklists?limit=1", `200 {"taskLists":[` + pack2 + `],"truncated":true}`},
		{"/tasklists?limit=4", `200 {"taskLists":[` + pack2 + "," + pack + "," + count + "," + decide + `],"truncated":false}`},
		{"/tasklists?kind=decision", `200 {"taskLists":[` + decide + `],"truncated":false}`},
		{"/tasklists?domain=shop&account=111111111111", `200 {"taskLists":[` + pack + "," + decide + `],"truncated":false}`},
		{"/tasklists?domain=none", `200 {"taskLists":[],"truncated":false}`},
		{"/tasklists?kind=lambda", `400 the kind "lambda" is neither activity nor decision`},
		{"/tasklists?name=pack", `400 there is no parameter "name"`},
		{"/tasklists?limit=0", `400 the limit "0" is not a number from 1 to 1000`},
		{"/tasklists?limit=all", `400 the limit "all" is not a number from 1 to 1000`},
		{"/tasklists?kind=decision&kind=activity", `400 the parameter kind is given 2 times`},

		{"/tasklist?domain=shop&account=111111111111&kind=activity&name=pack", "200 " + pack},
		{"/tasklist?domain=shop&account=222222222222&region=us-east-1&kind=activity&name=pack", "200 " + pack2},
		{"/tasklist?domain=bank&kind=activity&name=count+%26+sum", "200 " + count},
		{"/tasklist?domain=bank&kind=decision&name=x", "200 " + unused},
		{"/tasklist?domain=shop&kind=activity&name=pack", `400 2 domains are named "shop": give account and region, too`},
		{"/tasklist?domain=none&kind=activity&name=pack", `404 there is no domain "none"`},
		{"/tasklist?domain=shop&region=eu-west-1&kind=activity&name=pack", `404 there is no domain "shop"`},
		{"/tasklist?domain=shop&kind=activity", `400 the parameters domain, kind and name are required`},
		{"/tasklist?domain=shop&kind=x&name=pack", `400 the kind "x" is neither activity nor decision`},
	} {
		if got := newDoor().ask(http.MethodGet, test.target, ""); got != test.want {
			t.Errorf("%s\ngot  %s\nwant %s", test.target, got, test.want)
		}
	}
}

func TestLimits(t *testing.T) {
	const (
		timers = `{"limit":"StartTimer","account":"111111111111","region":"us-east-1","used":9,"max":10}`
		shop2  = `{"limit":"pollers","account":"222222222222","region":"us-east-1","domain":"shop","used":5,"max":10}`
		shop1  = `{"limit":"pollers","account":"111111111111","region":"us-east-1","domain":"shop","used":4,"max":10}`
		bank1  = `{"limit":"pollers","account":"111111111111","region":"us-east-1","domain":"bank","used":3,"max":10}`
	)
	for _, test := range []struct{ target, want string }{
		{"/limits", timers + "," + shop2 + "," + shop1 + "," + bank1},
		{"/limits?domain=shop", timers + "," + shop2 + "," + shop1},
		{"/limits?domain=shop&account=222222222222", shop2},
		{"/limits?limit=pollers&account=111111111111", shop1 + "," + bank1},
		{"/limits?region=eu-west-1", ""},
	} {
		want := `200 {"limits":[` + test.want + `],"truncated":false}`
		if got := newDoor().ask(http.MethodGet, test.target, ""); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", test.target, got, want)
		}
	}
	if got := newDoor().ask(http.MethodGet, "/limits?name=x", ""); got != `400 there is no parameter "name"` {
		t.Errorf("got %s", got)
	}
	d := newDoor()
	d.Quotas = func() []engine.Quota { return make([]engine.Quota, 1001) }
	if got := d.ask(http.MethodGet, "/limits", ""); !strings.HasSuffix(got, `"truncated":true}`) || strings.Count(got, `"limit"`) != 1000 {
		t.Errorf("got %.200s", got)
	}
}

func TestPaths(t *testing.T) {
	for _, test := range []struct{ method, target, want string }{
		{http.MethodGet, "/", "200 swfd, the operator's door"},
		{http.MethodGet, "/metrics", "200 metrics"},
		{http.MethodGet, "/livez", "200 ok"},
		{http.MethodGet, "/readyz", "200 ok"},
		{http.MethodGet, "/debug/pprof/", "200 <html>"},
		{http.MethodGet, "/debug/pprof/goroutine?debug=1", "200 goroutine profile:"},
		{http.MethodGet, "/debug/pprof/cmdline", "200 "},
		{http.MethodGet, "/loglevel", "200 INFO"},
		{http.MethodGet, "/nothing", "404 "},
		{http.MethodPost, "/metrics", "405 "},
		{http.MethodPost, "/loglevel", "405 "},
		{http.MethodPost, "/debug/pprof/symbol", "405 "},
	} {
		if got := newDoor().ask(test.method, test.target, ""); !strings.HasPrefix(got, test.want) {
			t.Errorf("%s %s: got %s, want %s", test.method, test.target, got, test.want)
		}
	}
}

func TestReadiness(t *testing.T) {
	d := newDoor()
	d.Ready = func() error { return errors.New("the disk is nearly full") }
	for target, want := range map[string]string{
		"/readyz": "503 not ready", "/readyz?verbose": "503 not ready: the disk is nearly full", "/livez": "200 ok",
	} {
		if got := d.ask(http.MethodGet, target, ""); got != want {
			t.Errorf("%s: got %s, want %s", target, got, want)
		}
	}
}

// The level of the log can be changed while the server runs; the log says so.
func TestLogLevel(t *testing.T) {
	d := newDoor()
	for _, test := range []struct{ body, want, level string }{
		{"debug\n", "200 DEBUG", "DEBUG"},
		{"LOUD", `400 "LOUD" is no level: send DEBUG, INFO, WARN or ERROR`, "DEBUG"},
		{"", `400 "" is no level: send DEBUG, INFO, WARN or ERROR`, "DEBUG"},
		{"WARN", "200 WARN", "WARN"},
	} {
		if got := d.ask(http.MethodPut, "/loglevel", test.body); got != test.want {
			t.Errorf("%q: got %s, want %s", test.body, got, test.want)
		}
		if got := d.Level.Level().String(); got != test.level {
			t.Errorf("after %q the level is %s", test.body, got)
		}
	}
	if !strings.Contains(d.log.String(), "from=INFO to=DEBUG") {
		t.Errorf("the log does not tell: %s", d.log.String())
	}
	d.Level = nil
	for _, method := range []string{http.MethodGet, http.MethodPut} {
		if got := d.ask(method, "/loglevel", "INFO"); !strings.HasPrefix(got, "404 ") {
			t.Errorf("%s of a level that is not known: %s", method, got)
		}
	}
}

// A web page that reaches the door through a name of its own is refused.
func TestForeignHosts(t *testing.T) {
	for host, want := range map[string]int{
		"localhost": 200, "LOCALHOST:1": 200, "127.0.0.1:7934": 200, "[::1]:7934": 200,
		"evil.example": 403, "evil.example:7934": 403, "": 403, "127.0.0.1.evil.example": 403,
	} {
		r := httptest.NewRequest(http.MethodGet, "/tasklists", nil)
		r.Host = host
		w := httptest.NewRecorder()
		NewHandler(newDoor().Config).ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("host %q: status %d, want %d", host, w.Code, want)
		}
	}
}
