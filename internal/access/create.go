package access

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/swfd/swfd/internal/jsontree"
)

// NewUser is what Create adds to an access file: a user with a key, or a key for a user who is there.
type NewUser struct {
	// Account is the user's account; empty is the only one of the file, or DefaultAccount if the file has none.
	Account string
	Name    string
	// Groups are names of groups, and Policies paths of policy files as they shall stand in the access file. Both are for new users only.
	Groups, Policies []string
}

// Created is what was added.
type Created struct {
	Account, User, ARN string
	KeyID              string
	// Secret is nowhere else but in the file.
	Secret Secret
	// WasThere means that the user was in the file before, and has got another key.
	WasThere bool
}

// Create adds a user with a new key to an access file, or makes the file. All that was in it stays as it was written, down to the blanks. The
// file is replaced in one step, so that a server that follows it never reads half of it, and only its owner may read it.
func Create(path string, u NewUser) (Created, error) {
	var made Created
	err := replaceFile(path, func(text []byte) (_ []byte, err error) {
		if text == nil {
			text = []byte("{}\n")
		}
		text, made, err = addUser(path, text, u)
		return text, err
	})
	if err != nil {
		return Created{}, fmt.Errorf("add %s to the access file: %w", u.Name, err)
	}
	return made, nil
}

// addUser adds a user, or a key of theirs, to the text of an access file.
func addUser(path string, text []byte, u NewUser) ([]byte, Created, error) {
	f, err := readFile(path, text)
	if err != nil {
		return nil, Created{}, err
	}
	if err := u.check(f, path); err != nil {
		return nil, Created{}, err
	}
	made := Created{
		Account: u.Account, User: u.Name, ARN: userARN(u.Account, u.Name),
		KeyID: "AKIA" + rand.Text()[:16], Secret: NewSecret((rand.Text() + rand.Text())[:40]),
	}
	made.WasThere = f.user(u.Account, u.Name) != nil
	text = f.add(text, u, keyText{made.KeyID, made.Secret.Reveal(), true})
	// What was made must be what was meant, or nothing is written.
	after, err := readFile(path, text)
	if err != nil {
		return nil, Created{}, fmt.Errorf("this cannot be added to: %w", err)
	}
	keys := after.user(u.Account, u.Name).keys
	if last := keys[len(keys)-1]; last.id != made.KeyID {
		return nil, Created{}, errors.New("this cannot be added to")
	}
	return text, made, nil
}

// check completes what is to be added, and refuses what would not be a lawful file.
func (u *NewUser) check(f *file, path string) error {
	switch {
	case u.Account == "" && len(f.accounts) > 1:
		return errors.New("the file has several accounts: which one is meant?")
	case u.Account == "" && len(f.accounts) == 1:
		u.Account = f.accounts[0].id
	case u.Account == "":
		u.Account = DefaultAccount
	}
	switch {
	case !isAccount(u.Account):
		return fmt.Errorf("%q is no account: it is named by twelve digits", u.Account)
	case !isName(u.Name):
		return fmt.Errorf("%q is no name of a user: %s", u.Name, badName)
	case f.user(u.Account, u.Name) != nil && len(u.Groups)+len(u.Policies) > 0:
		return errors.New("the user is there already: groups and policies are changed in the file itself")
	}
	return u.checkRights(f.account(u.Account), path)
}

// checkRights refuses groups and policies that are not there.
func (u *NewUser) checkRights(a *account, path string) error {
	for _, name := range u.Groups {
		if a == nil || !slices.ContainsFunc(a.groups, func(g *group) bool { return g.name == name }) {
			return fmt.Errorf("there is no group %q in account %s", name, u.Account)
		}
	}
	l := newLoader(path, newSources())
	for _, p := range u.Policies {
		// It stands nowhere yet.
		if _, err := l.policy(policyEntry{&jsontree.Node{}, p}); err != nil {
			return err
		}
	}
	return nil
}

func (f *file) account(id string) *account {
	for _, a := range f.accounts {
		if a.id == id {
			return a
		}
	}
	return nil
}

func (f *file) user(account, name string) *user {
	a := f.account(account)
	if a == nil {
		return nil
	}
	for _, u := range a.users {
		if u.name == name {
			return u
		}
	}
	return nil
}

// What is written, in the order in which it is written.
type (
	keyText struct {
		ID     string `json:"id"`
		Secret string `json:"secret"`
		Active bool   `json:"active"`
	}
	userText struct {
		AccessKeys []keyText    `json:"accessKeys"`
		Groups     []string     `json:"groups,omitempty"`
		Policies   []policyText `json:"policies,omitempty"`
	}
	policyText struct {
		File string `json:"file"`
	}
)

// add writes a key into the text of the file, with whatever it stands in that is not there yet: its list, the user, the account.
func (f *file) add(text []byte, u NewUser, key keyText) []byte {
	made := userText{AccessKeys: []keyText{key}, Groups: u.Groups}
	for _, p := range u.Policies {
		made.Policies = append(made.Policies, policyText{p})
	}
	users := map[string]userText{u.Name: made}
	account := map[string]any{"users": users}
	inAccounts := f.root.Member("accounts")
	inAccount := inAccounts.Member(u.Account)
	inUsers := inAccount.Member("users")
	inUser := inUsers.Member(u.Name)
	inKeys := inUser.Member("accessKeys")
	switch {
	case inKeys != nil:
		return insert(text, inKeys, 6, "", key)
	case inUser != nil:
		return insert(text, inUser, 5, "accessKeys", made.AccessKeys)
	case inUsers != nil:
		return insert(text, inUsers, 4, u.Name, made)
	case inAccount != nil:
		return insert(text, inAccount, 3, "users", users)
	case inAccounts != nil:
		return insert(text, inAccounts, 2, u.Account, account)
	default:
		return insert(text, f.root, 1, "accounts", map[string]any{u.Account: account})
	}
}

// insert writes a value at the end of a list, or of an object under a name, which stands in so many others.
func insert(text []byte, in *jsontree.Node, depth int, name string, value any) []byte {
	indent := strings.Repeat("  ", depth)
	// Everything that is written here can be.
	entry, _ := json.MarshalIndent(value, indent, "  ")
	end := in.End - 1
	head := bytes.TrimRight(text[:end], " \t\r\n")
	gap, tail := text[len(head):end], text[end:]
	if !bytes.Contains(gap, []byte("\n")) {
		gap = []byte("\n" + indent[2:])
	}
	var b bytes.Buffer
	b.Write(head)
	if len(in.Items) > 0 {
		b.WriteByte(',')
	}
	b.WriteString("\n" + indent)
	if name != "" {
		fmt.Fprintf(&b, "%q: ", name)
	}
	b.Write(entry)
	b.Write(gap)
	b.Write(tail)
	return b.Bytes()
}
