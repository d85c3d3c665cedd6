package engine

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"

	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/awsjson"
	"github.com/swfd/swfd/swf"
)

// TestRegistry plays the texts of testdata/registry; its README.md tells how to read them. Each story is played three
// times: as it stands, with a restart after every call, and with a loss of power after every call. It must not make a difference.
func TestRegistry(t *testing.T) {
	files, err := filepath.Glob("testdata/registry/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories found: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		stories, err := parseRegistry(string(text))
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

type registryStory struct {
	title string
	steps []registryStep
}

// registryStep is a call and its answer, or, without an answer, something else that happens.
type registryStep struct {
	line         int
	call, answer string
}

// parseRegistry reads a file: "=== title" begins a story, "#" a comment line, "=>" an answer.
func parseRegistry(text string) ([]registryStory, error) {
	var stories []registryStory
	for i, raw := range strings.Split(text, "\n") {
		line := strings.TrimSpace(raw)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if title, ok := strings.CutPrefix(line, "=== "); ok {
			stories = append(stories, registryStory{title: title})
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
		s.steps = append(s.steps, registryStep{line: i + 1, call: strings.TrimSpace(call), answer: strings.TrimSpace(answer)})
	}
	return stories, nil
}

func (s *registryStory) play(t *testing.T, file string) {
	for _, mode := range []string{"as it stands", "restarts", "crashes"} {
		inEmptyWorld(t, func(w *world) {
			p := registryPlay{w: w}
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

// inEmptyWorld runs a test in a bubble with a new world in it, in which nothing is registered.
func inEmptyWorld(t *testing.T, test func(w *world)) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t, fs: vfs.NewCrashableMem(), caller: access.Caller{Account: "111111111111", Region: "us-east-1"}}
		w.open()
		defer w.close()
		test(w)
	})
}

// reconfigure restarts the server with another configuration.
func (w *world) reconfigure(config func(*Config)) {
	w.t.Helper()
	w.config = config
	w.restart(0)
}

// registryPlay plays a story in a world.
type registryPlay struct {
	w *world
	// token is the page token of the newest answer that had one.
	token string
}

// do carries out a line and returns what the service answers, "" for what is no call.
func (p *registryPlay) do(line string) (string, error) {
	verb, rest, _ := strings.Cut(line, " ")
	switch verb {
	case "as":
		p.w.caller.Account, p.w.caller.Region, _ = strings.Cut(rest, " ")
	case "wait":
		d, err := time.ParseDuration(rest)
		if err != nil {
			return "", err
		}
		time.Sleep(d)
	case "limit":
		noun, text, _ := strings.Cut(rest, " ")
		n, err := strconv.Atoi(text)
		if err != nil {
			return "", err
		}
		return "", p.limit(noun, n)
	default:
		return p.call(verb, rest)
	}
	return "", nil
}

func (p *registryPlay) limit(noun string, n int) error {
	limits := DefaultLimits
	switch noun {
	case "domains":
		limits.Domains = n
	case "types":
		limits.Types = n
	default:
		return fmt.Errorf("there is no limit of %s", noun)
	}
	p.w.reconfigure(func(c *Config) { c.Limits = limits })
	return nil
}

var pageToken = regexp.MustCompile(`"nextPageToken":"([^"]+)"`)

// call makes a call as the wire door does: decode, validate, call, encode.
func (p *registryPlay) call(operation, body string) (string, error) {
	method := reflect.ValueOf(p.w.calls()).MethodByName(operation)
	if !method.IsValid() {
		return "", fmt.Errorf("there is no operation %s", operation)
	}
	in := reflect.New(method.Type().In(1).Elem())
	document, err := awsjson.Parse([]byte(strings.ReplaceAll(body, "<token>", p.token)))
	if err != nil {
		return "", err
	}
	if err := document.Decode(in.Interface()); err != nil {
		return err.Error(), nil
	}
	results := method.Call([]reflect.Value{reflect.ValueOf(context.Background()), in})
	if err, failed := results[1].Interface().(error); failed {
		return err.Error(), nil
	}
	answer := string(awsjson.Append(nil, results[0].Interface()))
	if answer == "{}" {
		return "ok", nil
	}
	if found := pageToken.FindStringSubmatch(answer); found != nil {
		p.token = found[1]
		answer = strings.ReplaceAll(answer, p.token, "<token>")
	}
	return answer, nil
}

// The tags of a new domain are stored with it.
func TestTagsAreStored(t *testing.T) {
	anyWay(t, func(w *world, again func(time.Duration)) {
		in := swf.NewRegisterDomainInput("tagged", "1")
		in.Tags = []swf.ResourceTag{{Key: "team", Value: new("red")}, {Key: "empty", Value: new("")}, {Key: "none"}}
		must(w, w.calls().RegisterDomain)(in)
		again(0)
		d, err := w.calls().domain("tagged")
		if err != nil {
			t.Fatal(err)
		}
		if got := d.info().Tags; !reflect.DeepEqual(got, in.Tags) {
			t.Errorf("got %+v", got)
		}
	})
}

func TestTooManyTags(t *testing.T) {
	inEmptyWorld(t, func(w *world) {
		in := swf.NewRegisterDomainInput("a", "1")
		for i := range 51 {
			in.Tags = append(in.Tags, swf.ResourceTag{Key: text("k%d", i)})
		}
		refused(w, w.calls().RegisterDomain, in, "TooManyTagsFault: A domain can have at most 50 tags")
		in.Tags = in.Tags[:50]
		must(w, w.calls().RegisterDomain)(in)
	})
}

// An account may have a hundred domains, unless the operator allows other numbers.
func TestTheQuotaOfDomains(t *testing.T) {
	inEmptyWorld(t, func(w *world) {
		for i := range 100 {
			must(w, w.calls().RegisterDomain)(swf.NewRegisterDomainInput(text("d%d", i), "1"))
		}
		refused(w, w.calls().RegisterDomain, swf.NewRegisterDomainInput("d100", "1"),
			"LimitExceededFault: Limit on domains per account reached")
	})
}

// A page holds a thousand items if no size is given, or 0.
func TestTheLargestPageOfAList(t *testing.T) {
	inWorld(t, func(w *world) {
		for i := range 1000 {
			must(w, w.calls().RegisterActivityType)(swf.NewRegisterActivityTypeInput("d", text("a%04d", i), "1"))
		}
		in := swf.NewListActivityTypesInput("d", swf.RegistrationStatusRegistered)
		first := must(w, w.calls().ListActivityTypes)(in)
		if len(first.TypeInfos) != 1000 || first.NextPageToken == nil {
			t.Fatalf("%d of 1001 items, token %v", len(first.TypeInfos), first.NextPageToken)
		}
		in.NextPageToken = first.NextPageToken
		rest := must(w, w.calls().ListActivityTypes)(in)
		if len(rest.TypeInfos) != 1 || rest.TypeInfos[0].ActivityType != workType || rest.NextPageToken != nil {
			t.Errorf("the last page is %+v", rest)
		}
	})
}

// Page tokens live by the wall clock, not by the service time.
func TestPageTokensAgeByTheWallClock(t *testing.T) {
	inEmptyWorld(t, func(w *world) {
		wall := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		w.reconfigure(func(c *Config) { c.Wall = func() time.Time { return wall } })
		for _, name := range []string{"a", "b"} {
			must(w, w.calls().RegisterDomain)(swf.NewRegisterDomainInput(name, "1"))
		}
		in := swf.NewListDomainsInput(swf.RegistrationStatusRegistered)
		in.MaximumPageSize = 1
		in.NextPageToken = must(w, w.calls().ListDomains)(in).NextPageToken
		w.sleep(25 * 60 * 60)
		must(w, w.calls().ListDomains)(in)
		wall = wall.Add(24*time.Hour + time.Millisecond)
		refused(w, w.calls().ListDomains, in, "ValidationException: Specified token has exceeded its maximum lifetime")
	})
}

// Any character of a page token that is changed makes it garbage.
func TestATamperedPageToken(t *testing.T) {
	inEmptyWorld(t, func(w *world) {
		for _, name := range []string{"a", "b"} {
			must(w, w.calls().RegisterDomain)(swf.NewRegisterDomainInput(name, "1"))
		}
		in := swf.NewListDomainsInput(swf.RegistrationStatusRegistered)
		in.MaximumPageSize = 1
		token := *must(w, w.calls().ListDomains)(in).NextPageToken
		for i := range len(token) {
			other := "A"
			if token[i] == 'A' {
				other = "B"
			}
			in.NextPageToken = new(token[:i] + other + token[i+1:])
			refused(w, w.calls().ListDomains, in, "ValidationException: Invalid token")
		}
		in.NextPageToken = &token
		must(w, w.calls().ListDomains)(in)
	})
}

// Of many who register one name, or deprecate one type, at the same time, one succeeds.
func TestConcurrentChangesOfTheRegistry(t *testing.T) {
	inWorld(t, func(w *world) {
		attempt := func(call func() error) (succeeded int) {
			var done []func() (bool, error)
			for range 20 {
				done = append(done, later(call))
			}
			for _, d := range done {
				finished, err := d()
				if !finished {
					t.Fatal("a call hangs")
				}
				if err == nil {
					succeeded++
				}
			}
			return succeeded
		}
		ctx := context.Background()
		if n := attempt(func() error {
			_, err := w.calls().RegisterDomain(ctx, swf.NewRegisterDomainInput("e", "1"))
			return err
		}); n != 1 {
			t.Errorf("%d registered the domain", n)
		}
		if n := attempt(func() error {
			_, err := w.calls().RegisterWorkflowType(ctx, swf.NewRegisterWorkflowTypeInput("e", "w", "1"))
			return err
		}); n != 1 {
			t.Errorf("%d registered the type", n)
		}
		if n := attempt(func() error {
			_, err := w.calls().DeprecateActivityType(ctx, swf.NewDeprecateActivityTypeInput("d", workType))
			return err
		}); n != 1 {
			t.Errorf("%d deprecated the type", n)
		}
	})
}

// Nobody hears of a change of the registry before it is durable, and no answer waits for a change that it did not see.
func TestTheRegistryShowsOnlyWhatIsDurable(t *testing.T) {
	inWorld(t, func(w *world) {
		release := w.store.hold()
		registered := later(func() error {
			_, err := w.calls().RegisterDomain(context.Background(), swf.NewRegisterDomainInput("e", "1"))
			return err
		})
		expectHeld(t, "the registration", registered)
		refused(w, w.calls().DescribeDomain, swf.NewDescribeDomainInput("e"), "UnknownResourceFault: Unknown domain: e")
		release()
		expectDone(t, "the registration", registered)
		must(w, w.calls().DescribeDomain)(swf.NewDescribeDomainInput("e"))

		release = w.store.hold()
		deprecated := later(func() error {
			_, err := w.calls().DeprecateDomain(context.Background(), swf.NewDeprecateDomainInput("d"))
			return err
		})
		expectHeld(t, "the deprecation", deprecated)
		if s := must(w, w.calls().DescribeDomain)(swf.NewDescribeDomainInput("d")).DomainInfo.Status; s != swf.RegistrationStatusRegistered {
			t.Errorf("the domain is %s before that is durable", s)
		}
		if s := must(w, w.calls().DescribeActivityType)(swf.NewDescribeActivityTypeInput("d", workType)).TypeInfo.Status; s != swf.RegistrationStatusRegistered {
			t.Errorf("its type is %s before that is durable", s)
		}
		release()
		expectDone(t, "the deprecation", deprecated)
	})
}
