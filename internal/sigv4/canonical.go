package sigv4

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
)

// canonicalHash is the hash of the request in its canonical form, which is what client and server sign alike. It reports false for a
// request that has none: if it was signed with a header that it has not, if the names of the signed headers are out of order, or if it
// gives another hash than its body's, be it that of another body or a word for not hashing it.
func canonicalHash(r *Request, signedHeaders string, signed []string) (hash [sha256.Size]byte, ok bool) {
	body := hexHash(sha256.Sum256(r.Body))
	if given, has := r.Header[bodyHashHeader]; has && (len(given) != 1 || given[0] != string(body[:])) {
		return hash, false
	}
	text := make([]byte, 0, 1024)
	text = append(text, "POST\n/\n\n"...)
	before := ""
	for _, name := range signed {
		if name <= before {
			return hash, false
		}
		before = name
		text = append(append(text, name...), ':')
		if text, ok = appendHeader(text, r, name); !ok {
			return hash, false
		}
		text = append(text, '\n')
	}
	text = append(text, '\n')
	text = append(append(text, signedHeaders...), '\n')
	text = append(text, body[:]...)
	return sha256.Sum256(text), true
}

// appendHeader appends the values of a header whose name is in lower case.
func appendHeader(b []byte, r *Request, name string) ([]byte, bool) {
	var form [64]byte
	key, ok := appendHeaderForm(form[:0], name)
	if !ok {
		return b, false
	}
	if name == "host" {
		return appendFolded(b, r.Host), true
	}
	values := r.Header[string(key)]
	if len(values) == 0 {
		// A server need not keep what it knows from the body.
		return strconv.AppendInt(b, int64(len(r.Body)), 10), name == "content-length"
	}
	for i, v := range values {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendFolded(b, v)
	}
	return b, true
}

// appendHeaderForm appends a header's name as net/http keeps it: with a capital letter at the beginning and after each dash. It reports
// false for a name with capital letters of its own.
func appendHeaderForm(b []byte, name string) ([]byte, bool) {
	first := true
	for _, c := range []byte(name) {
		switch {
		case c >= 'A' && c <= 'Z':
			return b, false
		case first && c >= 'a' && c <= 'z':
			c -= 'a' - 'A'
		}
		b = append(b, c)
		first = c == '-'
	}
	return b, true
}

// appendFolded appends a value without blanks at its ends, and with one blank for each run of them.
func appendFolded(b []byte, value string) []byte {
	value = strings.Trim(value, " \t")
	for {
		i := strings.Index(value, "  ")
		if i < 0 {
			return append(b, value...)
		}
		b = append(append(b, value[:i]...), ' ')
		value = strings.TrimLeft(value[i:], " ")
	}
}

func hexHash(hash [sha256.Size]byte) (text [2 * sha256.Size]byte) {
	hex.Encode(text[:], hash[:])
	return text
}
