package access

import "strings"

// account is an AWS account: a scope of names, with people in it.
type account struct {
	place
	id     string
	users  []*user
	groups []*group
	// inside is where more could be added, inUsers too; that is nil if there are no users.
	inside  container
	inUsers *container
}

type user struct {
	place
	name     string
	tags     map[string]string
	keys     []*keyEntry
	groups   []groupEntry
	policies []policyEntry
	// inside is where more could be added, inKeys too; that is nil if there are no keys.
	inside container
	inKeys *container
}

type group struct {
	place
	name     string
	policies []policyEntry
}

// groupEntry names a group that a user is in.
type groupEntry struct {
	place
	name string
}

func (f *file) readAccounts(r *reader) (*container, error) {
	c, err := r.object(func(id string) error {
		a := &account{place: r.here(), id: id}
		if !isAccount(id) {
			return r.mistake(a.place, "an account is named by twelve digits")
		}
		f.accounts = append(f.accounts, a)
		return f.readAccount(r, a)
	})
	return &c, err
}

func (f *file) readAccount(r *reader, a *account) (err error) {
	a.inside, err = r.object(func(name string) (err error) {
		switch name {
		case "users":
			a.inUsers, err = f.readUsers(r, a)
		case "groups":
			err = a.readGroups(r)
		default:
			err = r.unknown("users and groups")
		}
		return err
	})
	return err
}

func (f *file) readUsers(r *reader, a *account) (*container, error) {
	c, err := r.object(func(name string) error {
		u := &user{place: r.here(), name: name}
		if !isName(name) {
			return r.mistake(u.place, "%s", badName)
		}
		a.users = append(a.users, u)
		return f.readUser(r, u)
	})
	return &c, err
}

func (f *file) readUser(r *reader, u *user) (err error) {
	u.inside, err = r.object(func(name string) (err error) {
		switch name {
		case "accessKeys":
			u.inKeys, err = f.readKeys(r, u)
		case "groups":
			_, err = r.list(func() error {
				name, err := r.string()
				u.groups = append(u.groups, groupEntry{r.here(), name})
				return err
			})
		case "policies":
			u.policies, err = readPolicies(r)
		case "tags":
			u.tags, err = readTags(r)
		default:
			err = r.unknown("accessKeys, groups, policies and tags")
		}
		return err
	})
	return err
}

func readTags(r *reader) (map[string]string, error) {
	tags := map[string]string{}
	_, err := r.object(func(name string) (err error) {
		tags[name], err = r.string()
		return err
	})
	return tags, err
}

func (a *account) readGroups(r *reader) error {
	_, err := r.object(func(name string) error {
		g := &group{place: r.here(), name: name}
		if !isName(name) {
			return r.mistake(g.place, "%s", badName)
		}
		a.groups = append(a.groups, g)
		_, err := r.object(func(name string) (err error) {
			if name != "policies" {
				return r.unknown("policies")
			}
			g.policies, err = readPolicies(r)
			return err
		})
		return err
	})
	return err
}

const badName = "a name has at most 64 letters, digits and characters of +=,.@_-"

// isName reports whether a text could be the name of a user or group.
func isName(name string) bool {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+=,.@_-"
	return name != "" && len(name) <= 64 && strings.Trim(name, letters) == ""
}
