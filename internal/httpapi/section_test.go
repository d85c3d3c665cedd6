package httpapi

import (
	"regexp"
	"strings"
)

// archive is a text of sections: a line such as "-- request --" begins each, and what stands before the first is a comment.
type archive struct {
	comment  string
	sections []section
}

type section struct{ name, text string }

var heading = regexp.MustCompile(`(?m)^-- (.+) --\n`)

func parseArchive(text string) archive {
	if !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	marks := heading.FindAllStringSubmatchIndex(text, -1)
	if len(marks) == 0 {
		return archive{comment: text}
	}
	a := archive{comment: text[:marks[0][0]]}
	for i, m := range marks {
		end := len(text)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		a.sections = append(a.sections, section{name: text[m[2]:m[3]], text: text[m[1]:end]})
	}
	return a
}

func (a archive) String() string {
	var b strings.Builder
	b.WriteString(a.comment)
	for _, s := range a.sections {
		b.WriteString("-- " + s.name + " --\n" + s.text)
	}
	return b.String()
}
