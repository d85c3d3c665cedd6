package awsjson

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/swfd/swfd/swf"
)

func TestWhatIsJSON(t *testing.T) {
	for _, text := range []string{
		`{}`, ` { } `, "\t\r\n{}\r\n", `[]`, `null`, `true`, `false`, `""`, `0`, `-0`, `12`, `1.5`, `-1.5e+10`, `1E5`, `0e0`,
		`{"":""}`, `{"a":1,"a":2}`, `[1,[2,[3]],{}]`, `"\u00e9\"\\\/\b\f\n\r\t"`, `"\ud83d\ude00"`, `"\ud83d"`, `"é😀"`, "\"\x7f\"",
		strings.Repeat("[", maxDepth) + strings.Repeat("]", maxDepth),
	} {
		if _, err := Parse([]byte(text)); err != nil {
			t.Errorf("%s is refused", text)
		}
	}
}

func TestWhatIsNotJSON(t *testing.T) {
	for _, text := range []string{
		``, ` `, `{`, `}`, `{]`, `[}`, `{,}`, `{"a"}`, `{"a":}`, `{"a":1,}`, `{"a":1 "b":2}`, `{a:1}`, `{'a':1}`, `{1:1}`, `{"a":1}}`, `{}{}`,
		`[1,]`, `[,1]`, `[1 2]`, `01`, `-`, `+1`, `.5`, `1.`, `1e`, `1e+`, `- 1`, `0x1`, `NaN`, `Infinity`, `True`, `nul`, `nulll`, `tru`,
		`"`, `"\`, `"\x"`, `"\u12"`, `"\u12g4"`, "\"\n\"", "\"\x00\"", "\"\x1f\"", "\"\xff\"", "\"\xc0\x80\"", "\"\xed\xa0\x80\"", "\xef\xbb\xbf{}",
		"{}\x00", "\x00", "\u00a0{}", "// c\n{}", "{}#",
		strings.Repeat("[", maxDepth+1) + strings.Repeat("]", maxDepth+1),
		strings.Repeat(`{"a":`, maxDepth+1) + "1" + strings.Repeat("}", maxDepth+1),
	} {
		_, err := Parse([]byte(text))
		var refused *swf.SerializationException
		if !errors.As(err, &refused) || refused.Message != "" {
			t.Errorf("%q gives %v, want a SerializationException without a text", text, err)
		}
	}
}

// FuzzParse holds the parser against encoding/json: it accepts the same texts, but for those that are not UTF-8 and those that
// nest too deep.
func FuzzParse(f *testing.F) {
	for _, text := range []string{`{"a":[1,-2.5e3,"\u00e9\n",null,true,{}]}`, `[[[`, `{"a":1,"a":2} `, "\"\xff\"", `"\ud800"`, `1e999999999`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		want := utf8.Valid(text) && json.Valid(text) && depth(text) <= maxDepth
		if _, err := Parse(text); (err == nil) != want {
			t.Fatalf("Parse(%q) gives %v, want it accepted: %v", text, err, want)
		}
	})
}

// depth is how deep a valid JSON text nests.
func depth(text []byte) (deepest int) {
	depth, inString := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '[' || c == '{':
			depth++
			deepest = max(deepest, depth)
		case c == ']' || c == '}':
			depth--
		}
	}
	return deepest
}
