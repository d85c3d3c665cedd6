package client_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/swf"
)

// library is a service that has pages of text for every listing. It notes which pages it was asked for.
type library struct {
	swf.Service // for all that is no listing
	pages       []string
	failAt      int // the page that fails, from 1; 0 is none
	asked       []string
}

var errTorn = errors.New("the page is torn")

// turn returns the words of the page that a token names, and the token of the next.
func (l *library) turn(token *string, rest string) ([]string, *string, error) {
	n := 0
	if token != nil {
		if _, err := fmt.Sscanf(*token, "page %d", &n); err != nil {
			return nil, nil, err
		}
	}
	l.asked = append(l.asked, fmt.Sprintf("%d %s", n+1, rest))
	if n+1 == l.failAt {
		return nil, nil, errTorn
	}
	var next *string
	if n+1 < len(l.pages) {
		next = new(fmt.Sprintf("page %d", n+1))
	} else if n%2 == 1 {
		next = new("") // an empty token is none
	}
	return strings.Fields(l.pages[n]), next, nil
}

func (l *library) GetWorkflowExecutionHistory(
	_ context.Context, in *swf.GetWorkflowExecutionHistoryInput,
) (*swf.GetWorkflowExecutionHistoryOutput, error) {
	words, next, err := l.turn(in.NextPageToken, in.Domain)
	return &swf.GetWorkflowExecutionHistoryOutput{Events: events(words), NextPageToken: next}, err
}

func events(words []string) []swf.HistoryEvent {
	var all []swf.HistoryEvent
	for _, w := range words {
		all = append(all, swf.HistoryEvent{Attributes: &swf.MarkerRecordedEventAttributes{MarkerName: w}})
	}
	return all
}

func (l *library) PollForDecisionTask(_ context.Context, in *swf.PollForDecisionTaskInput) (*swf.PollForDecisionTaskOutput, error) {
	words, next, err := l.turn(in.NextPageToken, in.Domain)
	if err != nil {
		return nil, err
	}
	return &swf.PollForDecisionTaskOutput{TaskToken: "task", Events: events(words), NextPageToken: next}, nil
}

func (l *library) ListDomains(_ context.Context, in *swf.ListDomainsInput) (*swf.ListDomainsOutput, error) {
	words, next, err := l.turn(in.NextPageToken, string(in.RegistrationStatus))
	out := &swf.ListDomainsOutput{NextPageToken: next}
	for _, w := range words {
		out.DomainInfos = append(out.DomainInfos, swf.DomainInfo{Name: w})
	}
	return out, err
}

func (l *library) ListActivityTypes(_ context.Context, in *swf.ListActivityTypesInput) (*swf.ListActivityTypesOutput, error) {
	words, next, err := l.turn(in.NextPageToken, in.Domain)
	out := &swf.ListActivityTypesOutput{NextPageToken: next}
	for _, w := range words {
		out.TypeInfos = append(out.TypeInfos, swf.ActivityTypeInfo{ActivityType: swf.ActivityType{Name: w}})
	}
	return out, err
}

func (l *library) ListWorkflowTypes(_ context.Context, in *swf.ListWorkflowTypesInput) (*swf.ListWorkflowTypesOutput, error) {
	words, next, err := l.turn(in.NextPageToken, in.Domain)
	out := &swf.ListWorkflowTypesOutput{NextPageToken: next}
	for _, w := range words {
		out.TypeInfos = append(out.TypeInfos, swf.WorkflowTypeInfo{WorkflowType: swf.WorkflowType{Name: w}})
	}
	return out, err
}

func (l *library) ListOpenWorkflowExecutions(
	_ context.Context, in *swf.ListOpenWorkflowExecutionsInput,
) (*swf.ListOpenWorkflowExecutionsOutput, error) {
	words, next, err := l.turn(in.NextPageToken, in.Domain)
	return &swf.ListOpenWorkflowExecutionsOutput{ExecutionInfos: executions(words), NextPageToken: next}, err
}

func (l *library) ListClosedWorkflowExecutions(
	_ context.Context, in *swf.ListClosedWorkflowExecutionsInput,
) (*swf.ListClosedWorkflowExecutionsOutput, error) {
	words, next, err := l.turn(in.NextPageToken, in.Domain)
	return &swf.ListClosedWorkflowExecutionsOutput{ExecutionInfos: executions(words), NextPageToken: next}, err
}

func executions(words []string) []swf.WorkflowExecutionInfo {
	var all []swf.WorkflowExecutionInfo
	for _, w := range words {
		all = append(all, swf.WorkflowExecutionInfo{Execution: swf.WorkflowExecution{WorkflowID: w}})
	}
	return all
}

// words turns the items of an iterator into their words, so that all iterators look alike.
func words[Item any](items iter.Seq2[Item, error], word func(Item) string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for item, err := range items {
			if err != nil {
				if !reflect.ValueOf(item).IsZero() {
					err = fmt.Errorf("an error with an item: %+v", item)
				}
				if !yield("", err) {
					return
				}
				continue
			}
			if !yield(word(item), nil) {
				return
			}
		}
	}
}

func marker(e swf.HistoryEvent) string {
	return e.Attributes.(*swf.MarkerRecordedEventAttributes).MarkerName
}

func workflowID(e swf.WorkflowExecutionInfo) string { return e.Execution.WorkflowID }

// The iterators over the listings, each asking for the domain or the state "d".
var listings = map[string]func(context.Context, swf.Service) iter.Seq2[string, error]{
	"HistoryEvents": func(ctx context.Context, s swf.Service) iter.Seq2[string, error] {
		return words(client.HistoryEvents(ctx, s, &swf.GetWorkflowExecutionHistoryInput{Domain: "d"}), marker)
	},
	"DomainInfos": func(ctx context.Context, s swf.Service) iter.Seq2[string, error] {
		return words(client.DomainInfos(ctx, s, &swf.ListDomainsInput{RegistrationStatus: "d"}),
			func(d swf.DomainInfo) string { return d.Name })
	},
	"ActivityTypes": func(ctx context.Context, s swf.Service) iter.Seq2[string, error] {
		return words(client.ActivityTypes(ctx, s, &swf.ListActivityTypesInput{Domain: "d"}),
			func(a swf.ActivityTypeInfo) string { return a.ActivityType.Name })
	},
	"WorkflowTypes": func(ctx context.Context, s swf.Service) iter.Seq2[string, error] {
		return words(client.WorkflowTypes(ctx, s, &swf.ListWorkflowTypesInput{Domain: "d"}),
			func(w swf.WorkflowTypeInfo) string { return w.WorkflowType.Name })
	},
	"OpenExecutions": func(ctx context.Context, s swf.Service) iter.Seq2[string, error] {
		return words(client.OpenExecutions(ctx, s, &swf.ListOpenWorkflowExecutionsInput{Domain: "d"}), workflowID)
	},
	"ClosedExecutions": func(ctx context.Context, s swf.Service) iter.Seq2[string, error] {
		return words(client.ClosedExecutions(ctx, s, &swf.ListClosedWorkflowExecutionsInput{Domain: "d"}), workflowID)
	},
	"DecisionTask": func(ctx context.Context, s swf.Service) iter.Seq2[string, error] {
		task, events, err := client.DecisionTask(ctx, s, &swf.PollForDecisionTaskInput{Domain: "d"})
		if err != nil {
			return func(yield func(string, error) bool) { yield("", err) }
		}
		if task.TaskToken != "task" {
			panic(task.TaskToken)
		}
		return words(events, marker)
	},
}

func TestIterators(t *testing.T) {
	cases := []struct {
		name   string
		pages  []string
		failAt int
		take   int // 0 is all
		want   string
		asked  []string
	}{
		{"one page", []string{"a b c"}, 0, 0, "a b c", []string{"1 d"}},
		{"three pages", []string{"a b", "c", "d e"}, 0, 0, "a b c d e", []string{"1 d", "2 d", "3 d"}},
		{"an empty token on the last page", []string{"a", "b"}, 0, 0, "a b", []string{"1 d", "2 d"}},
		{"empty pages among others", []string{"", "a", "", "", "b", ""}, 0, 0, "a b", []string{"1 d", "2 d", "3 d", "4 d", "5 d", "6 d"}},
		{"nothing at all", []string{""}, 0, 0, "", []string{"1 d"}},
		{"no page is asked for before it is needed", []string{"a b", "c", "d"}, 0, 2, "a b", []string{"1 d"}},
		{"leaving in the midst of a page", []string{"a", "b c", "d"}, 0, 2, "a b", []string{"1 d", "2 d"}},
		{"the first page fails", []string{"a", "b"}, 1, 0, "the page is torn", []string{"1 d"}},
		{"a later page fails", []string{"a", "b c", "d"}, 2, 0, "a the page is torn", []string{"1 d", "2 d"}},
		{"leaving at an error", []string{"a", "b"}, 2, 2, "a the page is torn", []string{"1 d", "2 d"}},
	}
	for name, list := range listings {
		for _, c := range cases {
			t.Run(name+"/"+c.name, func(t *testing.T) {
				l := &library{pages: c.pages, failAt: c.failAt}
				var got []string
				for word, err := range list(t.Context(), l) {
					if err != nil {
						word = err.Error()
					}
					got = append(got, word)
					if len(got) == c.take {
						break
					}
				}
				if strings.Join(got, " ") != c.want {
					t.Errorf("yielded %q, want %q", got, c.want)
				}
				if !slices.Equal(l.asked, c.asked) {
					t.Errorf("asked for %q, want %q", l.asked, c.asked)
				}
			})
		}
	}
}

// An iterator may be ranged over twice, starts where the input says, and leaves the input as it is.
func TestIteratorsStartAnew(t *testing.T) {
	l := &library{pages: []string{"a", "b", "c"}}
	in := &swf.ListDomainsInput{NextPageToken: new("page 1"), RegistrationStatus: "d"}
	domains := client.DomainInfos(t.Context(), l, in)
	for range 2 {
		var got []string
		for d, err := range domains {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, d.Name)
		}
		if strings.Join(got, " ") != "b c" {
			t.Errorf("yielded %q", got)
		}
	}
	if *in.NextPageToken != "page 1" {
		t.Errorf("the input's token is now %q", *in.NextPageToken)
	}
}

// The events of a decision task may be ranged over again; only pages after the first are asked for again, and no new task is started.
func TestDecisionTaskIsStartedOnce(t *testing.T) {
	l := &library{pages: []string{"a b", "c"}}
	in := &swf.PollForDecisionTaskInput{Domain: "d"}
	_, events, err := client.DecisionTask(t.Context(), l, in)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		var got []string
		for word, err := range words(events, marker) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, word)
		}
		if strings.Join(got, " ") != "a b c" {
			t.Errorf("yielded %q", got)
		}
	}
	if want := []string{"1 d", "2 d", "2 d"}; !slices.Equal(l.asked, want) || in.NextPageToken != nil {
		t.Errorf("asked for %q, want %q; the input's token is %v", l.asked, want, in.NextPageToken)
	}
}

// A poll without a task has no events.
func TestDecisionTaskThatIsNone(t *testing.T) {
	c := connect(t, play(ok(`{"startedEventId":0,"previousStartedEventId":0}`)))
	task, events, err := client.DecisionTask(t.Context(), c, swf.NewPollForDecisionTaskInput("d", swf.TaskList{Name: "l"}))
	if err != nil || task.TaskToken != "" {
		t.Fatalf("the task is %+v (%v)", task, err)
	}
	for event, err := range events {
		t.Errorf("an event %+v (%v)", event, err)
	}
}

// The iterators end with the context.
func TestIteratorsEndWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	c := connect(t, play(ok(`{"domainInfos":[{"name":"a","status":"REGISTERED"}],"nextPageToken":"more"}`)))
	var got []string
	for d, err := range client.DomainInfos(ctx, c, swf.NewListDomainsInput(swf.RegistrationStatusRegistered)) {
		if err != nil {
			if !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
			got = append(got, "canceled")
			continue
		}
		if got = append(got, d.Name); len(got) > 5 {
			break
		}
		cancel()
	}
	if strings.Join(got, " ") != "a canceled" {
		t.Errorf("yielded %q", got)
	}
}
