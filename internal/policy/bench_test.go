package policy

import (
	"fmt"
	"strings"
	"testing"
)

// team is 20 policies of 10 statements, as a large team's user has them: each policy for one domain, or for all, most with wildcards,
// some with conditions. Nothing in them decides the request but the last statement of the last.
func team(t testing.TB) []*Document {
	var documents []*Document
	for i := range 20 {
		arn := fmt.Sprintf("arn:aws:swf:*:123456789012:/domain/team-%d", i)
		statements := []string{
			`{"Effect": "Allow", "Action": ["swf:PollForActivityTask", "swf:RespondActivityTask*"], "Resource": "` + arn + `"}`,
			`{"Effect": "Allow", "Action": "swf:RecordActivityTaskHeartbeat", "Resource": "` + arn + `"}`,
			`{"Effect": "Allow", "Action": "swf:Record*", "Resource": "` + arn + `-*"}`,
			`{"Effect": "Allow", "Action": ["swf:Count*", "swf:Describe*", "swf:Get*", "swf:List*"], "Resource": "*"}`,
			`{"Effect": "Allow", "Action": "swf:StartWorkflowExecution", "Resource": "` + arn + `",
				"Condition": {"StringEquals": {"swf:workflowType.name": ["order", "refund"]}, "StringLikeIfExists": {"swf:taskList.name": "eu-*"}}}`,
			`{"Effect": "Allow", "Action": "swf:*", "Resource": "arn:aws:swf:eu-west-1:123456789012:/domain/*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}}`,
			`{"Effect": "Allow", "Action": "swf:*", "Resource": "arn:aws:swf:*:123456789012:/domain/${aws:username}"}`,
			`{"Effect": "Allow", "NotAction": ["swf:Terminate*", "swf:Deprecate*", "swf:Re*"], "Resource": "` + arn + `"}`,
			`{"Effect": "Deny", "Action": ["swf:DeprecateDomain", "swf:TerminateWorkflowExecution"], "Resource": "*"}`,
			`{"Effect": "Deny", "Action": "swf:*", "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/stage": "closed"}}}`,
		}
		if i == 19 {
			statements[9] = `{"Effect": "Allow", "Action": "swf:*", "Resource": "arn:aws:swf:us-east-1:123456789012:/domain/Orders"}`
		}
		documents = append(documents, mustParse(t, `{"Version": "2012-10-17", "Statement": [`+strings.Join(statements, ",")+`]}`))
	}
	return documents
}

// plainContext is a context as the server makes one: it looks up what it is asked for, and gathers nothing.
type plainContext struct{ username string }

func (c *plainContext) Lookup(key string) Value {
	switch key {
	case "aws:username":
		return Text(c.username)
	case "aws:securetransport":
		return Text("false")
	}
	return Value{}
}

var (
	heartbeat = ActionOf("swf:RecordActivityTaskHeartbeat")
	orders    = ResourceOf("arn:aws:swf:us-east-1:123456789012:/domain/Orders")
)

func BenchmarkEvaluate(b *testing.B) {
	documents := team(b)
	request := Request{Action: heartbeat, Resource: orders, Context: &plainContext{"alice"}}
	b.Run("20 policies of 10 statements", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if v := Evaluate(documents, &request); v.Document != 19 {
				b.Fatal(v)
			}
		}
	})
	b.Run("one policy of one statement", func(b *testing.B) {
		one := []*Document{mustParse(b, `{"Statement": {"Effect": "Allow", "Action": "swf:*", "Resource": "arn:aws:swf:*:123456789012:/domain/Orders"}}`)}
		b.ReportAllocs()
		for b.Loop() {
			if v := Evaluate(one, &request); !v.Allowed {
				b.Fatal(v)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	text := []byte(readAnswers(b).policies["P41"])
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(text); err != nil {
			b.Fatal(err)
		}
	}
}

// TestEvaluatingAllocatesNothing, whatever the statements are made of.
func TestEvaluatingAllocatesNothing(t *testing.T) {
	documents := team(t)
	documents = append(documents, mustParse(t, `{"Version": "2012-10-17", "Statement": [
		{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringLike": {"aws:username": "*${aws:userid, 'b?b'}*x"}}},
		{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringEqualsIgnoreCase": {"aws:username": "BOB${aws:username}"}}},
		{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"ArnLike": {"aws:username": "arn:aws:iam::*:user/*"}}},
		{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"NumericLessThan": {"aws:username": "5"}}},
		{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"ForAnyValue:StringEquals": {"aws:username": ["a", "b"]}}},
		{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Null": {"aws:username": "true"}}}]}`))
	request := Request{Action: heartbeat, Resource: orders, Context: &plainContext{"alice"}}
	if n := testing.AllocsPerRun(100, func() { Evaluate(documents, &request) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
