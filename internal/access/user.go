package access

import (
	"slices"
	"strings"

	"github.com/swfd/swfd/internal/policy"
)

// User is somebody whom the access file knows. It never changes: when the file does, there is another.
type User struct {
	// Account is the user's account, twelve digits, and Name the name in it.
	Account, Name string
	// ARN names the user in logs, refusals and policies.
	ARN string
	// Tags are the user's, nil if there are none.
	Tags map[string]string
	// Policies are those of the user and then those of the groups. The user may do what they allow together, else nothing.
	Policies []*policy.Document
	// Sources tells of each policy where it stands, for a person, such as: policy 2 of group workers.
	Sources []string
}

// lookup gives the value of a global condition key that is about the user. Nobody has none.
func (u *User) lookup(name string) policy.Value {
	if u == nil {
		return policy.Value{}
	}
	switch name {
	case "username":
		return policy.Text(u.Name)
	case "principalarn":
		return policy.Text(u.ARN)
	case "principalaccount":
		return policy.Text(u.Account)
	case "principaltype":
		return policy.Text("User")
	}
	return policy.Value{}
}

// tag gives the value of a tag of the user. The case of its key does not matter; of several the first in order counts.
func (u *User) tag(key string) policy.Value {
	if u == nil {
		return policy.Value{}
	}
	var found []string
	for k := range u.Tags {
		if strings.EqualFold(k, key) {
			found = append(found, k)
		}
	}
	if len(found) == 0 {
		return policy.Value{}
	}
	return policy.Text(u.Tags[slices.Min(found)])
}

func userARN(account, name string) string { return "arn:aws:iam::" + account + ":user/" + name }
