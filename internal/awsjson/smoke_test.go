package awsjson

import (
	"testing"

	"github.com/swfd/swfd/swf"
)

func TestEmptyPolls(t *testing.T) {
	if got := string(Append(nil, &swf.PollForActivityTaskOutput{})); got != `{"startedEventId":0}` {
		t.Error(got)
	}
	if got := string(Append(nil, &swf.PollForDecisionTaskOutput{})); got != `{"previousStartedEventId":0,"startedEventId":0}` {
		t.Error(got)
	}
}

func BenchmarkHeartbeatDecode(b *testing.B) {
	body := []byte(`{"taskToken":"AAAAKgAAAAIAAAAKgAAAAIAAAAKgAAAAIAAAAKgAAAAIAAAAKgAAAAIAAAAKgAAAAI","details":"42%"}`)
	b.ReportAllocs()
	for b.Loop() {
		var in swf.RecordActivityTaskHeartbeatInput
		d, err := Parse(body)
		if err != nil {
			b.Fatal(err)
		}
		if err := d.Decode(&in); err != nil {
			b.Fatal(err)
		}
	}
}
