package access

import "github.com/swfd/swfd/internal/jsontree"

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
