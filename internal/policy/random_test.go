package policy

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	seedFlag = flag.Uint64("seed", 0, "the seed of the random policies; 0 takes a new one")
	manyFlag = flag.Int("many", 3_000, "how many random policies are tried")
)

// TestTheNaiveEvaluatorAgrees holds both evaluators against each other over random documents and requests. Names and values are
// few, so that much matches, and odd, so that it matters how. Run it at length with -many=100000.
func TestTheNaiveEvaluatorAgrees(t *testing.T) {
	seed := *seedFlag
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	answers := map[naiveAnswer]int{}
	disagreement := compareEvaluators(t, seed, *manyFlag, func(documents []*Document, r *Request) Verdict {
		v := Evaluate(documents, r)
		answers[naiveAnswer{v.Allowed, v.IsExplicit()}]++
		return v
	})
	if disagreement != "" {
		t.Fatal(disagreement)
	}
	t.Logf("-seed=%d: %v", seed, answers)
	for _, answer := range []naiveAnswer{{}, {allowed: true}, {explicit: true}} {
		if answers[answer] < *manyFlag/20 {
			t.Errorf("-seed=%d: too few answers are %+v, so little was tried: %v", seed, answer, answers)
		}
	}
}

// TestTheNaiveEvaluatorCatches plants breaches, and they are seen.
func TestTheNaiveEvaluatorCatches(t *testing.T) {
	for name, breach := range map[string]func(*Statement){
		"conditions are forgotten":            func(s *Statement) { s.conditions = nil },
		"one of several conditions is enough": func(s *Statement) { s.conditions = s.conditions[:min(1, len(s.conditions))] },
		"NotAction is Action":                 func(s *Statement) { s.actions.others = false },
		"NotResource is Resource":             func(s *Statement) { s.resources.others = false },
		"only the first resource counts":      func(s *Statement) { s.resources.patterns = s.resources.patterns[:1] },
		"no star crosses a colon": func(s *Statement) {
			for i := range s.resources.patterns {
				p := &s.resources.patterns[i]
				for len(p.segments) > 0 && len(p.segments) < arnSegments {
					p.segments = append(p.segments, newPattern(nil))
				}
			}
		},
		"an absent key makes no difference": func(s *Statement) {
			for i := range s.conditions {
				s.conditions[i].operator.ifExists = true
			}
		},
		"sets are like single values": func(s *Statement) {
			for i := range s.conditions {
				s.conditions[i].operator.set = anyOfThem
			}
		},
	} {
		if compareEvaluators(t, 1, 3000, func(documents []*Document, r *Request) Verdict {
			for _, d := range documents {
				for _, s := range d.Statements {
					breach(s)
				}
			}
			return Evaluate(documents, r)
		}) == "" {
			t.Errorf("%s, and nobody notices", name)
		}
	}
}

// compareEvaluators describes the first of many documents and requests over which an evaluator and the naive one disagree.
func compareEvaluators(t *testing.T, seed uint64, many int, evaluate func([]*Document, *Request) Verdict) string {
	t.Helper()
	d := drawing{rand.New(rand.NewPCG(seed, 0))}
	for i := range many {
		var texts []string
		var documents []*Document
		for range 1 + d.IntN(3) {
			text := d.document()
			documents = append(documents, mustParse(t, text))
			texts = append(texts, text)
		}
		for range 3 {
			context := d.context()
			action, resource := "swf:"+d.one(actionNames), d.resource()
			got := evaluate(documents, &Request{ActionOf(action), ResourceOf(resource), context})
			want := naiveEvaluate(texts, naiveRequest{action, resource, naiveContext(context)})
			if got.Allowed != want.allowed || got.IsExplicit() != want.explicit {
				return fmt.Sprintf("-seed=%d, documents %d: %+v; the naive evaluator says %+v\n%s\n%s on %s with %v",
					seed, i, got, want, strings.Join(texts, "\n"), action, resource, context)
			}
		}
	}
	return ""
}

// drawing draws documents and requests.
type drawing struct{ *rand.Rand }

func (d drawing) one(of []string) string { return of[d.IntN(len(of))] }

// odds is true once in n times.
func (d drawing) odds(n int) bool { return d.IntN(n) == 0 }

var (
	actionNames    = []string{"StartTimer", "StartWorkflowExecution", "RecordMarker", "CancelTimer"}
	actionPatterns = []string{
		"*", "swf:*", "SWF:start*", "swf:StartTimer", "swf:?tart*ion", "swf:*Timer", "swf:Start?????", "s3:*", "swf:*a*e*", "swf:recordmarker",
	}
	segmentTexts    = []string{"aws", "swf", "us-east-1", "eu-west-1", account, "210987654321", "/domain/Orders", "/domain/o:*", "/domain/alice", "/domain/", "x"}
	segmentPatterns = []string{
		"*", "aws", "aws*", "s?f", "*f", "us-*", "us-*-1", "*-*-?", account, "12*", "/domain/*", "/domain/O*s", "*/*", "/domain/Orders*", "/domain/o:*", "?domain?*",
	}
	variablePatterns = []string{
		"/domain/${aws:username}", "/domain/${AWS:UserName, 'Orders'}", "*${aws:username}", "/domain/o:${*}", "/${aws:PrincipalTag/team,'domain'}/*", "${aws:TagKeys}*",
		"*${aws:username}*${aws:username}*",
	}
	valueTexts = []string{"alice", "ALICE", "Orders", "o:*", "a", "aa", "aba", "", "*", "?", "ſtraße", "日本", "é", "5", "5.0", "-1e2", "2026-01-02T03:04:05Z", "2026-01-02", "1767323045",
		"true", "False", "10.1.2.3", "2001:db8::1", "::ffff:10.1.2.3", "YWxpY2U=", "arn:aws:iam::" + account + ":user/alice", "arn:aws:iam::" + account + ":role/a:b"}
	likes   = []string{"*", "a*", "*a", "a*a", "*a*", "?", "??", "*?*", "al?ce", "*li*e", "日?", "?é", "${*}", "${?}*", "*${$}*", "a*b*a", "", "**a**"}
	keyList = []string{"aws:username", "swf:taskList.name", "SWF:tasklist.NAME", "aws:TagKeys", "aws:PrincipalTag/team", "aws:CurrentTime", "aws:SourceIp"}
)

func (d drawing) document() string {
	version := d.one([]string{version2008, version2012, version2012, ""})
	var statements []any
	for range 1 + d.IntN(3) {
		statements = append(statements, d.statement(version == version2012))
	}
	document := map[string]any{"Statement": statements}
	if len(statements) == 1 && d.odds(2) {
		document["Statement"] = statements[0]
	}
	if version != "" {
		document["Version"] = version
	}
	text, err := json.Marshal(document)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// few is one value, or a list of some.
func (d drawing) few(draw func() any) any {
	if d.odds(2) {
		return draw()
	}
	list := []any{}
	for range 1 + d.IntN(3) {
		list = append(list, draw())
	}
	return list
}

func (d drawing) statement(variables bool) map[string]any {
	s := map[string]any{"Effect": d.one([]string{"Allow", "Allow", "Deny"})}
	not := func() string {
		if d.odds(5) {
			return "Not"
		}
		return ""
	}
	s[not()+"Action"] = d.few(func() any { return d.one(actionPatterns) })
	s[not()+"Resource"] = d.few(func() any { return d.resourcePattern(variables) })
	if d.odds(2) {
		conditions := map[string]any{}
		for range 1 + d.IntN(2) {
			operator := d.operator()
			keys := map[string]any{}
			for range 1 + d.IntN(2) {
				keys[d.one(keyList)] = d.few(func() any { return d.value(operator, variables) })
			}
			conditions[operator] = keys
		}
		s["Condition"] = conditions
	}
	return s
}

// resource is mostly an ARN of a domain.
func (d drawing) resource() string {
	if d.odds(3) {
		n := 1 + d.IntN(8)
		parts := []string{"arn"}
		for range n {
			parts = append(parts, d.one(segmentTexts))
		}
		return strings.Join(parts, ":")
	}
	return strings.Join([]string{"arn", "aws", "swf", d.one(segmentTexts[2:4]), d.one(segmentTexts[4:6]), d.one(segmentTexts[6:])}, ":")
}

func (d drawing) resourcePattern(variables bool) string {
	if d.odds(4) {
		return "*"
	}
	n := 6
	if d.odds(3) {
		n = 2 + d.IntN(6)
	}
	parts := []string{"arn"}
	wide := false
	for len(parts) < n {
		p := d.one(segmentPatterns)
		if len(parts) < 5 && d.odds(2) {
			p = []string{"aws", "swf", "us-east-1", account}[len(parts)-1]
		}
		wide = wide || strings.HasSuffix(p, "*") && len(parts) < 6
		parts = append(parts, p)
	}
	last := len(parts) - 1
	switch {
	case len(parts) < 6 && !wide:
		parts[last] = "*"
	case variables && len(parts) >= 6 && d.odds(3):
		parts[last] = d.one(variablePatterns)
	}
	return strings.Join(parts, ":")
}

func (d drawing) operator() string {
	if d.odds(8) {
		return "Null"
	}
	// Maps have no order, and a seed must.
	names := append(slices.Sorted(maps.Keys(comparisons)), slices.Sorted(maps.Keys(negations))...)
	return d.one([]string{"", "", "ForAllValues:", "ForAnyValue:"}) + d.one(names) + d.one([]string{"", "", "IfExists"})
}

// value draws a value that an operator takes.
func (d drawing) value(operator string, variables bool) any {
	for {
		v := d.one(valueTexts)
		switch {
		case strings.Contains(operator, "Like") && d.odds(2):
			v = d.one(likes)
		case strings.Contains(operator, "Arn") && d.odds(2):
			v = "arn:aws:iam::" + d.one([]string{account, "*", "12*9*"}) + ":" + d.one([]string{"*", "user/*", "user/alice", "role/?:*"})
		case strings.HasPrefix(strings.TrimPrefix(operator, "Not"), "String") && variables && d.odds(4):
			v = d.one([]string{"${aws:username}", "a${aws:PrincipalTag/team}a", "${swf:taskList.name, 'alice'}", "${aws:TagKeys}"})
		}
		o, _ := readOperator(operator)
		if o.base == "Null" {
			if _, err := readBool(v); err == nil {
				return v
			}
		} else if comparisons[o.base](variables).add(v) == nil {
			return v
		}
	}
}

func (d drawing) context() Keys {
	k := Keys{}
	for _, name := range keyList {
		key, _ := KeyOf(name)
		switch {
		case key == "aws:tagkeys" && d.odds(2):
			var set []string
			for range d.IntN(4) {
				set = append(set, d.one(valueTexts))
			}
			k[key] = Texts(set)
		case key != "aws:tagkeys" && d.odds(2):
			k[key] = Text(d.one(valueTexts))
		}
	}
	return k
}
