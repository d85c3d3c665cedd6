package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// The packaging names commands, flags, variables and files. These tests hold it to what is there, as far as that can be done where
// neither containers nor units can be run.

const repository = "../../"

func packaged(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(repository + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// commandOf finds the command that a command line of this program means, and refuses flags and arguments that it has not.
func commandOf(t *testing.T, args []string) *cobra.Command {
	t.Helper()
	cmd, rest, err := newCLI().newCommand().Find(args)
	if err != nil || !cmd.HasParent() {
		t.Fatalf("there is no command %q: %v", args, err)
	}
	if err := cmd.ParseFlags(rest); err != nil {
		t.Fatalf("%q: %v", args, err)
	}
	if err := cmd.ValidateArgs(cmd.Flags().Args()); err != nil {
		t.Fatalf("%q: %v", args, err)
	}
	return cmd
}

// setVariables gives a command the settings of a package, as the environment would, and refuses those that it has not.
func setVariables(t *testing.T, cmd *cobra.Command, variables map[string]string) {
	t.Helper()
	for name, value := range variables {
		flag := strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(name, "SWFD_"), "_", "-"))
		if !strings.HasPrefix(name, "SWFD_") || cmd.Flags().Lookup(flag) == nil {
			t.Errorf("the variable %s sets nothing of swfd %s", name, cmd.Name())
			continue
		}
		t.Setenv(name, value)
	}
	if err := fromEnvironment(cmd.Flags()); err != nil {
		t.Error(err)
	}
}

// setting is one line of a unit.
type setting struct{ section, key, value string }

func readUnit(t *testing.T, text string) []setting {
	t.Helper()
	var settings []setting
	section := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		key, value, isSetting := strings.Cut(line, "=")
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			section = strings.Trim(line, "[]")
		case !isSetting || section == "":
			t.Errorf("the line %q is no setting", line)
		default:
			settings = append(settings, setting{section, key, value})
		}
	}
	return settings
}

func TestTheUnit(t *testing.T) {
	unit := readUnit(t, packaged(t, "packaging/systemd/swfd.service"))
	variables := map[string]string{}
	for _, s := range unit {
		if name, value, ok := strings.Cut(s.value, "="); s.key == "Environment" && ok {
			variables[name] = strings.ReplaceAll(value, "%S", "/var/lib")
		}
	}
	for _, want := range []setting{
		{"Service", "Type", "notify"}, {"Service", "StateDirectory", "swfd"}, {"Service", "DynamicUser", "yes"},
		{"Service", "NoNewPrivileges", "yes"}, {"Service", "ProtectSystem", "strict"}, {"Install", "WantedBy", "multi-user.target"},
	} {
		if !slices.Contains(unit, want) {
			t.Errorf("the unit does not set %+v", want)
		}
	}
	i := slices.IndexFunc(unit, func(s setting) bool { return s.key == "ExecStart" })
	if i < 0 {
		t.Fatal("the unit starts nothing")
	}
	line := strings.Fields(unit[i].value)
	if line[0] != "/usr/local/bin/swfd" {
		t.Errorf("the unit starts %s", line[0])
	}
	cmd := commandOf(t, line[1:])
	setVariables(t, cmd, variables)
	if got := cmd.Flags().Lookup("data").Value.String(); cmd.Name() != "server" || got != "/var/lib/swfd" {
		t.Errorf("swfd %s keeps its data in %s, and its unit makes /var/lib/swfd", cmd.Name(), got)
	}
}

// TestTheUnitIsWhatSystemdTakes asks systemd itself, where it is.
func TestTheUnitIsWhatSystemdTakes(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("the unit was not verified: there is no systemd-analyze here")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "swfd.service")
	// What is started has to be there; where it will be, it is not here.
	text := strings.ReplaceAll(packaged(t, "packaging/systemd/swfd.service"), "/usr/local/bin/swfd server", self+" server")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(analyze, "verify", "--man=no", file).CombinedOutput(); err != nil || strings.Contains(string(out), "swfd.service") {
		t.Errorf("systemd-analyze verify: %v\n%s", err, out)
	}
	// 20 is 2.0 of 10: the least exposed tenth of services.
	if out, err := exec.Command(analyze, "security", "--offline=true", "--threshold=20", "--no-pager", file).CombinedOutput(); err != nil {
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		t.Errorf("systemd-analyze security: %v\n%s", err, lines[len(lines)-1])
	}
}

// instruction is one of a Dockerfile, with its continued lines joined.
type instruction struct{ name, text string }

func readDockerfile(t *testing.T, text string) []instruction {
	t.Helper()
	var all []instruction
	joined := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if part, continued := strings.CutSuffix(line, "\\"); continued {
			joined += part
			continue
		}
		name, rest, _ := strings.Cut(joined+line, " ")
		all, joined = append(all, instruction{name, strings.TrimSpace(rest)}), ""
	}
	if joined != "" {
		t.Errorf("the Dockerfile ends within %q", joined)
	}
	return all
}

// image is what the last stage of a Dockerfile sets.
type image struct {
	base, user, volume string
	entry, arguments   []string
	health             []string
	variables          map[string]string
	copies             []string
}

var pair = regexp.MustCompile(`(\w+)=("[^"]*"|\S+)`)

func lastImage(t *testing.T, file []instruction) image {
	t.Helper()
	i := image{}
	list := func(text string) (words []string) {
		if err := json.Unmarshal([]byte(text), &words); err != nil {
			t.Errorf("%s is no list: %v", text, err)
		}
		return words
	}
	for _, in := range file {
		switch in.name {
		case "FROM":
			i = image{base: in.text, variables: map[string]string{}}
		case "USER":
			i.user = in.text
		case "VOLUME":
			i.volume = in.text
		case "ENTRYPOINT":
			i.entry = list(in.text)
		case "CMD":
			i.arguments = list(in.text)
		case "COPY":
			i.copies = append(i.copies, in.text)
		case "HEALTHCHECK":
			_, command, _ := strings.Cut(in.text, "CMD ")
			i.health = list(command)
		case "ENV":
			for _, m := range pair.FindAllStringSubmatch(in.text, -1) {
				i.variables[m[1]] = strings.Trim(m[2], `"`)
			}
		case "ARG", "WORKDIR", "RUN", "LABEL", "EXPOSE", "STOPSIGNAL":
		default:
			t.Errorf("the Dockerfile has an instruction %s", in.name)
		}
	}
	return i
}

func TestTheDockerfile(t *testing.T) {
	file := readDockerfile(t, packaged(t, "Dockerfile"))
	i := lastImage(t, file)
	if i.base != "scratch" || i.user != "65532:65532" || i.volume != "/data" {
		t.Errorf("the image is of %s, runs as %s and has the volume %s", i.base, i.user, i.volume)
	}
	if !slices.Equal(i.entry, []string{"/swfd"}) || len(i.health) == 0 || i.health[0] != "/swfd" {
		t.Fatalf("the image starts %q and checks itself with %q", i.entry, i.health)
	}
	for _, want := range []string{"/out/swfd /swfd", "--chown=65532:65532 /out/data /data"} {
		if !slices.ContainsFunc(i.copies, func(c string) bool { return strings.HasSuffix(c, want) }) {
			t.Errorf("nothing copies %s: %q", want, i.copies)
		}
	}
	server := commandOf(t, i.arguments)
	setVariables(t, server, i.variables)
	if got := server.Flags().Lookup("data").Value.String(); got != i.volume {
		t.Errorf("the data goes to %s and not to the volume", got)
	}
	check := commandOf(t, i.health[1:])
	if err := fromEnvironment(check.Flags()); err != nil {
		t.Error(err)
	}
	if got, want := check.Flags().Lookup("listen").Value.String(), server.Flags().Lookup("listen").Value.String(); got != want {
		t.Errorf("the check asks %s, and the server is on %s", got, want)
	}
}

var goVersion = regexp.MustCompile(`(?m)^go (\S+)$`)

// The image is built with the toolchain that go.mod asks for, from files that are there.
func TestTheDockerfileBuilds(t *testing.T) {
	file := readDockerfile(t, packaged(t, "Dockerfile"))
	want := instruction{"ARG", "GO_VERSION=" + goVersion.FindStringSubmatch(packaged(t, "go.mod"))[1]}
	if !slices.Contains(file, want) {
		t.Errorf("the Dockerfile does not say %s %s, as go.mod does", want.name, want.text)
	}
	for _, in := range file {
		words := strings.Fields(in.text)
		if in.name != "COPY" || strings.HasPrefix(in.text, "--from") {
			continue
		}
		for _, name := range words[:len(words)-1] {
			if _, err := os.Stat(repository + name); err != nil {
				t.Errorf("the Dockerfile copies what is not there: %v", err)
			}
		}
	}
	build := ""
	for _, in := range file {
		if in.name == "RUN" && strings.Contains(in.text, "go build") {
			build = in.text
		}
	}
	for _, want := range []string{"CGO_ENABLED=0", "-trimpath", "-o /out/swfd", "./cmd/swfd"} {
		if !strings.Contains(build, want) {
			t.Errorf("the program is built by %q, without %s", build, want)
		}
	}
}
