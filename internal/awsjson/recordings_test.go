package awsjson

import (
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// recording is one call to the live service, and what it said.
type recording struct {
	Operation string
	Request   json.RawMessage
	Status    int
	Reply     string
}

// TestRecordedCallsComeOutTheSame reads what clients sent to the live service, and writes what it answered byte for byte, but for
// the form of its timestamps and what asWritten tells.
func TestRecordedCallsComeOutTheSame(t *testing.T) {
	files, err := filepath.Glob("../../../shared/recordings/*.json")
	if err != nil || len(files) == 0 {
		t.Skip("SKIPPED: no recordings of the live service lie beside the repository (../shared/recordings)")
	}
	types := map[string]operation{}
	for _, o := range operations() {
		types[o.name] = o
	}
	for _, file := range files {
		for _, r := range readRecordings(t, file) {
			o, ok := types[r.Operation]
			if !ok {
				t.Fatalf("%s: operation %q", file, r.Operation)
			}
			document, err := Parse(r.Request)
			if err != nil {
				t.Fatalf("%s: %s", file, r.Request)
			}
			if err := document.Decode(reflect.New(o.in).Interface()); err != nil {
				t.Errorf("%s: %s %s: %v", file, r.Operation, r.Request, err)
			}
			if r.Reply == "" {
				continue
			}
			out := reflect.New(o.out)
			if err := json.Unmarshal([]byte(r.Reply), out.Interface()); err != nil {
				t.Fatalf("%s: %s: %v", file, r.Operation, err)
			}
			if got, want := string(Append(nil, out.Interface())), asWritten(r.Reply); got != want {
				t.Errorf("%s: %s\n got %s\nwant %s", file, r.Operation, got, want)
			}
		}
	}
}

func readRecordings(t *testing.T, file string) (all []recording) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return all
}

// asWritten is how we write a reply of the live service. Three things differ: the form of timestamps; two members which are in no
// model of the API, and which replies of 2023 have; and a tagList of [null], which the live service keeps as it was sent.
func asWritten(reply string) string {
	reply = strings.ReplaceAll(reply, `"reopenGenerationId":0,"reopenable":false,`, "")
	reply = strings.ReplaceAll(reply, `"tagList":[null]`, `"tagList":[""]`)
	return plainNumbers(reply)
}

// exponent finds timestamps in the live service's form, such as 1.487851963534E9.
var exponent = regexp.MustCompile(`(Date|Timestamp)":\d\.\d+E9`)

func plainNumbers(reply string) string {
	return exponent.ReplaceAllStringFunc(reply, func(found string) string {
		i := len(found) - len(regexp.MustCompile(`\d\.\d+E9$`).FindString(found))
		r, _ := new(big.Rat).SetString(found[i:])
		text := r.FloatString(3)
		for text[len(text)-1] == '0' {
			text = text[:len(text)-1]
		}
		if text[len(text)-1] == '.' {
			text = text[:len(text)-1]
		}
		return found[:i] + text
	})
}
