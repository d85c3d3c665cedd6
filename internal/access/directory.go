package access

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/swfd/swfd/internal/spelling"
)

// Directory is everybody whom an access file knows, with keys and policies. It never changes.
type Directory struct {
	regions []string
	// users are by account and name.
	users  map[string]map[string]*User
	keys   map[string]*accessKey
	doubts []*Mistake
	// nobodys is the key that unknown keys are held against: it has a secret like all others, which nobody knows.
	nobodys *accessKey
}

// User finds a user, nil if the file knows nobody of that name in that account.
func (d *Directory) User(account, name string) *User { return d.users[account][name] }

// Find finds a user by name; without an account, in any. An error says that there is none, or that there are several.
func (d *Directory) Find(account, name string) (*User, error) {
	var in, names []string
	for _, id := range d.Accounts() {
		if account != "" && account != id {
			continue
		}
		names = slices.AppendSeq(names, maps.Keys(d.users[id]))
		if d.User(id, name) != nil {
			in = append(in, id)
		}
	}
	slices.Sort(names)
	switch {
	case len(in) == 1:
		return d.User(in[0], name), nil
	case len(in) > 1:
		return nil, fmt.Errorf("there is a user %q in each of the accounts %s", name, strings.Join(in, ", "))
	}
	where, meant := "", ""
	if account != "" {
		where = " in account " + account
	}
	if near := spelling.Nearest(name, names); near != "" {
		meant = "; did you mean " + near + "?"
	}
	return nil, fmt.Errorf("there is no user %q%s%s", name, where, meant)
}

// Accounts are the accounts in order.
func (d *Directory) Accounts() []string { return slices.Sorted(maps.Keys(d.users)) }

// Counts are how many accounts, users and keys there are.
func (d *Directory) Counts() (accounts, users, keys int) {
	for _, u := range d.users {
		users += len(u)
	}
	return len(d.users), users, len(d.keys)
}

// Doubts are what the policies say in vain: names that nothing has, and statements that never decide. IAM takes such policies, so they are
// lawful; but what they say can hardly be meant. They are in the order of files and lines.
func (d *Directory) Doubts() []*Mistake { return d.doubts }

// serves reports whether a Region is served: any, if the file names none.
func (d *Directory) serves(region string) bool {
	return isRegion(region) && (len(d.regions) == 0 || slices.Contains(d.regions, region))
}

// key finds an access key. Keys that nobody has are all the same.
func (d *Directory) key(id string) *accessKey {
	if k, ok := d.keys[id]; ok {
		return k
	}
	return d.nobodys
}
