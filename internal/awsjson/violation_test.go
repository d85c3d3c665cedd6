package awsjson

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/swfd/swfd/swf"
)

// message is what the service says of these breaches.
func message(parts []string) string {
	noun := " validation errors detected: "
	if len(parts) == 1 {
		noun = " validation error detected: "
	}
	return strconv.Itoa(len(parts)) + noun + strings.Join(parts, "; ")
}

// sortedParts cuts a message into its head and its parts, whose order means nothing.
func sortedParts(message string) []string {
	head, rest, _ := strings.Cut(message, ": ")
	parts := strings.Split(rest, "; Value ")
	for i := 1; i < len(parts); i++ {
		parts[i] = "Value " + parts[i]
	}
	slices.Sort(parts)
	return append([]string{head}, parts...)
}

func TestAMessageListsTenParts(t *testing.T) {
	for _, n := range []int{1, 2, 10, 11, 5000} {
		body := `{"taskToken":"t","decisions":[` + strings.Repeat(`{},`, n-1) + `{}]}`
		err := decode(t, body, &swf.RespondDecisionTaskCompletedInput{})
		message := err.(*swf.ValidationException).Message
		if !strings.HasPrefix(message, strconv.Itoa(n)+" validation error") {
			t.Errorf("%d breaches: %.60s", n, message)
		}
		for i := range n {
			part := fmt.Sprintf("'decisions.%d.member.decisionType'", i+1)
			if strings.Contains(message, part) != (i < 10) {
				t.Errorf("%d breaches: is %s in the message? %.200s", n, part, message)
			}
		}
	}
}
