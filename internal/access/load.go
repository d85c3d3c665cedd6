package access

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/swfd/swfd/internal/jsontree"
	"github.com/swfd/swfd/internal/policy"
)

// Load reads an access file, and all files and variables that it names. Errors are of type *Mistake.
func Load(path string) (*Directory, error) { return load(path, newSources()) }

func load(path string, s *sources) (*Directory, error) {
	text, isOpen, err := s.read(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ofFile(path, "there is no such file: swfd access create makes one")
	}
	if err != nil {
		return nil, ofFile(path, err.Error())
	}
	f, err := readFile(path, text)
	if err != nil {
		return nil, err
	}
	if f.holdsSecrets && isOpen {
		return nil, ofFile(path, "it holds secrets, and others than its owner may read it: chmod 600 "+path)
	}
	l := newLoader(path, s)
	l.made.regions = f.regions
	for _, a := range f.accounts {
		if err := l.account(a); err != nil {
			return nil, err
		}
	}
	l.made.doubts = l.doubts()
	return l.made, nil
}

// loader makes a Directory of a file.
type loader struct {
	path    string
	sources *sources
	made    *Directory
	// policies are those that have been read, and policyFiles those of them that have a file of their own, by its path.
	policies    []*readPolicy
	policyFiles map[string]*readPolicy
}

func newLoader(path string, s *sources) *loader {
	return &loader{path: path, sources: s, policyFiles: map[string]*readPolicy{}, made: &Directory{
		users: map[string]map[string]*User{}, keys: map[string]*accessKey{}, nobodys: newAccessKey(nil, NewSecret(rand.Text())),
	}}
}

func (l *loader) account(a *account) error {
	users := map[string]*User{}
	l.made.users[a.id] = users
	groups := map[string]attached{}
	for _, g := range a.groups {
		var err error
		if groups[g.name], err = l.attached(g.policies, a.id, "group "+g.name); err != nil {
			return err
		}
	}
	for _, entry := range a.users {
		u := &User{Account: a.id, Name: entry.name, ARN: userARN(a.id, entry.name), Tags: entry.tags}
		users[u.Name] = u
		if err := l.attach(u, entry, groups); err != nil {
			return err
		}
		for _, k := range entry.keys {
			if err := l.key(u, k); err != nil {
				return err
			}
		}
	}
	return nil
}

// attached are policies, and where each of them stands.
type attached struct {
	documents []*policy.Document
	sources   []string
}

// attach gives a user its policies, and then those of its groups.
func (l *loader) attach(u *User, entry *user, groups map[string]attached) error {
	own, err := l.attached(entry.policies, u.Account, "user "+entry.name)
	if err != nil {
		return err
	}
	u.Policies, u.Sources = own.documents, own.sources
	in := map[string]bool{}
	for _, g := range entry.groups {
		of, ok := groups[g.name]
		switch {
		case !ok:
			return l.mistake(g.Node, "there is no group %q in this account", g.name)
		case in[g.name]:
			return l.mistake(g.Node, "the user is in group %s already", g.name)
		}
		in[g.name] = true
		u.Policies, u.Sources = append(u.Policies, of.documents...), append(u.Sources, of.sources...)
	}
	return nil
}

// attached reads policies that are for users of an account.
func (l *loader) attached(entries []policyEntry, account, of string) (attached, error) {
	var a attached
	for i, p := range entries {
		read, err := l.policy(p)
		if err != nil {
			return a, err
		}
		read.isFor(account)
		source := fmt.Sprintf("policy %d of %s", i+1, of)
		if p.file != "" {
			source += " (" + p.file + ")"
		}
		a.documents, a.sources = append(a.documents, read.document), append(a.sources, source)
	}
	return a, nil
}

func (l *loader) key(of *User, entry *keyEntry) error {
	if l.made.keys[entry.id] != nil {
		return l.mistake(entry.Member("id"), "another key has the id %s", entry.id)
	}
	secret, err := l.secret(entry.secret)
	if err != nil {
		return err
	}
	k := newAccessKey(of, secret)
	k.id, k.active, k.expiration = entry.id, entry.active, entry.expiration
	if entry.token != nil {
		if k.token, err = l.secret(entry.token); err != nil {
			return err
		}
	}
	l.made.keys[entry.id] = k
	return nil
}

// secret finds a secret where the file says that it is.
func (l *loader) secret(s *secretEntry) (Secret, error) {
	text := s.inline.Reveal()
	switch {
	case s.env != "":
		value, ok := os.LookupEnv(s.env)
		if !ok {
			return Secret{}, l.mistake(s.Node, "the variable %s is not set", s.env)
		}
		text = value
	case s.file != "":
		b, isOpen, err := l.read(s.Node, s.file)
		if err != nil {
			return Secret{}, err
		}
		if isOpen {
			return Secret{}, l.mistake(s.Node, "others than its owner may read %s: chmod 600 %s", s.file, l.beside(s.file))
		}
		text = strings.TrimRight(string(b), "\r\n")
	}
	if text == "" {
		return Secret{}, l.mistake(s.Node, "the secret is empty")
	}
	return NewSecret(text), nil
}

// read reads a file that the access file names.
func (l *loader) read(at *jsontree.Node, path string) (text []byte, isOpen bool, err error) {
	text, isOpen, err = l.sources.read(l.beside(path))
	if err != nil {
		return nil, false, l.mistake(at, "%s: %v", l.beside(path), err)
	}
	return text, isOpen, nil
}

// beside is where a file is that the access file names: relative paths begin at its folder.
func (l *loader) beside(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(l.path), path)
}

func (l *loader) mistake(at *jsontree.Node, format string, args ...any) error {
	return inFile(l.path, at.Mistake(format, args...))
}
