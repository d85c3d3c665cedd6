package policy

import (
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/jsontree"
)

// FuzzParse: no text does harm, a refusal says where, and what is taken means the same to both evaluators.
func FuzzParse(f *testing.F) {
	a := readAnswers(f)
	for _, text := range a.policies {
		f.Add([]byte(text))
	}
	f.Add([]byte(`{"Version": "2012-10-17", "Statement": {"Effect": "Deny", "NotAction": "swf:?*", "NotResource": "arn:aws:*:${aws:username, 'x'}*",
		"Condition": {"ForAnyValue:StringNotLikeIfExists": {"aws:TagKeys": ["a*", 5, true]}, "Null": {"aws:username": false}}}}`))
	requests := []naiveRequest{
		{"swf:StartTimer", "arn:aws:swf:us-east-1:123456789012:/domain/Orders", nil},
		{"swf:TagResource", "no ARN", naiveContext(keys(f, "aws:username=Orders swf:taskList.name=main"))},
		{"s3:GetObject", "arn:aws:s3:::a:b:c", naiveContext(keys(f, "aws:CurrentTime=2026-01-02T03:04:05Z aws:SourceIp=10.1.2.3 k:a=true"))},
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := Parse(text)
		if err != nil {
			e, ok := err.(*jsontree.Mistake)
			if !ok || e.Line < 1 || e.Line > 1+strings.Count(string(text), "\n") || e.Reason == "" {
				t.Fatalf("%q: %#v", text, err)
			}
			return
		}
		for _, m := range d.Review(fewKinds) {
			if m.Line < 1 || m.Line > 1+strings.Count(string(text), "\n") || m.Reason == "" {
				t.Fatalf("%q: %+v", text, m)
			}
		}
		for _, r := range requests {
			context := Keys{}
			for key, values := range r.context {
				context[key] = Text(values[0])
			}
			v := Evaluate([]*Document{d}, &Request{ActionOf(r.action), ResourceOf(r.resource), context})
			// The naive one takes all the time that stars can take, and reads numbers exactly.
			if len(text) > 1000 || strings.Count(string(text), "*") > 12 || strings.Contains(string(text), "Numeric") || strings.Contains(string(text), `\`) {
				continue
			}
			if n := naiveEvaluate([]string{string(text)}, r); n.allowed != v.Allowed || n.explicit != v.IsExplicit() {
				t.Fatalf("%s\nanswers %+v with %+v, and the naive evaluator says %+v", text, r, v, n)
			}
		}
	})
}
