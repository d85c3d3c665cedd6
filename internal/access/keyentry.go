package access

import "time"

// keyEntry is an access key. Temporary credentials have a token and an expiration, too.
type keyEntry struct {
	place
	id         string
	secret     *secretEntry
	active     bool
	token      *secretEntry
	expiration time.Time
}

// secretEntry is a secret, or where it is found: one of the three.
type secretEntry struct {
	place
	inline    Secret
	env, file string
}

func (f *file) readKeys(r *reader, u *user) (*container, error) {
	c, err := r.list(func() error {
		k := &keyEntry{active: true}
		u.keys = append(u.keys, k)
		return f.readKey(r, k)
	})
	return &c, err
}

func (f *file) readKey(r *reader, k *keyEntry) error {
	_, err := r.object(func(name string) (err error) {
		switch name {
		case "id":
			k.id, err = r.string()
			k.place = r.here()
			if err == nil && !isAccessKey(k.id) {
				err = r.mistake(k.place, "an access key is named by at most 128 letters and digits")
			}
		case "secret":
			k.secret, err = f.readSecret(r)
		case "active":
			k.active, err = r.truth()
		case "sessionToken":
			k.token, err = f.readSecret(r)
		case "expiration":
			k.expiration, err = readInstant(r)
		default:
			err = r.unknown("id, secret, active, sessionToken and expiration")
		}
		return err
	})
	switch {
	case err != nil:
		return err
	case k.id == "":
		return r.mistake(r.here(), "the key has no id")
	case k.secret == nil:
		return r.mistake(k.place, "the key has no secret")
	case (k.token == nil) != k.expiration.IsZero():
		return r.mistake(k.place, "temporary credentials have both a sessionToken and an expiration, others have neither")
	}
	return nil
}

// readSecret reads a secret in one of its forms: "text", {"env": NAME} or {"file": PATH}.
func (f *file) readSecret(r *reader) (*secretEntry, error) {
	s := &secretEntry{}
	if next := r.peek(); next == '"' {
		text, err := r.string()
		s.place, s.inline = r.here(), NewSecret(text)
		f.holdsSecrets = true
		if err == nil && text == "" {
			err = r.mistake(s.place, "a secret cannot be empty")
		}
		return s, err
	}
	_, err := r.object(func(name string) (err error) {
		switch name {
		case "env":
			s.env, err = r.string()
		case "file":
			s.file, err = r.string()
		default:
			err = r.unknown("env or file")
		}
		return err
	})
	s.place = r.here()
	if err == nil && (s.env == "") == (s.file == "") {
		err = r.mistake(s.place, `a secret is a text, {"env": NAME} or {"file": PATH}`)
	}
	return s, err
}

func readInstant(r *reader) (time.Time, error) {
	text, err := r.string()
	if err != nil {
		return time.Time{}, err
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil || at.IsZero() {
		return at, r.mistake(r.here(), "%q is no instant such as 2026-01-02T03:04:05Z", text)
	}
	return at, nil
}
