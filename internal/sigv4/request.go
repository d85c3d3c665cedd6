package sigv4

import "strings"

// Request is what of an HTTP request a signature covers.
type Request struct {
	// Method, Path and Query are those of the request line; Query has no question mark.
	Method, Path, Query string
	// Host is the Host header, as it came.
	Host string
	// Header holds the other headers, each under its name in the form in which net/http keeps it, such as X-Amz-Date.
	Header map[string][]string
	// Body is the whole body, as it was received.
	Body []byte
}

// The headers that are looked at here.
const (
	authorizationHeader = "Authorization"
	dateHeader          = "X-Amz-Date"
	plainDateHeader     = "Date"
	tokenHeader         = "X-Amz-Security-Token"
	bodyHashHeader      = "X-Amz-Content-Sha256"
	contentTypeHeader   = "Content-Type"
)

// amazonPrefix is what the names of all headers begin with that change what a request means.
const amazonPrefix = "X-Amz-"

// first is a header's value, "" if there is none.
func (r *Request) first(name string) string {
	if values := r.Header[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// repeated is a header that is there more than once and would be ambiguous then, "" if there is none.
func (r *Request) repeated() string {
	found := ""
	for name, values := range r.Header {
		if len(values) > 1 && counts(name) && (found == "" || name < found) {
			found = name
		}
	}
	return found
}

// counts reports whether a header changes what a request means.
func counts(name string) bool {
	return strings.HasPrefix(name, amazonPrefix) || name == authorizationHeader || name == plainDateHeader || name == contentTypeHeader
}

// unsigned is a header that ought to be signed and is not, "" if there is none. Who is between client and server could change it.
func (r *Request) unsigned(signed []string) string {
	if !contains(signed, "Host") {
		return "Host"
	}
	found := ""
	for name := range r.Header {
		if r.mustSign(name) && !contains(signed, name) && (found == "" || name < found) {
			found = name
		}
	}
	return found
}

func (r *Request) mustSign(name string) bool {
	switch name {
	case plainDateHeader:
		return len(r.Header[dateHeader]) == 0
	case contentTypeHeader:
		// Clients of the older content type do not sign it. It only says what the reply's shall be.
		return !strings.HasPrefix(r.first(name), "application/json")
	}
	return strings.HasPrefix(name, amazonPrefix)
}

func contains(signed []string, name string) bool {
	for _, s := range signed {
		if strings.EqualFold(s, name) {
			return true
		}
	}
	return false
}
