package access

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/swfd/swfd/internal/policy"
	"github.com/swfd/swfd/internal/spelling"
)

// Question is a request that is only asked about.
type Question struct {
	// Action is the name of one of SWF's actions, with or without its service, or iam:PassRole.
	Action string
	// Region and Domain name the resource, unless Resource does, an ARN.
	Region, Domain string
	Resource       string
	// Context are condition keys with their values, besides those of the user, of the time and of the Region, each as KEY=VALUE. A
	// key that stands there more than once has a set of values, and aws:TagKeys always has. Each must be one that such a request can have.
	Context []string
	// At is the time of the request.
	At time.Time
}

// Answer is what would be said to a request.
type Answer struct {
	Action, Resource string
	Allowed          bool
	// By is the statement that decided, and Source where its policy stands. Without a statement, nothing allows the request.
	By     *policy.Statement
	Source string
	// Missing are the keys that conditions asked for and the request does not have, in order.
	Missing []string
}

// Simulate answers a question as the server would answer the user. It refuses a question that cannot be meant.
func (u *User) Simulate(q Question) (Answer, error) {
	a, err := q.action()
	if err != nil {
		return Answer{}, err
	}
	keys, err := readContext(q.Context, a)
	if err != nil {
		return Answer{}, err
	}
	resource := q.Resource
	if resource == "" {
		resource = Domain{Account: u.Account, Region: q.Region, Name: q.Domain}.ARN()
	}
	s := &simulated{
		request: request{
			Caller:  Caller{Account: u.Account, Region: q.Region, User: u, Via: Via{At: q.At}},
			subject: subject{domain: q.Domain},
			// Like a decision, it has not come by a connection.
			isDecision: true, isPassing: a == actionPassRole,
		},
		keys: keys, known: vocabularies[a.name], missing: map[string]bool{},
	}
	v := policy.Evaluate(u.Policies, &policy.Request{Action: a.Action, Resource: policy.ResourceOf(resource), Context: s})
	answer := Answer{Action: a.name, Resource: resource, Allowed: v.Allowed, By: v.By, Missing: slices.Sorted(maps.Keys(s.missing))}
	if v.By != nil {
		answer.Source = u.Sources[v.Document]
	}
	return answer, nil
}

// action is the action of the question.
func (q *Question) action() (action, error) {
	if strings.EqualFold(q.Action, actionPassRole.name) {
		return actionPassRole, nil
	}
	for _, a := range actions {
		if strings.EqualFold(q.Action, a.name) || strings.EqualFold("swf:"+q.Action, a.name) {
			return a, nil
		}
	}
	near := spelling.Nearest("swf:"+strings.TrimPrefix(q.Action, "swf:"), append(Actions(), actionPassRole.name))
	if near == "" {
		return action{}, fmt.Errorf("there is no action %q", q.Action)
	}
	return action{}, fmt.Errorf("there is no action %q; did you mean %s?", q.Action, near)
}

// simulated is the context of a question: what was given, and then what is known anyway. It notes what neither has.
type simulated struct {
	request
	keys    policy.Keys
	known   policy.Vocabulary
	missing map[string]bool
}

// Lookup gives the value of a condition key.
func (s *simulated) Lookup(key string) policy.Value {
	if v := s.keys.Lookup(key); !v.IsAbsent() {
		return v
	}
	v := s.request.Lookup(key)
	if v.IsAbsent() {
		s.missing[s.known.Usual(key)] = true
	}
	return v
}

// readContext reads keys with their values. They must be keys that a request of the action can have: with any other, the answer would not
// be the server's.
func readContext(pairs []string, a action) (policy.Keys, error) {
	known := vocabularies[a.name]
	values := map[string][]string{}
	for _, pair := range pairs {
		name, value, ok := strings.Cut(pair, "=")
		key, isKey := policy.KeyOf(name)
		if !ok || !isKey {
			return nil, fmt.Errorf("%q is no condition key with a value, such as swf:taskList.name=main", pair)
		}
		if !known.Has(key) {
			return nil, unknownKey(a, name)
		}
		values[key] = append(values[key], value)
	}
	keys := policy.Keys{}
	for key, texts := range values {
		if len(texts) == 1 && key != "aws:tagkeys" {
			keys[key] = policy.Text(texts[0])
		} else {
			keys[key] = policy.Texts(texts)
		}
	}
	return keys, nil
}

func unknownKey(a action, key string) error {
	if near := vocabularies[a.name].Nearest(key); near != "" {
		return fmt.Errorf("%s never has the condition key %s; did you mean %s?", a.name, key, near)
	}
	return fmt.Errorf("%s never has the condition key %s", a.name, key)
}
