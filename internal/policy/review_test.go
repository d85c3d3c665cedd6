package policy

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// few kinds of requests, for documents that drawing draws.
var fewKinds = []Kind{
	{"swf:StartTimer", VocabularyOf("aws:username", "aws:PrincipalTag/"), []*Form{anyDomain}},
	{"swf:StartWorkflowExecution", VocabularyOf("aws:username", "swf:taskList.name", "aws:TagKeys"), []*Form{anyDomain, someRole}},
	{"swf:RecordMarker", VocabularyOf("aws:CurrentTime", "aws:SourceIp"), []*Form{someRole}},
	{"swf:CancelTimer", VocabularyOf("swf:taskList.name"), []*Form{oneDomain}},
}

var (
	anyDomain = FormOf("arn:aws:swf:<Region>:"+account+":/domain/<name>", "/")
	oneDomain = FormOf("arn:aws:swf:us-east-1:"+account+":/domain/Orders", "/")
	someRole  = FormOf("arn:aws:iam::<account>:role/<name>", "")
)

// requestOf draws a request of a kind.
func (d drawing) requestOf(k Kind) *Request {
	context := d.context()
	for key := range context {
		if !k.Keys.Has(key) {
			delete(context, key)
		}
	}
	name := k.Resources[d.IntN(len(k.Resources))].String()
	word := d.one([]string{account, "us-east-1", "Orders", "alice", "x", "*", "os"})
	for strings.Contains(name, "<") {
		begin, end := strings.Index(name, "<"), strings.Index(name, ">")
		name = name[:begin] + word + name[end+1:]
		word = d.one([]string{"Orders", "alice", "x", "*", "é"})
	}
	return &Request{ActionOf(k.Action), ResourceOf(name), context}
}

// TestWhatIsInVainNeverMatters: over random documents and requests, no statement, resource or condition decides of which it was said that
// it never does.
func TestWhatIsInVainNeverMatters(t *testing.T) {
	seed := *seedFlag
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	d := drawing{rand.New(rand.NewPCG(seed, 0))}
	statements, deciding, idle := 0, 0, 0
	for range *manyFlag {
		text := d.document()
		document := mustParse(t, text)
		said := map[string]string{}
		for _, m := range document.Review(fewKinds) {
			said[m.Path] += m.Reason + "\n"
		}
		for _, s := range document.Statements {
			statements++
			inVain := strings.Contains(said[s.written.statement.path], "this statement never has an effect")
			if inVain {
				idle++
			}
			for range 5 {
				r := d.requestOf(fewKinds[d.IntN(len(fewKinds))])
				if !s.coversAction(r.Action) {
					continue
				}
				for i := range s.resources.patterns {
					if strings.Contains(said[s.written.resources[i].path], "no request is about such a resource") && s.resources.patterns[i].matches(&r.Resource, r.Context) {
						t.Fatalf("-seed=%d: %s\n%v, and there is %v", seed, text, said, r)
					}
				}
				for i := range s.conditions {
					holds, told := s.conditions[i].holds(r.Context), said[s.written.conditions[i].path]
					if holds && strings.Contains(told, "never holds") || !holds && strings.Contains(told, "always holds") {
						t.Fatalf("-seed=%d: %s\n%v, and %v: %v", seed, text, said, r, holds)
					}
				}
				if s.coversResource(&r.Resource, r.Context) && s.holds(r.Context) {
					deciding++
					if inVain {
						t.Fatalf("-seed=%d: %s\n%v, and statement %d decides over %v", seed, text, said, s.Number, r)
					}
				}
			}
		}
	}
	if idle < statements/10 || deciding < statements/10 {
		t.Errorf("-seed=%d: of %d statements %d are in vain, and %d times one has decided, so little was tried", seed, statements, idle, deciding)
	}
}

// TestNamesOfForms: which patterns have names in common with a form.
func TestNamesOfForms(t *testing.T) {
	for text, want := range map[string]string{
		"*": "any one role",
		"arn:aws:swf:*:" + account + ":/domain/*":          "any one",
		"arn:aws:swf:us-*:" + account + ":/domain/O?d*s":   "any one",
		"arn:aws:swf:us-east-1:" + account + ":/domain/*s": "any one",
		"arn:aws:swf:eu-west-1:*:/domain/Orders":           "any",
		"arn:aws:swf:*:" + account + ":/*/Orders":          "any one",
		"arn:aws:swf:*:" + account + ":/domain/":           "",
		"arn:aws:swf:*:" + account + ":/domain/Orders/*":   "",
		"arn:aws:swf:*:" + account + ":/domain/a:b":        "",
		"arn:aws:swf:*:" + account + ":domain/*":           "",
		"arn:aws:swf::" + account + ":/domain/*":           "",
		"arn:aws:swf:*:210987654321:/domain/*":             "",
		"arn:aws:swf:*":                                    "any one",
		"arn:aws:swf:*:/domain/Orders":                     "any one",
		"arn:*:*Orders":                                    "any one role",
		"arn:aws:*":                                        "any one role",
		"arn:aws:iam::*:role/a/b":                          "role",
		"arn:aws:s3:::bucket/*":                            "",
	} {
		p, err := readResource(text, false)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		var met []string
		for i, f := range []*Form{anyDomain, oneDomain, someRole} {
			if p.meets(f) {
				met = append(met, []string{"any", "one", "role"}[i])
			}
		}
		if got := strings.Join(met, " "); got != want {
			t.Errorf("%s matches names of %q, want %q", text, got, want)
		}
	}
}

// FuzzMeets: a pattern that matches a name of a form meets it.
func FuzzMeets(f *testing.F) {
	f.Add("arn:aws:swf:*:"+account+":/domain/Or?er*", "us-east-1", "Orders")
	f.Add("arn:*:/*/${aws:username}", "é", "alice")
	f.Add("arn:*s*:*", "x", "*")
	f.Fuzz(func(t *testing.T, text, region, name string) {
		p, err := readResource(text, true)
		if err != nil || region == "" || name == "" || strings.ContainsAny(region+name, ":/") || len(text) > 500 {
			return
		}
		r := ResourceOf("arn:aws:swf:" + region + ":" + account + ":/domain/" + name)
		if p.matches(&r, Keys{"aws:username": Text("alice")}) && !p.meets(anyDomain) {
			t.Errorf("%q matches %s, and no such name", text, r)
		}
	})
}
