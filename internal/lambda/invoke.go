package lambda

import (
	"context"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/swfd/swfd/internal/engine"
)

// noInput is what a function gets whose task has no input: the empty event.
const noInput = "{}"

// Invoke calls a function with an input and waits for its answer, until ctx ends: see [engine.Lambda].
func (c *Client) Invoke(ctx context.Context, function string, input *string) (string, error) {
	if isStep(function) {
		return "", &engine.LambdaFailure{Reason: ReasonInvalidName, Details: "No function can be called so."}
	}
	payload := noInput
	if input != nil {
		payload = *input
	}
	out, err := c.api.Invoke(ctx, &lambda.InvokeInput{FunctionName: &function, Payload: []byte(payload)})
	if err != nil {
		return "", c.failed(ctx, err)
	}
	c.health.works()
	if out.FunctionError != nil {
		return "", functionFailure(*out.FunctionError, out.Payload)
	}
	return c.result(out.Payload)
}

// isStep reports whether a name would be a step in a path and not a part of it, even though everything else in it is escaped.
func isStep(function string) bool { return function == "." || function == ".." }

// result is the answer as a text that fits into an event.
func (c *Client) result(payload []byte) (string, error) {
	if !utf8.Valid(payload) {
		return "", &engine.LambdaFailure{Reason: ReasonNotText, Details: "The function has run, but its answer is not UTF-8."}
	}
	if length(payload) > c.maxResult {
		return "", c.tooLong()
	}
	return string(payload), nil
}

// length counts characters as SWF does: in code units of UTF-16.
func length(text []byte) int {
	n := 0
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		n += utf16.RuneLen(r)
		text = text[size:]
	}
	return n
}

// cut is as much of a text as has at most so many characters.
func cut(text string, most int) string {
	n := 0
	for i, r := range text {
		if n += utf16.RuneLen(r); n > most {
			return text[:i]
		}
	}
	return text
}
