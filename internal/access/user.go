package access

import "github.com/swfd/swfd/internal/policy"

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

func userARN(account, name string) string { return "arn:aws:iam::" + account + ":user/" + name }
