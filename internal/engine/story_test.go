package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/swfd/swfd/internal/awsjson"
	"github.com/swfd/swfd/swf"
)

// TestStories plays the texts of testdata/stories; its README.md tells how to read them. Each story is played three
// times: as it stands, with a restart after every call, and with a loss of power after every call. It must not make a difference.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/stories/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories found: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		stories, err := parseStories(string(text))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			for _, s := range stories {
				t.Run(s.title, func(t *testing.T) { s.play(t, file) })
			}
		})
	}
}

type story struct {
	title string
	steps []storyStep
}

// storyStep is a call and its answer, or, without an answer, something else that happens.
type storyStep struct {
	line         int
	call, answer string
}

// parseStories reads a file: "=== title" begins a story, "#" a comment line, "=>" an answer.
func parseStories(text string) ([]story, error) {
	var stories []story
	for i, raw := range strings.Split(text, "\n") {
		line := strings.TrimSpace(raw)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if title, ok := strings.CutPrefix(line, "=== "); ok {
			stories = append(stories, story{title: title})
			continue
		}
		if len(stories) == 0 {
			return nil, fmt.Errorf("line %d: no \"=== title\" above", i+1)
		}
		s := &stories[len(stories)-1]
		if answer, ok := strings.CutPrefix(line, "=> "); ok {
			if len(s.steps) == 0 || s.steps[len(s.steps)-1].answer != "" {
				return nil, fmt.Errorf("line %d: an answer without a call", i+1)
			}
			s.steps[len(s.steps)-1].answer = answer
			continue
		}
		call, answer, _ := strings.Cut(line, " => ")
		s.steps = append(s.steps, storyStep{line: i + 1, call: strings.TrimSpace(call), answer: strings.TrimSpace(answer)})
	}
	return stories, nil
}

func (s *story) play(t *testing.T, file string) {
	for _, mode := range []string{"as it stands", "restarts", "crashes"} {
		inEmptyWorld(t, func(w *world) {
			p := play{w: w}
			for _, step := range s.steps {
				got, err := p.do(step.call)
				if err != nil {
					t.Fatalf("%s:%d: %s: %v", file, step.line, step.call, err)
				}
				got = legible(got)
				if got != step.answer {
					t.Errorf("%s:%d (%s): %s\ngot  %s\nwant %s", file, step.line, mode, step.call, got, step.answer)
				}
				switch mode {
				case "restarts":
					w.restart(0)
				case "crashes":
					w.crash(0)
				}
			}
		})
	}
}

// legible writes what a reader cannot see, or cannot tell from something else, as in JSON.
func legible(answer string) string {
	var b strings.Builder
	for _, r := range answer {
		if unicode.IsPrint(r) && !unicode.Is(unicode.M, r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// play plays a story in a world.
type play struct {
	w *world
	// token is the page token of the newest answer that had one.
	token string
	// runs are the runIds that were seen, in that order.
	runs []string
}

// do carries out a line and returns what the service answers, "" for what is no call.
func (p *play) do(line string) (string, error) {
	verb, rest, _ := strings.Cut(line, " ")
	words := strings.Fields(rest)
	switch verb {
	case "as":
		p.w.caller.Account, p.w.caller.Region = words[0], words[1]
	case "wait":
		d, err := time.ParseDuration(rest)
		if err != nil {
			return "", err
		}
		time.Sleep(d)
	case "limit":
		n, err := strconv.Atoi(words[1])
		if err != nil {
			return "", err
		}
		return "", p.limit(words[0], n)
	case "start":
		return "", p.start(words)
	case "close":
		return "", p.close(words[0], swf.CloseStatus(words[1]))
	case "ids":
		operation, body, _ := strings.Cut(rest, " ")
		answer, err := p.call(operation, body)
		return workflowIDs(answer), err
	default:
		return p.call(verb, rest)
	}
	return "", nil
}

func (p *play) limit(noun string, n int) error {
	limits := DefaultLimits
	switch noun {
	case "domains":
		limits.Domains = n
	case "types":
		limits.Types = n
	case "tags":
		limits.Tags = n
	case "counted":
		limits.Counted = n
	case "retention-days":
		limits.RetentionDays = n
	default:
		return fmt.Errorf("there is no limit of %s", noun)
	}
	p.w.reconfigure(func(c *Config) { c.Limits = limits })
	return nil
}

// start starts a run in the domain d: its workflowId, its type as name:version, and its tags. Its decision tasks have a list of its own.
func (p *play) start(words []string) error {
	name, version, _ := strings.Cut(words[1], ":")
	in := swf.NewStartWorkflowExecutionInput("d", words[0], swf.WorkflowType{Name: name, Version: version})
	in.TaskList, in.ChildPolicy = &swf.TaskList{Name: words[0]}, swf.ChildPolicyTerminate
	in.ExecutionStartToCloseTimeout, in.TaskStartToCloseTimeout = new("31536000"), new("NONE")
	in.TagList = words[2:]
	out, err := p.w.calls().StartWorkflowExecution(context.Background(), in)
	if err != nil {
		return err
	}
	p.runs = append(p.runs, *out.RunID)
	return nil
}

// close closes the open run of a workflowId that start has started.
func (p *play) close(id string, status swf.CloseStatus) error {
	if status == swf.CloseStatusTerminated {
		_, err := p.w.calls().TerminateWorkflowExecution(context.Background(), swf.NewTerminateWorkflowExecutionInput("d", id))
		return err
	}
	again := &swf.ContinueAsNewWorkflowExecutionDecisionAttributes{TaskList: &swf.TaskList{Name: id}, ChildPolicy: swf.ChildPolicyTerminate}
	again.ExecutionStartToCloseTimeout, again.TaskStartToCloseTimeout = new("31536000"), new("NONE")
	decision := map[swf.CloseStatus]swf.DecisionAttributes{
		swf.CloseStatusCompleted:      &swf.CompleteWorkflowExecutionDecisionAttributes{},
		swf.CloseStatusFailed:         &swf.FailWorkflowExecutionDecisionAttributes{},
		swf.CloseStatusCanceled:       &swf.CancelWorkflowExecutionDecisionAttributes{},
		swf.CloseStatusContinuedAsNew: again,
	}[status]
	task, err := p.w.calls().PollForDecisionTask(context.Background(), swf.NewPollForDecisionTaskInput("d", swf.TaskList{Name: id}))
	if err != nil || decision == nil {
		return fmt.Errorf("no decision closes a run as %s (%w)", status, err)
	}
	in := swf.NewRespondDecisionTaskCompletedInput(task.TaskToken)
	in.Decisions = []swf.Decision{{Attributes: decision}}
	_, err = p.w.with(task.TaskToken).RespondDecisionTaskCompleted(context.Background(), in)
	return err
}

// call makes a call as the wire door does: decode, validate, call, encode.
func (p *play) call(operation, body string) (string, error) {
	method := reflect.ValueOf(p.w.calls()).MethodByName(operation)
	if !method.IsValid() {
		return "", fmt.Errorf("there is no operation %s", operation)
	}
	in := reflect.New(method.Type().In(1).Elem())
	document, err := awsjson.Parse([]byte(p.insert(body)))
	if err != nil {
		return "", err
	}
	if err := document.Decode(in.Interface()); err != nil {
		return err.Error(), nil
	}
	results := method.Call([]reflect.Value{reflect.ValueOf(context.Background()), in})
	if err, failed := results[1].Interface().(error); failed {
		return p.replace(err.Error()), nil
	}
	answer := p.replace(string(awsjson.Append(nil, results[0].Interface())))
	if answer == "{}" {
		return "ok", nil
	}
	return answer, nil
}

// insert puts the newest page token, and runIds, where a line names them.
func (p *play) insert(body string) string {
	body = strings.ReplaceAll(body, "<token>", p.token)
	for i, runID := range p.runs {
		body = strings.ReplaceAll(body, fmt.Sprintf("<run %d>", i+1), runID)
	}
	return body
}

var (
	pageToken = regexp.MustCompile(`"nextPageToken":"([^"]+)"`)
	runID     = regexp.MustCompile(`"runId":"([^"]+)"`)
)

// replace is the opposite of insert, for what an answer has brought.
func (p *play) replace(answer string) string {
	if found := pageToken.FindStringSubmatch(answer); found != nil {
		p.token = found[1]
		answer = strings.ReplaceAll(answer, p.token, "<token>")
	}
	for _, found := range runID.FindAllStringSubmatch(answer, -1) {
		if !slices.Contains(p.runs, found[1]) {
			p.runs = append(p.runs, found[1])
		}
	}
	for i, id := range p.runs {
		answer = strings.ReplaceAll(answer, id, fmt.Sprintf("<run %d>", i+1))
	}
	return answer
}

// workflowIDs takes the workflowIds out of a list of runs, and tells whether there are more pages. A fault stays as it is.
func workflowIDs(answer string) string {
	var list struct {
		ExecutionInfos []swf.WorkflowExecutionInfo `json:"executionInfos"`
		NextPageToken  string                      `json:"nextPageToken"`
	}
	if json.Unmarshal([]byte(answer), &list) != nil {
		return answer
	}
	ids := []string{}
	for _, info := range list.ExecutionInfos {
		ids = append(ids, info.Execution.WorkflowID)
	}
	switch {
	case list.NextPageToken != "":
		ids = append(ids, list.NextPageToken)
	case len(ids) == 0:
		return "none"
	}
	return strings.Join(ids, " ")
}
