package access

import (
	"slices"

	"github.com/swfd/swfd/internal/jsontree"
	"github.com/swfd/swfd/internal/policy"
)

// policyEntry is a policy as it is written, or else the file in which it is.
type policyEntry struct {
	*jsontree.Node
	file string
}

// readPolicies reads a list whose items are policies, or name a file each.
func readPolicies(n *jsontree.Node) ([]policyEntry, error) {
	items, err := n.List()
	if err != nil {
		return nil, err
	}
	var policies []policyEntry
	for _, i := range items {
		file, err := readFileName(i)
		if err != nil {
			return nil, err
		}
		policies = append(policies, policyEntry{i, file})
	}
	return policies, nil
}

// readFileName reads the path in a value of the form {"file": PATH}; of any other it is "".
func readFileName(n *jsontree.Node) (string, error) {
	file := n.Member("file")
	if file == nil {
		return "", nil
	}
	if err := n.Only("file"); err != nil {
		return "", err
	}
	path, err := file.Text()
	if err == nil && path == "" {
		err = file.Mistake("the path is empty")
	}
	return path, err
}

// readPolicy is a policy with the file in which it stands, and the accounts whose users it is for.
type readPolicy struct {
	document *policy.Document
	file     string
	accounts []string
}

func (p *readPolicy) isFor(account string) {
	if !slices.Contains(p.accounts, account) {
		p.accounts = append(p.accounts, account)
	}
}

// policy reads a policy. One that has a file is read once, whoever names it.
func (l *loader) policy(entry policyEntry) (*readPolicy, error) {
	if entry.file == "" {
		d, err := policy.Read(entry.Node)
		if err != nil {
			return nil, inFile(l.path, err)
		}
		return l.keep(&readPolicy{document: d, file: l.path}), nil
	}
	path := l.beside(entry.file)
	if p := l.policyFiles[path]; p != nil {
		return p, nil
	}
	text, _, err := l.read(entry.Node, entry.file)
	if err != nil {
		return nil, err
	}
	d, err := policy.Parse(text)
	if err != nil {
		return nil, inFile(path, err)
	}
	p := l.keep(&readPolicy{document: d, file: path})
	l.policyFiles[path] = p
	return p, nil
}

func (l *loader) keep(p *readPolicy) *readPolicy {
	l.policies = append(l.policies, p)
	return p
}
