package blackbox

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// open has the shared server identify nobody. Otherwise it lets in whom its access file knows, and all that is tested there is tested with
// identity on.
var open = flag.Bool("open", false, "run the shared server in open mode")

// people is an access file.
type people struct {
	Regions  []string               `json:"regions,omitempty"`
	Accounts map[string]peopleOfOne `json:"accounts"`
}

type peopleOfOne struct {
	Users map[string]person `json:"users"`
}

type person struct {
	AccessKeys []accessKey `json:"accessKeys"`
	Policies   []any       `json:"policies"`
}

type accessKey struct {
	ID           string `json:"id"`
	Secret       any    `json:"secret"`
	Active       *bool  `json:"active,omitempty"`
	SessionToken string `json:"sessionToken,omitempty"`
	Expiration   string `json:"expiration,omitempty"`
}

// everything is a policy that allows everything.
var everything = map[string]any{
	"Version": "2012-10-17", "Statement": map[string]string{"Effect": "Allow", "Action": "*", "Resource": "*"},
}

// firstAccounts are so many that no test goes without.
const firstAccounts = 2000

// testers are the people of the tests' accounts: each account has one user, whose key is named after the account. So the same clients
// call servers that identify them and servers that do not.
func testers() people {
	p := people{Accounts: map[string]peopleOfOne{}}
	for i := range firstAccounts {
		account := accountNumber(int64(i + 1))
		p.Accounts[account] = peopleOfOne{map[string]person{"tester": {
			AccessKeys: []accessKey{{ID: account, Secret: secretKey}}, Policies: []any{everything},
		}}}
	}
	return p
}

func accountNumber(n int64) string { return fmt.Sprintf("%012d", 100_000_000_000+n) }

// write replaces the file in one step: whoever reads it sees the one or the other.
func (p people) write(path string) error {
	text, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return errors.Join(os.WriteFile(path+".next", text, 0o600), os.Rename(path+".next", path))
}

// accessFlags writes an access file into a folder, and returns the flags for a server that shall use it.
func (p people) accessFlags(dir string) ([]string, error) {
	path := filepath.Join(dir, "access.json")
	return []string{"--access", path}, p.write(path)
}

// newGuarded starts a process of the test's own that knows the testers.
func newGuarded(t *testing.T, flags ...string) *process {
	t.Helper()
	access, err := testers().accessFlags(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return newProcess(t, append(access, flags...)...)
}
