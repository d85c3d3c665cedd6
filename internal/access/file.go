package access

import (
	"github.com/swfd/swfd/internal/jsontree"
	"github.com/swfd/swfd/internal/policy"
)

// file is an access file as it is written: the files and variables that it names have not been looked at.
type file struct {
	root     *jsontree.Node
	regions  []string
	accounts []*account
	// holdsSecrets means that a secret stands in the file itself.
	holdsSecrets bool
}

// policyDepth is how deep in a file its policies stand: root, accounts, account, users, user, policies.
const policyDepth = 6

// readFile reads an access file. Errors are of type *Mistake.
func readFile(path string, text []byte) (*file, error) {
	root, err := jsontree.Parse(text, policyDepth+policy.MaxDepth)
	if err != nil {
		return nil, inFile(path, err)
	}
	f := &file{root: root}
	if err := f.read(); err != nil {
		return nil, inFile(path, err)
	}
	return f, nil
}

func (f *file) read() (err error) {
	if f.root.Member("Statement") != nil {
		return f.root.Mistake(`this is a policy: an access file names it among the policies of a user or a group, as {"file": PATH}`)
	}
	if err := f.root.Only("accounts", "regions"); err != nil {
		return err
	}
	if f.regions, err = readRegions(f.root.Member("regions")); err != nil {
		return err
	}
	accounts, err := f.root.Member("accounts").Members()
	if err != nil {
		return err
	}
	for _, n := range accounts {
		a, err := f.readAccount(n)
		if err != nil {
			return err
		}
		f.accounts = append(f.accounts, a)
	}
	return nil
}

func readRegions(n *jsontree.Node) ([]string, error) {
	items, err := n.List()
	if err != nil {
		return nil, err
	}
	if n != nil && len(items) == 0 {
		return nil, n.Mistake("no Region would be served: name one, or leave regions out to serve them all")
	}
	var regions []string
	for _, i := range items {
		name, err := i.Text()
		if err != nil {
			return nil, err
		}
		if !isRegion(name) {
			return nil, i.Mistake("%q cannot be the name of a Region", name)
		}
		regions = append(regions, name)
	}
	return regions, nil
}
