package access

import (
	"strings"

	"github.com/swfd/swfd/internal/jsontree"
)

// account is an AWS account as the file has it: a scope of names, with people in it.
type account struct {
	*jsontree.Node
	id     string
	users  []*user
	groups []*group
}

type user struct {
	*jsontree.Node
	name     string
	tags     map[string]string
	keys     []*keyEntry
	groups   []groupEntry
	policies []policyEntry
}

type group struct {
	name     string
	policies []policyEntry
}

// groupEntry names a group that a user is in.
type groupEntry struct {
	*jsontree.Node
	name string
}

func (f *file) readAccount(n *jsontree.Node) (*account, error) {
	a := &account{Node: n, id: n.Name}
	if !isAccount(a.id) {
		return nil, n.Mistake("an account is named by twelve digits")
	}
	if err := n.Only("users", "groups"); err != nil {
		return nil, err
	}
	users, err := n.Member("users").Members()
	if err != nil {
		return nil, err
	}
	for _, n := range users {
		u, err := f.readUser(n)
		if err != nil {
			return nil, err
		}
		a.users = append(a.users, u)
	}
	groups, err := n.Member("groups").Members()
	if err != nil {
		return nil, err
	}
	for _, n := range groups {
		g, err := readGroup(n)
		if err != nil {
			return nil, err
		}
		a.groups = append(a.groups, g)
	}
	return a, nil
}

func (f *file) readUser(n *jsontree.Node) (*user, error) {
	u := &user{Node: n, name: n.Name}
	if !isName(u.name) {
		return nil, n.Mistake(badName)
	}
	err := n.Only("accessKeys", "groups", "policies", "tags")
	if err == nil {
		u.tags, err = readTags(n.Member("tags"))
	}
	if err == nil {
		u.keys, err = f.readKeys(n.Member("accessKeys"))
	}
	if err == nil {
		u.groups, err = readMemberships(n.Member("groups"))
	}
	if err == nil {
		u.policies, err = readPolicies(n.Member("policies"))
	}
	return u, err
}

func readTags(n *jsontree.Node) (map[string]string, error) {
	members, err := n.Members()
	if err != nil {
		return nil, err
	}
	tags := map[string]string{}
	for _, m := range members {
		if tags[m.Name], err = m.Text(); err != nil {
			return nil, err
		}
	}
	return tags, nil
}

// readMemberships reads the names of the groups that a user is in.
func readMemberships(n *jsontree.Node) ([]groupEntry, error) {
	items, err := n.List()
	if err != nil {
		return nil, err
	}
	var groups []groupEntry
	for _, i := range items {
		name, err := i.Text()
		if err != nil {
			return nil, err
		}
		groups = append(groups, groupEntry{i, name})
	}
	return groups, nil
}

func readGroup(n *jsontree.Node) (*group, error) {
	g := &group{name: n.Name}
	if !isName(g.name) {
		return nil, n.Mistake(badName)
	}
	err := n.Only("policies")
	if err == nil {
		g.policies, err = readPolicies(n.Member("policies"))
	}
	return g, err
}

const badName = "a name has at most 64 letters, digits and characters of +=,.@_-"

// isName reports whether a text could be the name of a user or group.
func isName(name string) bool {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+=,.@_-"
	return name != "" && len(name) <= 64 && strings.Trim(name, letters) == ""
}
