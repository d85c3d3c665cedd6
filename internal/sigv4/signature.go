package sigv4

import (
	"crypto/hmac"
	"encoding/hex"
	"strings"
	"time"
)

// Rules are what a server asks of every signature.
type Rules struct {
	// Skew is how far the instant of a request may be from the server's time, either way.
	Skew time.Duration
	// Region reports whether a Region is served here.
	Region func(name string) bool
}

// Signature is a request's signature, of which it is not known yet whether it is the right one.
type Signature struct {
	// KeyID is the access key that it claims to be made with: any text without a slash.
	KeyID string
	// Scope is what it is made for.
	Scope Scope
	// Token is the session token that the request carries, "" if it carries none.
	Token string

	// toSign is what was to be signed, and mac what came out.
	toSign []byte
	mac    [32]byte
	// hopeless means that no key can have made it.
	hopeless bool
}

// mostSigned is how many headers may be signed. SDKs sign about ten. Each header of a request is looked for among the signed ones, and of
// both a stranger could send thousands.
const mostSigned = 64

// Read reads a request's signature, and checks all of it that can be checked without a key. Errors are those of the service:
// MissingAuthenticationTokenException, IncompleteSignatureException and InvalidSignatureException.
func (r Rules) Read(request *Request, now time.Time) (Signature, error) {
	a, err := readAuthorization(request)
	if err != nil {
		return Signature{}, err
	}
	if name := request.repeated(); name != "" {
		return Signature{}, twice("'" + name + "' header")
	}
	instant := request.instant()
	if err := a.complete(instant != ""); err != nil {
		return Signature{}, err
	}
	if err := r.checkInstant(instant, now); err != nil {
		return Signature{}, err
	}
	if strings.Count(a.signedHeaders.text, ";") >= mostSigned {
		return Signature{}, tooManySigned()
	}
	var room [16]string
	signed := appendNames(room[:0], a.signedHeaders.text)
	if name := request.unsigned(signed); name != "" {
		return Signature{}, invalid("'" + name + "' must be a 'SignedHeader' in the AWS Authorization.")
	}
	if a.algorithm != algorithm {
		return Signature{}, incomplete("Unsupported AWS 'algorithm': '" + a.algorithm + "' (only " + algorithm + " for now). ")
	}
	s := Signature{Token: request.first(tokenHeader)}
	if s.KeyID, s.Scope, err = r.readCredential(a.credential.text, instant); err != nil {
		return Signature{}, err
	}
	hash, isCanonical := canonicalHash(request, a.signedHeaders.text, signed)
	mac, isMAC := a.mac()
	s.mac, s.hopeless = mac, !isCanonical || !isMAC || !isOurs(request)
	s.toSign = toSign(instant, s.Scope, hash)
	return s, nil
}

// isOurs reports whether a request is of the one form that SWF has. A signature in a query is no signature here.
func isOurs(r *Request) bool { return r.Method == "POST" && r.Path == "/" && r.Query == "" }

func appendNames(names []string, list string) []string {
	for name := range strings.SplitSeq(list, ";") {
		names = append(names, name)
	}
	return names
}

func toSign(instant string, scope Scope, hash [32]byte) []byte {
	b := make([]byte, 0, 192)
	b = append(b, algorithm+"\n"...)
	b = append(append(b, instant...), '\n')
	b = append(append(b, scope.Date...), '/')
	b = append(append(b, scope.Region...), "/"+Service+"/"+terminator+"\n"...)
	return hex.AppendEncode(b, hash[:])
}

// MadeWith reports whether the signature was made with a key, which must be that of the signature's scope. The time that it takes tells
// nothing about the key.
func (s *Signature) MadeWith(key SigningKey) bool {
	if key.bytes == nil {
		return false
	}
	right := hmac.Equal(s.mac[:], sum(key.bytes[:], s.toSign))
	return right && !s.hopeless
}
