package awsjson

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

func TestTextsAreReadAndWritten(t *testing.T) {
	for _, c := range []struct{ raw, text, written string }{
		{`plain`, `plain`, `plain`},
		{`\u0041\u00e9\u65E5`, "Aé日", "Aé日"},
		{`\ud83d\ude00`, "😀", "😀"},
		{`\"\\\/\b\f\n\r\t`, "\"\\/\b\f\n\r\t", `\"\\/\b\f\n\r\t`},
		{`\u0000\u001f\u007f`, "\x00\x1f\x7f", "\\u0000\\u001f\x7f"},
		{`\u2028</`, "\u2028</", "\u2028</"},
		// Half of a pair stands for nothing, and what follows it stays.
		{`\ud83d`, "\ufffd", "\ufffd"},
		{`\ude00`, "\ufffd", "\ufffd"},
		{`\ud83dx`, "\ufffdx", "\ufffdx"},
		{`\ud83d\n`, "\ufffd\n", `�\n`},
		{`\ud83d0ude00`, "\ufffd0ude00", "\ufffd0ude00"},
		{`\ud83d\u0041`, "\ufffdA", "\ufffdA"},
		{`\ud83d\ud83d\ude00`, "\ufffd😀", "\ufffd😀"},
	} {
		if got := unescape([]byte(c.raw)); got != c.text {
			t.Errorf("%s is read as %q, want %q", c.raw, got, c.text)
		}
		if got := string(AppendString(nil, c.text)); got != `"`+c.written+`"` {
			t.Errorf("%q is written as %s, want %q", c.text, got, c.written)
		}
	}
}

func TestALengthIsInUTF16Units(t *testing.T) {
	for text, want := range map[string]int{"": 0, "abc": 3, "é": 1, "日本": 2, "😀": 2, "a😀b": 4} {
		if got := length(text); got != want || want != len(utf16.Encode([]rune(text))) {
			t.Errorf("%q has length %d, want %d", text, got, want)
		}
	}
}

func TestALengthIsCountedWhereItMatters(t *testing.T) {
	for _, text := range []string{"", "a", "é", "日", "😀", strings.Repeat("é", 5), strings.Repeat("日", 5), strings.Repeat("😀", 5), strings.Repeat("a", 9)} {
		for low := range int64(8) {
			for high := low; high < 12; high++ {
				l := limits{min: low, max: high, hasMin: true, hasMax: true}
				if got, want := l.hold(lengthWithin(text, l)), l.hold(int64(length(text))); got != want {
					t.Errorf("%q within %d..%d: %v, want %v", text, low, high, got, want)
				}
			}
		}
	}
}

// FuzzUnescape reads every JSON string as encoding/json does.
func FuzzUnescape(f *testing.F) {
	for _, text := range []string{`"a"`, `"\ud83d\ude00"`, `"\ud83d\u0041"`, `"\ud800\ud800\udc00"`, `"é\/"`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		s := scanner{rest: text}
		if !utf8.Valid(text) || s.next() != '"' {
			return
		}
		raw, ok := s.string()
		if !ok || len(s.rest) > 0 {
			return
		}
		var want string
		if err := json.Unmarshal(text, &want); err != nil {
			t.Fatalf("%q is read, and encoding/json says %v", text, err)
		}
		if got := unescape(raw); got != want {
			t.Fatalf("%q is read as %q, want %q", text, got, want)
		}
	})
}

// FuzzAppendString writes every text so that encoding/json reads it back; what is not UTF-8 comes back as U+FFFD.
func FuzzAppendString(f *testing.F) {
	for _, text := range awkward {
		f.Add(text)
	}
	f.Add("a\xffb\xed\xa0\x80")
	f.Fuzz(func(t *testing.T, text string) {
		written := AppendString([]byte("before"), text)
		var got string
		if err := json.Unmarshal(written[len("before"):], &got); err != nil {
			t.Fatalf("%q is written as %q: %v", text, written, err)
		}
		if want := string([]rune(text)); got != want {
			t.Fatalf("%q comes back as %q, want %q", text, got, want)
		}
		if bytes.ContainsAny(written, "\n\r\x00") {
			t.Fatalf("%q is written on more than one line: %q", text, written)
		}
	})
}
