package awsjson

import (
	"runtime"
	"strings"
	"testing"

	"github.com/swfd/swfd/swf"
)

// TestAHostileBodyCostsLittle: a body of a megabyte, SWF's limit, must not cost many times its own memory, whatever it says.
func TestAHostileBodyCostsLittle(t *testing.T) {
	const size = 1 << 20
	list := func(head, item, tail string) string {
		return head + strings.Repeat(item+",", (size-len(head)-len(tail))/(len(item)+1)-1) + item + tail
	}
	decision := `{"decisionType":"StartTimer"}`
	for _, c := range []struct {
		name string
		into any
		body string
		most uint64 // bytes allocated in all
	}{
		{"lists in lists", nil, strings.Repeat("[", size), 0},
		{"objects in objects", nil, strings.Repeat(`{"a":`, size/5), 0},
		{"a text without an end", nil, `"` + strings.Repeat("a", size), 0},
		{"a list of numbers", nil, list("[", "0", "]"), 0},
		{"a list of lists", nil, list("[", "[]", "]"), 0},
		{"members that nobody knows", &swf.DescribeDomainInput{}, list(`{"name":"n",`, `"a":0`, "}"), 1 << 10},
		{"escaped names that nobody knows", &swf.DescribeDomainInput{}, list(`{"name":"n",`, `"\u0061":0`, "}"), 2 * size},
		{"a long name that nobody knows", &swf.DescribeDomainInput{}, `{"` + strings.Repeat("a", size) + `":0}`, 1 << 10},
		{"a long value that nobody knows", &swf.DescribeDomainInput{}, `{"x":` + list("[", "{}", "]") + "}", 1 << 10},
		{"a long text", &swf.DescribeDomainInput{}, `{"name":"` + strings.Repeat("a", size) + `"}`, 6 * size},
		{"a long text of escapes", &swf.DescribeDomainInput{}, `{"name":"` + strings.Repeat(`\u0001`, size/6) + `"}`, 3 * size},
		{"a number of many digits", &swf.ListDomainsInput{}, `{"maximumPageSize":` + strings.Repeat("9", size) + `}`, 5 * size},
		{"a fraction of many digits", &swf.ListDomainsInput{}, `{"maximumPageSize":1.` + strings.Repeat("9", size) + `}`, 2 * size},
		{"a great exponent", &swf.ListDomainsInput{}, `{"maximumPageSize":1e999999999}`, 1 << 10},
		{"a timestamp of many digits", &swf.CountOpenWorkflowExecutionsInput{}, `{"startTimeFilter":{"oldestDate":` + strings.Repeat("9", size) + `}}`, 3 * size},
		{"a timestamp with a great exponent", &swf.CountOpenWorkflowExecutionsInput{}, `{"startTimeFilter":{"oldestDate":1e1000000}}`, 1 << 10},
		{"a timestamp with a small exponent", &swf.CountOpenWorkflowExecutionsInput{}, `{"startTimeFilter":{"oldestDate":1e-1000000}}`, 2 << 10},
		{"decisions that are null", &swf.RespondDecisionTaskCompletedInput{}, list(`{"decisions":[`, "null", "]}"), 8 << 10},
		{"decisions that are empty", &swf.RespondDecisionTaskCompletedInput{}, list(`{"decisions":[`, "{}", "]}"), 8 << 10},
		{"decisions of no type", &swf.RespondDecisionTaskCompletedInput{}, list(`{"decisions":[`, `{"decisionType":"x"}`, "]}"), 16 << 10},
		{"decisions without attributes", &swf.RespondDecisionTaskCompletedInput{}, list(`{"decisions":[`, decision, "]}"), 8 * size},
		{"decisions with all attributes", &swf.RespondDecisionTaskCompletedInput{}, list(`{"decisions":[`, allAttributes(), "]}"), 6 * size},
		{"tags that are null", &swf.StartWorkflowExecutionInput{}, list(`{"tagList":[`, "null", "]}"), 48 * size},
		{"tags that are empty", &swf.StartWorkflowExecutionInput{}, list(`{"tagList":[`, `""`, "]}"), 48 * size},
		{"resource tags that are empty", &swf.TagResourceInput{}, list(`{"tags":[`, "{}", "]}"), 16 * size},
		{"a message of control characters", &swf.ListDomainsInput{}, `{"registrationStatus":"` + strings.Repeat(`\n`, size/2) + `"}`, 6 * size},
	} {
		t.Run(c.name, func(t *testing.T) {
			body := []byte(c.body)
			parseAndDecode([]byte("{}"), c.into) // the plan of a structure is made once
			if got := allocated(func() { parseAndDecode(body, c.into) }); got > c.most+unrelated {
				t.Errorf("%d bytes cost %d of memory, want at most %d", len(body), got, c.most)
			}
		})
	}
}

func allAttributes() string {
	var b strings.Builder
	b.WriteString(`{"decisionType":"StartTimer"`)
	for _, member := range attributesMembers {
		b.WriteString(`,"` + member + `":{}`)
	}
	b.WriteString("}")
	return b.String()
}

func parseAndDecode(body []byte, into any) {
	d, err := Parse(body)
	if err == nil && into != nil {
		_ = d.Decode(into)
	}
}

// unrelated is what the runtime may allocate meanwhile for itself.
const unrelated = 16 << 10

// allocated is how many bytes do allocates.
func allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
