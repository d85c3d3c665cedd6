package access

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// everything is a policy that allows everything, in short.
const everything = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`

// write writes an access file and others beside it, given as names and contents, and returns its path. Only the owner may read them.
func write(t testing.TB, access string, others ...string) string {
	t.Helper()
	dir := t.TempDir()
	files := append([]string{"access.json", access}, others...)
	for pair := range slices.Chunk(files, 2) {
		path := filepath.Join(dir, pair[0])
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(pair[1]), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "access.json")
}

func mustLoad(t testing.TB, path string) *Directory {
	t.Helper()
	d, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const whole = `{
  "regions": ["us-east-1", "eu-west-1"],
  "accounts": {
    "123456789012": {
      "users": {
        "worker": {
          "tags": {"team": "video"},
          "accessKeys": [
            {"id": "AKIAWORKER0000000001", "secret": "inline", "active": true},
            {"id": "AKIAWORKER0000000002", "secret": {"env": "SWFD_TEST_SECRET"}},
            {"id": "AKIAWORKER0000000003", "secret": {"file": "secrets/three"}, "active": false},
            {"id": "ASIAWORKER0000000004", "secret": "inline", "sessionToken": {"file": "secrets/token"}, "expiration": "2026-01-02T03:04:05+01:00"}
          ],
          "groups": ["workers", "readers"],
          "policies": [` + everything + `, {"file": "policies/extra.json"}]
        },
        "nobody": {}
      },
      "groups": {
        "readers": {"policies": [` + everything + `]},
        "workers": {"policies": [{"file": "policies/extra.json"}]},
        "unused": {}
      }
    },
    "210987654321": {}
  }
}`

func TestLoad(t *testing.T) {
	t.Setenv("SWFD_TEST_SECRET", "from the environment")
	d := mustLoad(t, write(t, whole, "policies/extra.json", everything, "secrets/three", "from a file\n", "secrets/token", "a token\r\n"))
	if accounts, users, keys := d.Counts(); accounts != 2 || users != 2 || keys != 4 {
		t.Errorf("%d accounts, %d users and %d keys", accounts, users, keys)
	}
	if a := d.Accounts(); !slices.Equal(a, []string{"123456789012", "210987654321"}) {
		t.Errorf("the accounts are %v", a)
	}
	u := d.User("123456789012", "worker")
	if u.ARN != "arn:aws:iam::123456789012:user/worker" || u.Tags["team"] != "video" {
		t.Errorf("the user is %+v", u)
	}
	sources := []string{
		"policy 1 of user worker", "policy 2 of user worker (policies/extra.json)",
		"policy 1 of group workers (policies/extra.json)", "policy 1 of group readers",
	}
	if !slices.Equal(u.Sources, sources) || len(u.Policies) != len(sources) || slices.Contains(u.Policies, nil) {
		t.Errorf("the policies are %d, from %q", len(u.Policies), u.Sources)
	}
	if d.User("123456789012", "Worker") != nil || d.User("210987654321", "worker") != nil || d.User("000000000000", "worker") != nil {
		t.Error("there are users whom nobody has named")
	}
	for id, want := range map[string]struct {
		secret, token string
		active        bool
		expiration    time.Time
	}{
		"AKIAWORKER0000000001": {secret: "inline", active: true},
		"AKIAWORKER0000000002": {secret: "from the environment", active: true},
		"AKIAWORKER0000000003": {secret: "from a file"},
		"ASIAWORKER0000000004": {secret: "inline", active: true, token: "a token", expiration: time.Date(2026, 1, 2, 2, 4, 5, 0, time.UTC)},
	} {
		k := d.keys[id]
		if k.user != u || k.secret.Reveal() != want.secret || k.active != want.active || k.token.Reveal() != want.token || !k.expiration.Equal(want.expiration) {
			t.Errorf("the key %s is another", id)
		}
	}
	for region, served := range map[string]bool{"us-east-1": true, "eu-west-1": true, "eu-west-2": false, "": false} {
		if d.serves(region) != served {
			t.Errorf("the Region %q is served: %v", region, !served)
		}
	}
}

func TestAnyRegionWhereNoneIsNamed(t *testing.T) {
	d := mustLoad(t, write(t, `{}`))
	for region, served := range map[string]bool{"us-east-1": true, "mars-north-7": true, "": false, "a b": false, "US-EAST-1": false} {
		if d.serves(region) != served {
			t.Errorf("the Region %q is served: %v", region, !served)
		}
	}
}

// in puts text into an access file: the members of a user.
func in(members string) string {
	return "{\"accounts\": {\"123456789012\": {\n\"groups\": {\"g\": {}},\n\"users\": {\"u\": {\n" + members + "\n}}}}}"
}

// TestMistakes: what cannot be meant is refused, with the line and the reason. DIR stands for the folder.
func TestMistakes(t *testing.T) {
	const key = `"id":"AKIA1","secret":"s"`
	at := "DIR/access.json:4: accounts.123456789012.users.u"
	for file, want := range map[string]string{
		``:                                    "DIR/access.json:1: this is not JSON: unexpected end of JSON input",
		"{\n\"accounts\": {},\n}":             "DIR/access.json:3: this is not JSON: invalid character '}' looking for beginning of object key string",
		`{} {}`:                               "DIR/access.json:1: this is not JSON: invalid character '{' after top-level value",
		"{\"accounts\": {\"\xff\":1}}":        "DIR/access.json:1: this is not UTF-8",
		`[]`:                                  "DIR/access.json:1: a list stands where an object should",
		everything:                            `DIR/access.json:1: this is a policy: an access file names it among the policies of a user or a group, as {"file": PATH}`,
		`{"accounts":[]}`:                     "DIR/access.json:1: accounts: a list stands where an object should",
		"{\n\"Accounts\": {}}":                "DIR/access.json:2: Accounts: unknown member; there are accounts, regions",
		"{\"accounts\":{},\n\"accounts\":{}}": "DIR/access.json:2: accounts: this stands here twice",
		`{"regions":[]}`:                      "DIR/access.json:1: regions: no Region would be served: name one, or leave regions out to serve them all",
		`{"regions":["us east"]}`:             `DIR/access.json:1: regions[1]: "us east" cannot be the name of a Region`,
		`{"regions":["us-east-1",7]}`:         "DIR/access.json:1: regions[2]: a number stands where a string should",
		`{"accounts":{"12345678901":{}}}`:     "DIR/access.json:1: accounts.12345678901: an account is named by twelve digits",
		`{"accounts":{"123456789012":{"roles":{}}}}`:                  "DIR/access.json:1: accounts.123456789012.roles: unknown member; there are users, groups",
		`{"accounts":{"123456789012":{"users":{"":{}}}}}`:             `DIR/access.json:1: accounts.123456789012.users."": ` + badName,
		`{"accounts":{"123456789012":{"users":{"a b":{}}}}}`:          `DIR/access.json:1: accounts.123456789012.users."a b": ` + badName,
		`{"accounts":{"123456789012":{"groups":{"a/b":{}}}}}`:         `DIR/access.json:1: accounts.123456789012.groups.a/b: ` + badName,
		`{"accounts":{"123456789012":{"groups":{"g":{"users":[]}}}}}`: "DIR/access.json:1: accounts.123456789012.groups.g.users: unknown member; there are policies",

		in(`"password":"x"`):                             at + ".password: unknown member; there are accessKeys, groups, policies, tags",
		in(`"tags":{"a":1}`):                             at + ".tags.a: a number stands where a string should",
		in(`"groups":"g"`):                               at + ".groups: a string stands where a list should",
		in(`"groups":["h"]`):                             at + `.groups[1]: there is no group "h" in this account`,
		in(`"groups":["g","g"]`):                         at + `.groups[2]: the user is in group g already`,
		in(`"accessKeys":{}`):                            at + ".accessKeys: an object stands where a list should",
		in(`"accessKeys":[{}]`):                          at + ".accessKeys[1]: the key has no id",
		in(`"accessKeys":[{"id":"AKIA1"}]`):              at + ".accessKeys[1]: the key has no secret",
		in(`"accessKeys":[{"secret":"s"}]`):              at + ".accessKeys[1]: the key has no id",
		in(`"accessKeys":[{"id":"a b","secret":"s"}]`):   at + ".accessKeys[1].id: an access key is named by at most 128 letters and digits",
		in(`"accessKeys":[{` + key + `},{` + key + `}]`): at + ".accessKeys[2].id: another key has the id AKIA1",
		in(`"accessKeys":[{` + key + `,"active":1}]`):    at + ".accessKeys[1].active: a number stands where a truth value should",
		in(`"accessKeys":[{` + key + `,"status":"Active"}]`): at +
			".accessKeys[1].status: unknown member; there are id, secret, active, sessionToken, expiration",
		in(`"accessKeys":[{"id":"AKIA1","secret":""}]`): at + ".accessKeys[1].secret: a secret cannot be empty",
		in(`"accessKeys":[{"id":"AKIA1","secret":7}]`):  at + `.accessKeys[1].secret: a secret is a text, {"env": NAME} or {"file": PATH}`,
		in(`"accessKeys":[{"id":"AKIA1","secret":{}}]`): at + `.accessKeys[1].secret: a secret is a text, {"env": NAME} or {"file": PATH}`,
		in(`"accessKeys":[{"id":"AKIA1","secret":{"env":"A","file":"b"}}]`): at +
			`.accessKeys[1].secret: a secret is a text, {"env": NAME} or {"file": PATH}`,
		in(`"accessKeys":[{"id":"AKIA1","secret":{"var":"A"}}]`): at + ".accessKeys[1].secret.var: unknown member; there are env, file",
		in(`"accessKeys":[{"id":"AKIA1","secret":{"env":"SWFD_TEST_NOWHERE"}}]`): at +
			".accessKeys[1].secret: the variable SWFD_TEST_NOWHERE is not set",
		in(`"accessKeys":[{"id":"AKIA1","secret":{"env":"SWFD_TEST_EMPTY"}}]`): at + ".accessKeys[1].secret: the secret is empty",
		in(`"accessKeys":[{"id":"AKIA1","secret":{"file":"none"}}]`):           at + ".accessKeys[1].secret: DIR/none: no such file or directory",
		in(`"accessKeys":[{"id":"AKIA1","secret":{"file":"."}}]`):              at + ".accessKeys[1].secret: DIR: this is not a regular file",
		in(`"accessKeys":[{` + key + `,"sessionToken":"t"}]`): at +
			".accessKeys[1]: temporary credentials have both a sessionToken and an expiration, others have neither",
		in(`"accessKeys":[{` + key + `,"expiration":"2026-01-02T03:04:05Z"}]`): at +
			".accessKeys[1]: temporary credentials have both a sessionToken and an expiration, others have neither",
		in(`"accessKeys":[{` + key + `,"sessionToken":"t","expiration":"tomorrow"}]`): at +
			`.accessKeys[1].expiration: "tomorrow" is no instant such as 2026-01-02T03:04:05Z`,

		in(`"policies":{}`):                                              at + ".policies: an object stands where a list should",
		in(`"policies":[{"file":"none"}]`):                               at + ".policies[1]: DIR/none: no such file or directory",
		in(`"policies":[{"file":""}]`):                                   at + ".policies[1].file: the path is empty",
		in(`"policies":[{"file":"broken.json","Version":"2012-10-17"}]`): at + ".policies[1].Version: unknown member; there are file",
		in("\"policies\":[\n{\n\"Version\":\n\"2012\"}]"): "DIR/access.json:7: accounts.123456789012.users.u.policies[1].Version: " +
			`unknown version "2012": there are "2012-10-17" and "2008-10-17"`,
		in(`"policies":[{"file":"broken.json"}]`): "DIR/broken.json:2: Statement.Effect: unknown effect \"allow\": there are Allow and Deny",
	} {
		t.Setenv("SWFD_TEST_EMPTY", "")
		path := write(t, file, "broken.json", "{\"Statement\":\n{\"Effect\":\"allow\",\"Action\":\"*\",\"Resource\":\"*\"}}")
		_, err := Load(path)
		var m *Mistake
		if want = strings.ReplaceAll(want, "DIR", filepath.Dir(path)); !errors.As(err, &m) || err.Error() != want {
			t.Errorf("%s\n got %v\nwant %s", file, err, want)
		}
	}
}

func TestNoFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none.json")
	if _, err := Load(path); err == nil || err.Error() != path+": there is no such file: swfd access create makes one" {
		t.Error(err)
	}
}

// TestOthersMayNotReadSecrets: neither the owner's group nor anybody else. Without secrets in it, all may read the file.
func TestOthersMayNotReadSecrets(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes tell nothing of who may read a file here")
	}
	const inFile, elsewhere = `"accessKeys":[{"id":"AKIA1","secret":"s"}]`, `"accessKeys":[{"id":"AKIA1","secret":{"file":"secret"}}]`
	for _, c := range []struct {
		members        string
		access, secret os.FileMode
		want           string
	}{
		{inFile, 0o600, 0o600, ""},
		{inFile, 0o400, 0o600, ""},
		{inFile, 0o640, 0o600, "DIR/access.json: it holds secrets, and others than its owner may read it: chmod 600 DIR/access.json"},
		{inFile, 0o604, 0o600, "DIR/access.json: it holds secrets, and others than its owner may read it: chmod 600 DIR/access.json"},
		{`"accessKeys":[{"id":"AKIA1","secret":{"file":"secret"},"sessionToken":"t","expiration":"2026-01-02T03:04:05Z"}]`, 0o644, 0o600,
			"DIR/access.json: it holds secrets, and others than its owner may read it: chmod 600 DIR/access.json"},
		{elsewhere, 0o644, 0o600, ""},
		{elsewhere, 0o600, 0o644,
			"DIR/access.json:4: accounts.123456789012.users.u.accessKeys[1].secret: others than its owner may read secret: chmod 600 DIR/secret"},
	} {
		path := write(t, in(c.members), "secret", "s")
		dir := filepath.Dir(path)
		if err := errors.Join(os.Chmod(path, c.access), os.Chmod(filepath.Join(dir, "secret"), c.secret)); err != nil {
			t.Fatal(err)
		}
		_, err := Load(path)
		if want := strings.ReplaceAll(c.want, "DIR", dir); want == "" && err != nil || want != "" && (err == nil || err.Error() != want) {
			t.Errorf("%s with modes %o and %o: %v", c.members, c.access, c.secret, err)
		}
	}
}

// TestAnybodyMayNotWrite what says who may do what. The owner's group may: it can be a team's.
func TestAnybodyMayNotWrite(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes tell nothing of who may write a file here")
	}
	const members = `"accessKeys":[{"id":"AKIA1","secret":{"file":"secret"}}],"policies":[{"file":"policy.json"}]`
	const policy = `{"Statement":[]}`
	for _, c := range []struct {
		file string
		mode os.FileMode
		want string
	}{
		{"access.json", 0o646, "DIR/access.json: anybody may write it: chmod o-w"},
		{"access.json", 0o664, ""},
		{"policy.json", 0o666, "DIR/access.json:4: accounts.123456789012.users.u.policies[1]: DIR/policy.json: anybody may write it: chmod o-w"},
		{"policy.json", 0o664, ""},
		{"secret", 0o602, "DIR/access.json:4: accounts.123456789012.users.u.accessKeys[1].secret: DIR/secret: anybody may write it: chmod o-w"},
	} {
		path := write(t, in(members), "secret", "s", "policy.json", policy)
		dir := filepath.Dir(path)
		if err := os.Chmod(filepath.Join(dir, c.file), c.mode); err != nil {
			t.Fatal(err)
		}
		_, err := Load(path)
		if want := strings.ReplaceAll(c.want, "DIR", dir); want == "" && err != nil || want != "" && (err == nil || err.Error() != want) {
			t.Errorf("%s with mode %o: %v", c.file, c.mode, err)
		}
	}
}

// FuzzLoad: whatever an access file says, it is taken or refused with a reason and a line that it has.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte(in(`"policies":[` + everything + `,7]`)))
	f.Add([]byte(`{"accounts":{"123456789012":{"users":{"u":{"accessKeys":[{"id":"A","secret":{"file":"x"}}]}}}}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		parsed, err := readFile("access.json", text)
		var m *Mistake
		if err != nil {
			if !errors.As(err, &m) || m.Reason == "" || m.Line < 0 || m.Line > 1+strings.Count(string(text), "\n") {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		for _, a := range parsed.accounts {
			for _, u := range a.users {
				for _, k := range u.keys {
					if !isAccount(a.id) || !isName(u.name) || !isAccessKey(k.id) || k.secret == nil {
						t.Fatalf("%q: account %q has user %q with key %q", text, a.id, u.name, k.id)
					}
				}
			}
		}
	})
}
