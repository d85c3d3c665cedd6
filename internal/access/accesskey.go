package access

import (
	"crypto/subtle"
	"slices"
	"sync/atomic"
	"time"

	"github.com/swfd/swfd/internal/sigv4"
)

// accessKey is a key that requests are signed with.
type accessKey struct {
	id     string
	user   *User
	secret Secret
	active bool
	// token and expiration are those of temporary credentials, empty and zero for others.
	token      Secret
	expiration time.Time
	// kept are the signing keys that right signatures were made with lately, at most mostKept.
	kept atomic.Pointer[[]scopedKey]
}

// scopedKey is a signing key with its scope.
type scopedKey struct {
	scope sigv4.Scope
	key   sigv4.SigningKey
}

// mostKept is how many scopes a key is used in at once: one for each Region, and two around midnight. Only who has the secret can use up the
// room, which is his own.
const mostKept = 4

func newAccessKey(user *User, secret Secret) *accessKey {
	k := &accessKey{user: user, secret: secret, active: true}
	k.kept.Store(&[]scopedKey{})
	return k
}

// admit says nil to a right signature with a key that is good now, and the service's answer to any other.
func (k *accessKey) admit(s *sigv4.Signature, now time.Time) error {
	// Only who has the secret learns more than that the signature is wrong.
	switch {
	case !k.made(s), k.user == nil:
		return sigv4.Mismatch()
	case !k.active:
		return sigv4.InvalidKey()
	case subtle.ConstantTimeCompare([]byte(s.Token), []byte(k.token.Reveal())) != 1:
		return sigv4.InvalidToken()
	case k.isTemporary() && !now.Before(k.expiration):
		return sigv4.ExpiredToken()
	}
	return nil
}

// isTemporary reports whether the key is good for a while only, together with its session token.
func (k *accessKey) isTemporary() bool { return !k.expiration.IsZero() }

// made reports whether a signature was made with the key.
func (k *accessKey) made(s *sigv4.Signature) bool {
	kept := *k.kept.Load()
	i := slices.IndexFunc(kept, func(of scopedKey) bool { return of.scope == s.Scope })
	if i >= 0 && s.MadeWith(kept[i].key) {
		return true
	}
	// A wrong signature costs a derivation and one comparison, whether or not the key is one that somebody uses: how long an answer
	// takes is an answer, too.
	key := sigv4.Derive(k.secret.Reveal(), s.Scope)
	if i >= 0 || !s.MadeWith(key) {
		return false
	}
	k.keep(scopedKey{s.Scope, key}, kept)
	return true
}

// keep keeps a key in front of others. Of keys that are kept at the same moment one may be lost, which does no harm.
func (k *accessKey) keep(first scopedKey, others []scopedKey) {
	kept := append([]scopedKey{first}, others...)
	kept = kept[:min(len(kept), mostKept)]
	k.kept.Store(&kept)
}
