package sigv4

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"io"
)

// SigningKey is the key that signs within a scope. It is derived from a secret access key, and worth keeping: deriving costs as much as
// all the rest of a verification. The zero value is no key, and makes no signature.
type SigningKey struct {
	// bytes are behind a pointer: what holds a key in a member of its own may be printed without asking for its Format.
	bytes *[sha256.Size]byte
}

// Derive makes the signing key of a secret access key for a scope.
func Derive(secret string, scope Scope) SigningKey {
	key := []byte("AWS4" + secret)
	for _, part := range [...]string{scope.Date, scope.Region, Service, terminator} {
		key = sum(key, []byte(part))
	}
	return SigningKey{(*[sha256.Size]byte)(key)}
}

func sum(key, text []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write(text)
	return h.Sum(nil)
}

const hidden = "sigv4.SigningKey(hidden)"

// Format hides the key from everything that fmt prints, with whichever verb.
func (SigningKey) Format(f fmt.State, verb rune) { _, _ = io.WriteString(f, hidden) }

// MarshalText hides the key from encoders and logs.
func (SigningKey) MarshalText() ([]byte, error) { return []byte(hidden), nil }
