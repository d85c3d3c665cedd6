package access

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// create adds a user and returns what was made, and the file with names in place of the key and the secret.
func create(t *testing.T, path string, u NewUser) (Created, string) {
	t.Helper()
	made, err := Create(path, u)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return made, strings.NewReplacer(made.KeyID, "ID", made.Secret.Reveal(), "SECRET").Replace(string(text))
}

const key = `{
              "id": "ID",
              "secret": "SECRET",
              "active": true
            }`

// TestCreate: what was there stays as it was written.
func TestCreate(t *testing.T) {
	for _, c := range []struct {
		what, before string
		user         NewUser
		after        string
	}{
		{"an empty file", "{}\n", NewUser{Name: "worker"}, `{
  "accounts": {
    "123456789012": {
      "users": {
        "worker": {
          "accessKeys": [
            ` + key + `
          ]
        }
      }
    }
  }
}
`},
		{"no account yet", `{"accounts": {}}`, NewUser{Name: "worker", Account: "111122223333"}, `{"accounts": {
    "111122223333": {
      "users": {
        "worker": {
          "accessKeys": [
            ` + key + `
          ]
        }
      }
    }
  }}`},
		{"another account", `{
  "accounts": {
    "111122223333": {}
  },
  "regions": ["us-east-1"]
}
`, NewUser{Name: "worker", Account: "444455556666"}, `{
  "accounts": {
    "111122223333": {},
    "444455556666": {
      "users": {
        "worker": {
          "accessKeys": [
            ` + key + `
          ]
        }
      }
    }
  },
  "regions": ["us-east-1"]
}
`},
		{"the only account, without users", `{"accounts": {"111122223333": {"groups": {"g": {}}}}}`,
			NewUser{Name: "worker", Groups: []string{"g"}, Policies: []string{"p.json"}}, `{"accounts": {"111122223333": {"groups": {"g": {}},
      "users": {
        "worker": {
          "accessKeys": [
            ` + key + `
          ],
          "groups": [
            "g"
          ],
          "policies": [
            {
              "file": "p.json"
            }
          ]
        }
      }
    }}}`},
		{"another user", `{"accounts": {"111122223333": {"users": {
	"alice": {}
}}}}`, NewUser{Name: "worker"}, `{"accounts": {"111122223333": {"users": {
	"alice": {},
        "worker": {
          "accessKeys": [
            ` + key + `
          ]
        }
}}}}`},
		{"a user without keys", `{"accounts": {"111122223333": {"users": {"worker": {"tags": {}}}}}}`, NewUser{Name: "worker"},
			`{"accounts": {"111122223333": {"users": {"worker": {"tags": {},
          "accessKeys": [
            ` + key + `
          ]
        }}}}}`},
		{"a user with a key", `{"accounts": {"111122223333": {"users": {"worker": {"accessKeys": [
            {"id": "AKIA1", "secret": {"env": "NOT_SET_HERE"}}
          ]}}}}}`, NewUser{Name: "worker"},
			`{"accounts": {"111122223333": {"users": {"worker": {"accessKeys": [
            {"id": "AKIA1", "secret": {"env": "NOT_SET_HERE"}},
            ` + key + `
          ]}}}}}`},
		{"a user with no keys left", `{"accounts": {"111122223333": {"users": {"worker": {"accessKeys": [ ]}}}}}`, NewUser{Name: "worker"},
			`{"accounts": {"111122223333": {"users": {"worker": {"accessKeys": [
            ` + key + `
          ]}}}}}`},
	} {
		path := write(t, c.before, "p.json", everything)
		made, after := create(t, path, c.user)
		if after != c.after {
			t.Errorf("%s: the file is\n%s\nwant\n%s", c.what, after, c.after)
		}
		wasThere := strings.Contains(c.before, c.user.Name)
		if made.User != c.user.Name || made.ARN != userARN(made.Account, made.User) || made.WasThere != wasThere {
			t.Errorf("%s: made %+v", c.what, made)
		}
	}
}

// TestCreateAndCall: with the key that was made one is known.
func TestCreateAndCall(t *testing.T) {
	path := filepath.Join(t.TempDir(), "access.json")
	first, _ := create(t, path, NewUser{Name: "alice"})
	second, _ := create(t, path, NewUser{Name: "alice"})
	other, _ := create(t, path, NewUser{Name: "bob", Account: "210987654321"})
	if first.WasThere || !second.WasThere || first.KeyID == second.KeyID || len(first.KeyID) != 20 || len(first.Secret.Reveal()) != 40 {
		t.Errorf("made %+v and %+v", first, second)
	}
	g := guard(t, path)
	for _, made := range []Created{first, second, other} {
		if got := g.answer(t, credentials{made.KeyID, made.Secret.Reveal(), ""}); got != made.ARN {
			t.Errorf("%s is %s", made.ARN, got)
		}
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

// TestRefusedUsers: the file stays as it was, and nothing is left beside it.
func TestRefusedUsers(t *testing.T) {
	two := `{"accounts": {"111122223333": {"users": {"alice": {}}}, "444455556666": {}}}`
	for _, c := range []struct {
		what, before string
		user         NewUser
		want         string
	}{
		{"a file that is none", "{\n", NewUser{Name: "worker"}, "FILE:2: this is not JSON: unexpected end of JSON input"},
		{"several accounts", two, NewUser{Name: "worker"}, "the file has several accounts: which one is meant?"},
		{"no account", "{}", NewUser{Name: "worker", Account: "1"}, `"1" is no account: it is named by twelve digits`},
		{"no name", "{}", NewUser{}, `"" is no name of a user: ` + badName},
		{"an odd name", "{}", NewUser{Name: "a\"b"}, `"a\"b" is no name of a user: ` + badName},
		{"no such group", two, NewUser{Name: "worker", Account: "111122223333", Groups: []string{"g"}}, `there is no group "g" in account 111122223333`},
		{"no such group, nor account", "{}", NewUser{Name: "worker", Groups: []string{"g"}}, `there is no group "g" in account 123456789012`},
		{"no such policy", "{}", NewUser{Name: "worker", Policies: []string{"none.json"}}, "FILE: DIR/none.json: no such file or directory"},
		{"a policy that is none", "{}", NewUser{Name: "worker", Policies: []string{"access.json"}}, "FILE:1: Statement is missing"},
		{"rights of somebody who is there", two, NewUser{Name: "alice", Account: "111122223333", Policies: []string{"p.json"}},
			"the user is there already: groups and policies are changed in the file itself"},
	} {
		path := write(t, c.before)
		_, err := Create(path, c.user)
		want := "add " + c.user.Name + " to the access file: " + strings.NewReplacer("FILE", path, "DIR", filepath.Dir(path)).Replace(c.want)
		if err == nil || err.Error() != want {
			t.Errorf("%s:\n got %v\nwant %s", c.what, err, want)
		}
		after, err := os.ReadFile(path)
		left, err2 := os.ReadDir(filepath.Dir(path))
		if err := errors.Join(err, err2); err != nil || string(after) != c.before || len(left) != 1 {
			t.Errorf("%s: the file is %q, beside %d others, %v", c.what, after, len(left)-1, err)
		}
	}
}

// TestManyCreateAtOnce: nobody's user is lost. Who finds another at work is told so, and may try again.
func TestManyCreateAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "access.json")
	names := strings.Split("abcdefghijklmnop", "")
	var creating sync.WaitGroup
	for _, name := range names {
		creating.Go(func() {
			for {
				_, err := Create(path, NewUser{Name: name})
				if err == nil {
					return
				}
				if !strings.Contains(err.Error(), "somebody else is changing the file") {
					t.Error(err)
					return
				}
				runtime.Gosched()
			}
		})
	}
	creating.Wait()
	if _, users, keys := mustLoad(t, path).Counts(); users != len(names) || keys != len(names) {
		t.Errorf("%d users and %d keys", users, keys)
	}
}

func TestALinkStaysALink(t *testing.T) {
	path := write(t, "{}")
	link := filepath.Join(t.TempDir(), "link.json")
	if err := os.Symlink(path, link); err != nil {
		t.Skip("there are no links here: ", err)
	}
	made, err := Create(link, NewUser{Name: "alice"})
	if err != nil {
		t.Fatal(err)
	}
	if at, err := os.Readlink(link); err != nil || at != path || mustLoad(t, path).keys[made.KeyID] == nil {
		t.Errorf("the link leads to %q, %v", at, err)
	}
}
