package awsjson

import (
	"bytes"
	"errors"
	"reflect"
	"testing"

	"github.com/swfd/swfd/swf"
)

// FuzzDecode gives any document to any input: it is decoded or refused with one of SWF's errors, and what was decoded holds its
// constraints and comes back the same.
func FuzzDecode(f *testing.F) {
	all := operations()
	for i := range all {
		f.Add(byte(i), []byte(`{"domain":"d","name":"n","taskToken":"t","workflowId":"w","registrationStatus":"REGISTERED"}`))
	}
	for _, body := range []string{
		`null`, `[]`, `{"taskToken":"t","decisions":[{"decisionType":"StartTimer","startTimerDecisionAttributes":{"timerId":"1","startToFireTimeout":"5"}},null]}`,
		`{"domain":"d","startTimeFilter":{"oldestDate":1.5e9,"latestDate":-0.001},"maximumPageSize":1e2,"reverseOrder":"yes"}`,
		`{"domain":"d","workflowId":"w","workflowType":{"name":"n","version":"1"},"tagList":["a","\ud800"],"childPolicy":"ABANDON"}`,
		`{"resourceArn":"a","tags":[{"key":"k","value":""}],"tagKeys":["k",null]}`,
	} {
		for i := range all {
			f.Add(byte(i), []byte(body))
		}
	}
	f.Fuzz(func(t *testing.T, which byte, body []byte) {
		o := all[int(which)%len(all)]
		document, err := Parse(body)
		if err != nil {
			return
		}
		in := reflect.New(o.in)
		if err := document.Decode(in.Interface()); err != nil {
			var mistyped *swf.SerializationException
			var invalid *swf.ValidationException
			if !errors.As(err, &mistyped) && !errors.As(err, &invalid) {
				t.Fatalf("%s %q: %v", o.name, body, err)
			}
			return
		}
		text := Append(nil, in.Interface())
		document, err = Parse(text)
		if err != nil {
			t.Fatalf("%s %q is written as %q", o.name, body, text)
		}
		back := reflect.New(o.in)
		if err := document.Decode(back.Interface()); err != nil {
			t.Fatalf("%s %q is written as %q: %v", o.name, body, text, err)
		}
		if again := Append(nil, back.Interface()); !bytes.Equal(again, text) {
			t.Fatalf("%s %q is written as %q, and then as %q", o.name, body, text, again)
		}
	})
}
