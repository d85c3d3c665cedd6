package config_test

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/config"
	"github.com/swfd/swfd/internal/engine"
)

// none is an environment without variables.
func none(string) (string, bool) { return "", false }

func environment(pairs map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, ok := pairs[name]
		return value, ok
	}
}

func write(t *testing.T, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "swfd.toml")
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func load(t *testing.T, s config.Sources) *config.Loaded {
	t.Helper()
	l, err := config.Load(s)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func line(t *testing.T, l *config.Loaded, name string) config.Line {
	t.Helper()
	lines := l.Lines()
	i := slices.IndexFunc(lines, func(l config.Line) bool { return l.Name == name })
	if i < 0 {
		t.Fatalf("there is no %s", name)
	}
	return lines[i]
}

// A flag is stronger than a variable, a variable than the file, and the file than the default.
func TestStrength(t *testing.T) {
	file := write(t, "# comment\npoll-hold = \"3s\"\n\nlimit-open-timers = 33\n")
	s := config.Sources{Variable: none}
	for _, step := range []struct {
		add  func()
		want config.Line
	}{
		{func() {}, config.Line{Name: "poll-hold", Value: "1m", From: "default"}},
		{func() { s.File = file }, config.Line{Name: "poll-hold", Value: "3s", From: "file " + file + ", line 2"}},
		{
			func() { s.Variable = environment(map[string]string{"SWFD_POLL_HOLD": "2s"}) },
			config.Line{Name: "poll-hold", Value: "2s", From: "variable SWFD_POLL_HOLD"},
		},
		{func() { s.Flags = map[string]string{"poll-hold": "1s"} }, config.Line{Name: "poll-hold", Value: "1s", From: "flag --poll-hold"}},
	} {
		step.add()
		if got := line(t, load(t, s), "poll-hold"); got != step.want {
			t.Errorf("got  %+v\nwant %+v", got, step.want)
		}
	}
	l := load(t, s)
	if got := line(t, l, "limit-open-timers"); got.Value != "33" || !strings.HasSuffix(got.From, "line 4") {
		t.Errorf("got %+v", got)
	}
	if l.Server.Limits.Execution.OpenTimers != 33 {
		t.Errorf("the server would be given %+v", l.Server.Limits)
	}
}

// The variable names the file, and a flag names another.
func TestTheFileIsNamed(t *testing.T) {
	variable := environment(map[string]string{config.FileVariable: write(t, "ballast = 1\n")})
	if got := line(t, load(t, config.Sources{Variable: variable}), "ballast").Value; got != "1" {
		t.Errorf("got %s", got)
	}
	if got := line(t, load(t, config.Sources{Variable: variable, File: write(t, "ballast = 2\n")}), "ballast").Value; got != "2" {
		t.Errorf("got %s", got)
	}
}

// Every kind of value can be written in a file.
func TestAFile(t *testing.T) {
	l := load(t, config.Sources{Variable: none, File: write(t, `
listen = "127.0.0.1:0"
"memory" = true
min-free = "5GiB"
ballast = 0
log-level = "warn"
limit-history-events = 1_000
poll-hold = '1h0m0s'
hosts = ["swf", "swf.example.com"]
max-header-bytes = "8KiB"
[limits]
base = "aws"
StartTimer = "100+10/s"
ListDomains = "none"
"execution.RecordActivityTaskHeartbeat" = "5+1/s"
[limits.execution]
SignalWorkflowExecution = "7+7/s"
`)})
	for name, want := range map[string]string{
		"listen": "127.0.0.1:0", "memory": "true", "min-free": "5GiB", "ballast": "0", "log-level": "WARN", "limit-history-events": "1000",
		"poll-hold": "1h", "hosts": "swf,swf.example.com", "max-header-bytes": "8KiB",
		"limits": "aws, ListDomains=none, StartTimer=100+10/s, execution.RecordActivityTaskHeartbeat=5+1/s, execution.SignalWorkflowExecution=7+7/s",
	} {
		if got := line(t, l, name); got.Value != want || !strings.HasPrefix(got.From, "file ") || strings.HasSuffix(got.From, "line 0") {
			t.Errorf("%s is %+v, want %s", name, got, want)
		}
	}
}

// A setting that others belong to may be a table, however TOML lets one write it.
func TestTables(t *testing.T) {
	for _, content := range []string{
		"access = \"a.json\"\naccess-skew = \"5m\"\n",
		"[access]\n\nfile = \"a.json\"\nskew = \"5m\"\n",
		"access.file = \"a.json\"\naccess.skew = \"5m\"\n",
		"access = {file = \"a.json\", skew = \"5m\"}\n",
		"access-skew = \"5m\"\n[access]\nfile = \"a.json\"\n",
	} {
		l := load(t, config.Sources{Variable: none, File: write(t, content)})
		for name, want := range map[string]string{"access": "a.json", "access-skew": "5m"} {
			if got := line(t, l, name); got.Value != want || strings.HasSuffix(got.From, "line 0") {
				t.Errorf("%q: %s is %+v, want %s", content, name, got, want)
			}
		}
	}
}

// What cannot be meant is an error of one line that names the place, the value, and what to write.
func TestRefusedFiles(t *testing.T) {
	for _, test := range []struct{ content, want string }{
		{"pol-hold = \"3s\"", "FILE:1: pol-hold: there is no such setting; did you mean poll-hold?"},
		{"\ncolour = \"blue\"", "FILE:2: colour: there is no such setting: swfd config lists all of them"},
		{"[colours]\ntimers = 5", "FILE:1: colours: there are no tables here: write each setting on a line of its own, as in docs/configuration.md"},
		{"colours.timers = 5", "FILE:1: colours: there are no tables here: write each setting on a line of its own, as in docs/configuration.md"},
		{"[limits]\nStartTimer = 5", "FILE:1: limits: this is of another type: write \"aws\" or \"none\", or a table with lines such as base = \"aws\" and StartTimer = \"100+10/s\""},
		{"limits = 5", "FILE:1: limits: 5 is of another type: write \"aws\" or \"none\", or a table with lines such as base = \"aws\" and StartTimer = \"100+10/s\""},
		{"[limits]\nbase = true", "FILE:1: limits: this is of another type: write \"aws\" or \"none\", or a table with lines such as base = \"aws\" and StartTimer = \"100+10/s\""},
		{"[limits]\nStartTimer = \"1+1/s,ListDomains=none\"", "FILE:1: limits: this is of another type: write \"aws\" or \"none\", or a table with lines such as base = \"aws\" and StartTimer = \"100+10/s\""},
		{"[limits]\nStartTimer = \"many\"", "FILE:1: limits: \"none,StartTimer=many\" cannot be meant: the rate StartTimer: \"many\" is no rate: give a burst and what comes back each second, such as 2000+160/s, or none"},
		{"hosts = [1]", "FILE:1: hosts: this is of another type: write texts in quotes, in brackets, such as [\"a\", \"b\"]"},
		{"[access]\nfile = \"a\"\nskev = \"5m\"", "FILE:3: access.skev: there is no such setting; did you mean access-skew?"},
		{"[access]\nskew = 5", "FILE:2: access.skew: 5 is of another type: write a duration in quotes, such as \"60s\""},
		{"[access.file]\nskew = \"5m\"", "FILE:1: access.file: this is of another type: write a text in quotes"},
		{"access = 5", "FILE:1: access: 5 is of another type: write a text in quotes"},
		{"poll-hold = 60", "FILE:1: poll-hold: 60 is of another type: write a duration in quotes, such as \"60s\""},
		{"poll-hold = \"long\"", "FILE:1: poll-hold: \"long\" cannot be meant: give a duration above 0, such as 60s or 1m30s"},
		{"poll-hold = \"0s\"", "FILE:1: poll-hold: \"0s\" cannot be meant: give a duration above 0, such as 60s or 1m30s"},
		{"data = 5", "FILE:1: data: 5 is of another type: write a text in quotes"},
		{"memory = \"yes\"", "FILE:1: memory: \"yes\" is of another type: write true or false, without quotes"},
		{"min-free = 1.5", "FILE:1: min-free: 1.5 is of another type: write a number of bytes, or a size in quotes, such as \"64MiB\""},
		{"min-free = \"5 bananas\"", "FILE:1: min-free: \"5 bananas\" cannot be meant: give a number of bytes, such as 64MiB or 1073741824"},
		{"min-free = \"99999999TiB\"", "FILE:1: min-free: \"99999999TiB\" cannot be meant: give a number of bytes, such as 64MiB or 1073741824"},
		{"min-free = -1", "FILE:1: min-free: \"-1\" cannot be meant: give a number of bytes, such as 64MiB or 1073741824"},
		{"limit-open-timers = \"many\"", "FILE:1: limit-open-timers: \"many\" is of another type: write a whole number, without quotes"},
		{"limit-open-timers = 0", "FILE:1: limit-open-timers: \"0\" cannot be meant: give a whole number of at least 1"},
		{"limit-open-timers = [1]", "FILE:1: limit-open-timers: this is of another type: write a whole number, without quotes"},
		{"log-format = \"xml\"", "FILE:1: log-format: \"xml\" cannot be meant: give text, json or journal"},
		{"log-format = 1", "FILE:1: log-format: 1 is of another type: write a form in quotes, such as \"text\""},
		{"log-level = \"LOUD\"", "FILE:1: log-level: \"LOUD\" cannot be meant: give DEBUG, INFO, WARN or ERROR"},
		{"listen = \"a\"\nlisten = \"b\"", "FILE:2: this is not TOML: Key 'listen' has already been defined."},
		{"listen = ", "FILE:1: this is not TOML: expected value but found '\\n' instead"},
		{"\nlisten", "FILE:2: this is not TOML: expected '.' or '=', but got '\\n' instead"},
	} {
		file := write(t, test.content+"\n")
		_, err := config.Load(config.Sources{Variable: none, File: file})
		if want := strings.ReplaceAll(test.want, "FILE", file); err == nil || err.Error() != want {
			t.Errorf("%q:\ngot  %v\nwant %s", test.content, err, want)
		}
	}
}

func TestRefusedVariablesAndFlags(t *testing.T) {
	for _, test := range []struct {
		sources config.Sources
		want    string
	}{
		{
			config.Sources{Variable: environment(map[string]string{"SWFD_MEMORY": "perhaps"})},
			`the variable SWFD_MEMORY: "perhaps" cannot be meant: give true or false`,
		},
		{
			config.Sources{Variable: none, Flags: map[string]string{"limit-domains": "-3"}},
			`the flag --limit-domains: "-3" cannot be meant: give a whole number of at least 1`,
		},
		{config.Sources{Variable: none, Flags: map[string]string{"nonsense": "1"}}, "there is no flag --nonsense"},
		{config.Sources{Variable: environment(map[string]string{"SWFD_CONFIG": "nowhere.toml"})}, "read the configuration: open nowhere.toml: no such file or directory"},
	} {
		if _, err := config.Load(test.sources); err == nil || err.Error() != test.want {
			t.Errorf("got  %v\nwant %s", err, test.want)
		}
	}
}

// Every default is a value that may be given, and says the same again.
func TestDefaultsCanBeGiven(t *testing.T) {
	values := config.Defaults()
	for i := range config.Settings {
		s := &config.Settings[i]
		before := s.Default()
		if err := s.Value(values).Set(before); err != nil {
			t.Errorf("the default %q of %s cannot be given: %v", before, s.Name, err)
		}
		if after := s.Value(values).String(); after != before {
			t.Errorf("the default %q of %s becomes %q", before, s.Name, after)
		}
	}
	if !reflect.DeepEqual(values, config.Defaults()) {
		t.Errorf("given the defaults, the values are %+v", values)
	}
	if values.Server.Limits != engine.DefaultLimits {
		t.Errorf("the limits are %+v and not SWF's", values.Server.Limits)
	}
}

// Every field of a server's configuration can be set, but what only programs have.
func TestEveryFieldHasASetting(t *testing.T) {
	programs := []string{"Clock", "Log", "Level", "Trace"}
	before := config.Defaults()
	for i := range config.Settings {
		s := &config.Settings[i]
		set := false
		for _, other := range []string{"7ms", "77", "true", "DEBUG", "json", "aws", "other"} {
			if err := s.Value(before).Set(other); err == nil {
				set = true
				break
			}
		}
		if !set {
			t.Errorf("%s takes none of the values of this test", s.Name)
		}
	}
	var same func(path string, a, b reflect.Value)
	same = func(path string, a, b reflect.Value) {
		if a.Kind() == reflect.Struct && a.Type().Field(0).IsExported() {
			for i := range a.NumField() {
				if f := a.Type().Field(i); f.IsExported() && !slices.Contains(programs, f.Name) {
					same(path+"."+f.Name, a.Field(i), b.Field(i))
				}
			}
			return
		}
		if reflect.DeepEqual(a.Interface(), b.Interface()) {
			t.Errorf("there is no setting for %s", path)
		}
	}
	same("server.Config", reflect.ValueOf(before.Server), reflect.ValueOf(config.Defaults().Server))
}

func TestNames(t *testing.T) {
	seen := map[string]bool{}
	for i := range config.Settings {
		s := &config.Settings[i]
		if seen[s.Name] || strings.Trim(s.Name, "abcdefghijklmnopqrstuvwxyz-") != "" || s.Help == "" || strings.HasSuffix(s.Help, ".") {
			t.Errorf("%s: its name is there twice or has other letters, or its help is no phrase: %q", s.Name, s.Help)
		}
		seen[s.Name] = true
	}
	if s := config.Settings[1]; s.Name != "poll-hold" || s.Variable() != "SWFD_POLL_HOLD" {
		t.Errorf("%s is given by %s", s.Name, s.Variable())
	}
}

// A secret is shown nowhere: not in lists, and not in errors.
func TestSecretsAreHidden(t *testing.T) {
	s := &config.Settings[0]
	s.Secret = true
	defer func() { s.Secret = false }()
	l := load(t, config.Sources{Variable: environment(map[string]string{s.Variable(): "sesame"})})
	if got := line(t, l, s.Name); got.Value != "(hidden)" || l.Server.Listen != "sesame" {
		t.Errorf("got %+v", got)
	}
	s = &config.Settings[1]
	s.Secret = true
	defer func() { s.Secret = false }()
	_, err := config.Load(config.Sources{Variable: environment(map[string]string{s.Variable(): "sesame"})})
	if err == nil || strings.Contains(err.Error(), "sesame") {
		t.Errorf("got %v", err)
	}
}

// The document is made of the table.
func TestTheDocumentIsUpToDate(t *testing.T) {
	const file = "../../docs/configuration.md"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(text) != config.Markdown() {
		t.Error("docs/configuration.md is not what the table says; make it anew: go run ./cmd/swfd config --markdown > docs/configuration.md")
	}
}

// Whoever writes a variable's name wrong is told so. The variables of others are their own, those of commands and of Kubernetes too.
func TestMisspeltVariables(t *testing.T) {
	got := config.Misspelt([]string{
		"SWFD_POLHOLD=3s", "SWFD_POLL_HOLD=3s", "SWFD_LIMIT_DOMAIN=5", "SWFD_CONFIGS=x", "POLL_HOLDS=1", "SWFD_PORT=tcp://10.0.0.1:7933",
		"SWFD_SERVICE_HOST=10.0.0.1", "SWFD_ENDPOINT=http://localhost", "SWFD_DOMAIN=orders", "SWFD_OUTPUT=json", "SWFD_REGION=x", "SWFD_PROFILE=x",
		"SWFD_", "=C:=C:\\", "",
	})
	want := []string{
		"the variable SWFD_POLHOLD is no setting: did you mean SWFD_POLL_HOLD?",
		"the variable SWFD_LIMIT_DOMAIN is no setting: did you mean SWFD_LIMIT_DOMAINS?",
		"the variable SWFD_CONFIGS is no setting: did you mean SWFD_CONFIG?",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// A size with bounds keeps to them.
func TestRequestSizes(t *testing.T) {
	for text, want := range map[string]string{
		"4MiB": "", "1": "", "64MiB": "", "0": "give a number of bytes from 1 to 64MiB", "65MiB": "give a number of bytes from 1 to 64MiB",
		"much": "give a number of bytes, such as 64MiB or 1073741824",
	} {
		l, err := config.Load(config.Sources{Variable: none, Flags: map[string]string{"limit-request-size": text}})
		switch {
		case want == "" && (err != nil || line(t, l, "limit-request-size").Value != text):
			t.Errorf("%s: %v", text, err)
		case want != "" && (err == nil || !strings.HasSuffix(err.Error(), want)):
			t.Errorf("%s: got %v, want %s", text, err, want)
		}
	}
}
