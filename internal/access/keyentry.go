package access

import (
	"time"

	"github.com/swfd/swfd/internal/jsontree"
)

// keyEntry is an access key. Temporary credentials have a token and an expiration, too.
type keyEntry struct {
	*jsontree.Node
	id         string
	secret     *secretEntry
	active     bool
	token      *secretEntry
	expiration time.Time
}

// secretEntry is a secret, or where it is found: one of the three.
type secretEntry struct {
	*jsontree.Node
	inline    Secret
	env, file string
}

func (f *file) readKeys(n *jsontree.Node) ([]*keyEntry, error) {
	items, err := n.List()
	if err != nil {
		return nil, err
	}
	var keys []*keyEntry
	for _, i := range items {
		k, err := f.readKey(i)
		if err != nil {
			return nil, err
		}
		keys = append(keys, k)
	}
	return keys, nil
}

func (f *file) readKey(n *jsontree.Node) (*keyEntry, error) {
	k := &keyEntry{Node: n, active: true}
	err := n.Only("id", "secret", "active", "sessionToken", "expiration")
	if err == nil {
		k.id, err = readKeyID(n)
	}
	if err == nil {
		k.secret, err = f.readSecret(n.Member("secret"))
	}
	if active := n.Member("active"); err == nil && active != nil {
		k.active, err = active.Truth()
	}
	if err == nil {
		k.token, err = f.readSecret(n.Member("sessionToken"))
	}
	if err == nil {
		k.expiration, err = readInstant(n.Member("expiration"))
	}
	switch {
	case err != nil:
		return nil, err
	case k.secret == nil:
		return nil, n.Mistake("the key has no secret")
	case (k.token == nil) != k.expiration.IsZero():
		return nil, n.Mistake("temporary credentials have both a sessionToken and an expiration, others have neither")
	}
	return k, nil
}

func readKeyID(key *jsontree.Node) (string, error) {
	n := key.Member("id")
	id, err := n.Text()
	switch {
	case err != nil:
		return "", err
	case n == nil:
		return "", key.Mistake("the key has no id")
	case !isAccessKey(id):
		return "", n.Mistake("an access key is named by at most 128 letters and digits")
	}
	return id, nil
}

// readSecret reads a secret in one of its forms: "text", {"env": NAME} or {"file": PATH}. It is nil if there is none.
func (f *file) readSecret(n *jsontree.Node) (*secretEntry, error) {
	const forms = `a secret is a text, {"env": NAME} or {"file": PATH}`
	switch {
	case n == nil:
		return nil, nil
	case n.Kind == jsontree.String && n.Content == "":
		return nil, n.Mistake("a secret cannot be empty")
	case n.Kind == jsontree.String:
		s := &secretEntry{Node: n, inline: NewSecret(n.Content)}
		// The tree does not hide what it holds.
		n.Content = ""
		f.holdsSecrets = true
		return s, nil
	case n.Kind != jsontree.Object:
		return nil, n.Mistake(forms)
	}
	if err := n.Only("env", "file"); err != nil {
		return nil, err
	}
	env, err := n.Member("env").Text()
	if err != nil {
		return nil, err
	}
	file, err := n.Member("file").Text()
	if err == nil && (env == "") == (file == "") {
		err = n.Mistake(forms)
	}
	return &secretEntry{Node: n, env: env, file: file}, err
}

func readInstant(n *jsontree.Node) (time.Time, error) {
	text, err := n.Text()
	if err != nil || n == nil {
		return time.Time{}, err
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil || at.IsZero() {
		return at, n.Mistake("%q is no instant such as 2026-01-02T03:04:05Z", text)
	}
	return at, nil
}
