package token

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// ErrInvalid is what opening anything gives that this Sealer did not seal for this purpose.
var ErrInvalid = errors.New("invalid token")

// ErrExpired is what opening a page token gives after PageLife.
var ErrExpired = errors.New("the page token is too old")

// PageLife is how long a page token is good.
const PageLife = 24 * time.Hour

// KeySize is the length of a sealing key in bytes.
const KeySize = 32

// Key is a sealing key and the number by which tokens name it.
type Key struct {
	ID     byte
	Secret [KeySize]byte
}

const hidden = "token.Key(hidden)"

// Format hides the key from everything that fmt prints, with whichever verb.
func (Key) Format(f fmt.State, verb rune) { _, _ = io.WriteString(f, hidden) }

// MarshalText hides the key from encoders and logs.
func (Key) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// Sealer seals and opens tokens. It is safe for concurrent use.
type Sealer struct {
	current    byte
	keys       map[byte]sealingKey
	generation uint64
}

type sealingKey struct {
	aead cipher.AEAD
	// siv is the key of the hash that makes nonces.
	siv [sha256.Size]byte
}

// NewSealer makes a Sealer that seals with the first key and opens with all of them; each has a number of its own. The generation
// is the store's count of restores.
func NewSealer(keys []Key, generation uint64) (*Sealer, error) {
	if len(keys) == 0 {
		return nil, errors.New("no key to seal tokens with")
	}
	s := &Sealer{current: keys[0].ID, keys: map[byte]sealingKey{}, generation: generation}
	for _, k := range keys {
		if _, twice := s.keys[k.ID]; twice {
			return nil, fmt.Errorf("two keys to seal tokens with have the number %d", k.ID)
		}
		aead, err := newAEAD(derive(k.Secret, "seal"))
		if err != nil {
			return nil, fmt.Errorf("token key %d: %w", k.ID, err)
		}
		s.keys[k.ID] = sealingKey{aead: aead, siv: derive(k.Secret, "nonce")}
	}
	return s, nil
}

func newAEAD(key [sha256.Size]byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// derive makes a key for one purpose from the secret.
func derive(secret [KeySize]byte, purpose string) [sha256.Size]byte {
	h := hmac.New(sha256.New, secret[:])
	h.Write([]byte("swfd token " + purpose))
	return [sha256.Size]byte(h.Sum(nil))
}

// Purposes, authenticated but not written: a token of one purpose does not open as another.
const (
	purposeTask = 't'
	purposePage = 'p'
)

// A token is base64 of: format 1, key id, nonce, sealed bytes.
const format = 1

func (s *Sealer) seal(purpose byte, plain []byte) string {
	key := s.keys[s.current]
	associated := s.associated(purpose, s.current)
	out := make([]byte, 2, 2+key.aead.NonceSize()+len(plain)+key.aead.Overhead())
	out[0], out[1] = format, s.current
	out = key.appendNonce(out, associated, plain)
	out = key.aead.Seal(out, out[2:], plain, associated)
	return base64.RawURLEncoding.EncodeToString(out)
}

// appendNonce appends the nonce of a text: the same one for the same text, and so never the same for two.
func (k *sealingKey) appendNonce(b, associated, plain []byte) []byte {
	h := hmac.New(sha256.New, k.siv[:])
	h.Write(associated)
	h.Write(plain)
	var sum [sha256.Size]byte
	return append(b, h.Sum(sum[:0])[:k.aead.NonceSize()]...)
}

// associated is what a token is bound to without saying it.
func (s *Sealer) associated(purpose, keyID byte) []byte {
	return binary.BigEndian.AppendUint64([]byte{format, purpose, keyID}, s.generation)
}

func (s *Sealer) open(purpose byte, text string) ([]byte, error) {
	// The decoder passes over line breaks; a token has none, and has one form only.
	if strings.ContainsAny(text, "\r\n") {
		return nil, ErrInvalid
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) < 2 || raw[0] != format {
		return nil, ErrInvalid
	}
	key, ok := s.keys[raw[1]]
	size := 0
	if ok {
		size = key.aead.NonceSize()
	}
	if !ok || len(raw) < 2+size {
		return nil, ErrInvalid
	}
	plain, err := key.aead.Open(nil, raw[2:2+size], raw[2+size:], s.associated(purpose, raw[1]))
	if err != nil {
		return nil, ErrInvalid
	}
	return plain, nil
}
