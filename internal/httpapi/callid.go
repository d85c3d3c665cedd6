package httpapi

import (
	"crypto/sha256"
	"encoding/binary"
	"net/http"
	"strings"

	"github.com/swfd/swfd/internal/access"
)

// invocationHeader is how SDKs name a call: with a random name that all attempts of it have. (In amz-sdk-request they count the attempts,
// each in a manner of its own; who asks for the name need not know the count.)
const invocationHeader = "Amz-Sdk-Invocation-Id"

// longestInvocation bounds the name. SDKs send a UUID, 36 characters.
const longestInvocation = 128

// invocation is the name that a client gives to its call, "" if it gives none, or something that is no name.
func invocation(h http.Header) string {
	values := h[invocationHeader]
	if len(values) != 1 || len(values[0]) > longestInvocation {
		return ""
	}
	invisible := func(r rune) bool { return r <= ' ' || r > '~' }
	if strings.ContainsFunc(values[0], invisible) {
		return ""
	}
	return values[0]
}

// callID names a call for the service. That two attempts have the same name does not make them one call: what they ask for, and who
// asks, must be the same, too.
func callID(caller access.Caller, operation, invocation string, body []byte) (id access.CallID) {
	if invocation == "" {
		return access.CallID{}
	}
	// The lengths keep the parts apart.
	head := make([]byte, 0, 256)
	for _, part := range [...]string{caller.Account, caller.Region, caller.Principal, operation, invocation} {
		head = binary.BigEndian.AppendUint32(head, uint32(len(part)))
		head = append(head, part...)
	}
	h := sha256.New()
	// Writing to a hash never fails.
	_, _ = h.Write(head)
	_, _ = h.Write(body)
	var sum [sha256.Size]byte
	copy(id[:], h.Sum(sum[:0]))
	return id
}
