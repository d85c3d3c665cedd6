package access

import "strings"

// policyEntry is a policy as it is written, or the file in which it is.
type policyEntry struct {
	place
	text []byte
	file string
}

// readPolicies reads a list whose items are policies, or name a file each.
func readPolicies(r *reader) ([]policyEntry, error) {
	var policies []policyEntry
	_, err := r.list(func() error {
		text := r.raw()
		// The line is that of the value's end; what is wrong inside has a line of its own.
		p := policyEntry{place: r.here(), text: text}
		p.line -= strings.Count(string(text), "\n")
		if file, isFile := fileNamedBy(text); isFile {
			p.text, p.file = nil, file
		}
		policies = append(policies, p)
		return nil
	})
	return policies, err
}

// fileNamedBy is the path in a value of the form {"file": PATH}.
func fileNamedBy(text []byte) (path string, ok bool) {
	r, err := newReader("", text)
	if err != nil {
		return "", false
	}
	_, err = r.object(func(name string) (err error) {
		if name != "file" {
			return r.unknown("file")
		}
		path, err = r.string()
		return err
	})
	return path, err == nil && path != ""
}
