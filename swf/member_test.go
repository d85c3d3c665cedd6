package swf

import (
	"bytes"
	"encoding/json"
	"testing"
)

func FuzzMembers(f *testing.F) {
	for _, text := range []string{
		`{}`, `null`, ` { "a" : 1 , "b":"x" } `, `{"a":{"b":[1,{"c":"}"}]},"a":null}`, `{"a\u0062":"\"\\","":[]}`, `{"ä":"ö\n"}`,
		`{"a":1,"a":2}`, `[]`, `"{}"`, `{"a":"`, `{"a"`, `{"a":`, `{`, `{"a":1,`, `{"a\`, `{,}`, `{"a":]}`,
		`{"eventId":1,"eventTimestamp":1.5,"eventType":"TimerFired","timerFiredEventAttributes":{"timerId":"t","startedEventId":3}}`,
	} {
		f.Add([]byte(text))
	}
	// encoding/json takes an object apart in the same way; and what is no JSON does no harm.
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := readMembers(b)
		var want map[string]json.RawMessage
		if !json.Valid(b) {
			return
		}
		if wantErr := json.Unmarshal(b, &want); (err == nil) != (wantErr == nil) {
			t.Fatalf("%q: %v, and encoding/json says %v", b, err, wantErr)
		}
		names := map[string]bool{}
		for _, x := range m {
			names[x.name] = true
			if got := m.value(x.name); !bytes.Equal(got, nullless(want[x.name])) {
				t.Errorf("%q: %q is %q, and for encoding/json %q", b, x.name, got, want[x.name])
			}
			var text string
			textErr := json.Unmarshal(x.value, &text)
			if got, err := m.text(x.name); bytes.Equal(m.value(x.name), x.value) && (got != text || (err == nil) != (textErr == nil)) {
				t.Errorf("%q: %q says %q, %v, and for encoding/json %q, %v", b, x.name, got, err, text, textErr)
			}
		}
		if len(names) != len(want) {
			t.Errorf("%q has the members %v, and for encoding/json %v", b, names, want)
		}
	})
}

func nullless(raw json.RawMessage) json.RawMessage {
	if string(raw) == "null" {
		return nil
	}
	return raw
}

func TestNumbersOfMembers(t *testing.T) {
	for text, want := range map[string]int64{
		`{"n":12}`: 12, `{"n":-9223372036854775808}`: -1 << 63, `{"n":null}`: 7, `{}`: 7,
		`{"n":1.0}`: -1, `{"n":1e3}`: -1, `{"n":"1"}`: -1, `{"n":9223372036854775808}`: -1, `{"n":{}}`: -1,
	} {
		m, err := readMembers([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		got := int64(7)
		if err := m.readNumber("n", &got); err != nil {
			got = -1
		}
		if got != want {
			t.Errorf("%s is read as %d, and should be %d (-1: refused)", text, got, want)
		}
	}
}
