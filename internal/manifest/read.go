package manifest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/swfd/swfd/internal/awsjson"
	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/swf"
)

// Manifest is what a file says.
type Manifest struct {
	Domains []Domain `json:"domains"`
}

// Domain is a domain that should be there, and types that should be in it. The retention period may be left out if the domain is there.
type Domain struct {
	swf.RegisterDomainInput
	// Deprecated is the state that the domain should have.
	Deprecated    bool           `json:"deprecated"`
	WorkflowTypes []WorkflowType `json:"workflowTypes"`
	ActivityTypes []ActivityType `json:"activityTypes"`
}

// WorkflowType is a workflow type that should be there.
type WorkflowType struct {
	swf.RegisterWorkflowTypeInput
	Deprecated bool `json:"deprecated"`
}

// ActivityType is an activity type that should be there.
type ActivityType struct {
	swf.RegisterActivityTypeInput
	Deprecated bool `json:"deprecated"`
}

// Read reads a file, and checks everything that can be checked without a service. The name tells JSON from TOML; without an extension
// the beginning does. An error says in one line what is wrong, and where.
func Read(name string, file []byte) (*Manifest, error) {
	m := &Manifest{}
	read := readTOML
	if strings.HasSuffix(name, ".json") || !strings.HasSuffix(name, ".toml") && bytes.HasPrefix(bytes.TrimSpace(file), []byte("{")) {
		read = readJSON
	}
	if err := read(file, m); err != nil {
		return nil, err
	}
	return m, m.check()
}

func readTOML(file []byte, m *Manifest) error {
	meta, err := toml.Decode(string(file), m)
	if syntax := (toml.ParseError{}); errors.As(err, &syntax) {
		return fmt.Errorf("line %d: this is not TOML: %s", syntax.Position.Line, syntax.Message)
	}
	if err != nil {
		return errors.New(tomlTrouble(err.Error()))
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return fmt.Errorf("there is no member %s", unknown[0])
	}
	return nil
}

// mismatched is how the library tells of a value of another type than its member has: the line, the member, and what it should be.
var mismatched = regexp.MustCompile(`^toml: (line \d+) \(last key "(.+)"\): (?:incompatible types: .+; destination has type|type mismatch for .+: expected) (\w+)`)

// inTOML is how values of the library's types are written.
var inTOML = map[string]string{"string": "a text in quotes", "slice": "a list", "boolean": "true or false", "table": "a table"}

// tomlTrouble says what is wrong with a file that is TOML, in its own terms.
func tomlTrouble(text string) string {
	m := mismatched.FindStringSubmatch(text)
	if m == nil {
		return strings.TrimPrefix(text, "toml: ")
	}
	return fmt.Sprintf("%s: %s is of another type: write %s", m[1], m[2], cmp.Or(inTOML[m[3]], m[3]))
}

func readJSON(file []byte, m *Manifest) error {
	decoder := json.NewDecoder(bytes.NewReader(file))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(m); err != nil {
		line := 1 + bytes.Count(file[:decoder.InputOffset()], []byte{'\n'})
		return fmt.Errorf("line %d: %s", line, jsonTrouble(err))
	}
	if decoder.More() {
		return errors.New("the file is more than one JSON document")
	}
	return nil
}

// jsonTrouble says what is wrong with a document in its own terms.
func jsonTrouble(err error) string {
	var mismatch *json.UnmarshalTypeError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "the file ends in the middle of the JSON"
	case errors.Is(err, io.EOF):
		return "the file is empty"
	case !errors.As(err, &mismatch) || mismatch.Field == "":
		return strings.TrimPrefix(err.Error(), "json: ")
	}
	// The structures that hold others have the names of types among those of members.
	members := slices.DeleteFunc(strings.Split(mismatch.Field, "."), func(part string) bool { return part[:1] != strings.ToLower(part[:1]) })
	return fmt.Sprintf("%s cannot be a %s", strings.Join(members, "."), mismatch.Value)
}

// check refuses what no service could be asked for.
func (m *Manifest) check() error {
	if len(m.Domains) == 0 {
		return errors.New("the file names no domains")
	}
	seen := map[string]bool{}
	for i := range m.Domains {
		d := &m.Domains[i]
		if d.Name == "" {
			return fmt.Errorf("domain number %d has no name", i+1)
		}
		if seen[d.Name] {
			return fmt.Errorf("domain %s is there twice", d.Name)
		}
		seen[d.Name] = true
		if err := d.check(); err != nil {
			return fmt.Errorf("domain %s: %w", d.Name, err)
		}
	}
	return nil
}

func (d *Domain) check() error {
	in := d.RegisterDomainInput
	if in.WorkflowExecutionRetentionPeriodInDays == "" {
		in.WorkflowExecutionRetentionPeriodInDays = "0" // may be left out
	}
	if err := errors.Join(constraints(in), execution.CheckTrimmedName(d.Name)); err != nil {
		return err
	}
	seen := map[string]bool{}
	for i := range d.WorkflowTypes {
		t := &d.WorkflowTypes[i]
		name := "workflow type " + versioned(t.Name, t.Version)
		if err := firstError(d.own(&t.Domain), twice(seen, name), t.check()); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	for i := range d.ActivityTypes {
		t := &d.ActivityTypes[i]
		name := "activity type " + versioned(t.Name, t.Version)
		if err := firstError(d.own(&t.Domain), twice(seen, name), t.check()); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// own gives a type its domain, and refuses another one.
func (d *Domain) own(name *string) error {
	if *name != "" && *name != d.Name {
		return fmt.Errorf("it stands in domain %s and names domain %s", d.Name, *name)
	}
	*name = d.Name
	return nil
}

func twice(seen map[string]bool, name string) error {
	if seen[name] {
		return errors.New("it is there twice")
	}
	seen[name] = true
	return nil
}

func (t *WorkflowType) check() error {
	return firstError(constraints(t.RegisterWorkflowTypeInput),
		execution.CheckName(t.Name), execution.CheckName(t.Version), execution.CheckTaskList(t.DefaultTaskList),
		execution.CheckSeconds(t.DefaultExecutionStartToCloseTimeout), execution.CheckDuration(t.DefaultTaskStartToCloseTimeout),
		execution.CheckPriority(t.DefaultTaskPriority))
}

func (t *ActivityType) check() error {
	return firstError(constraints(t.RegisterActivityTypeInput),
		execution.CheckName(t.Name), execution.CheckName(t.Version), execution.CheckTaskList(t.DefaultTaskList),
		execution.CheckDuration(t.DefaultTaskHeartbeatTimeout), execution.CheckDuration(t.DefaultTaskScheduleToStartTimeout),
		execution.CheckDuration(t.DefaultTaskStartToCloseTimeout), execution.CheckDuration(t.DefaultTaskScheduleToCloseTimeout),
		execution.CheckPriority(t.DefaultTaskPriority))
}

// constraints holds a request against the constraints of SWF's model, as the service would.
func constraints[In any](in In) error {
	b, err := json.Marshal(in)
	if err != nil {
		return err
	}
	d, err := awsjson.Parse(b)
	if err != nil {
		return err
	}
	return d.Decode(new(In))
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// versioned is how a type is named to people.
func versioned(name, version string) string { return name + ":" + version }
