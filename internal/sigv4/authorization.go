package sigv4

import (
	"encoding/hex"
	"strings"
)

// algorithm is the one way of signing.
const algorithm = "AWS4-HMAC-SHA256"

// authorization is an Authorization header taken apart:
//
//	AWS4-HMAC-SHA256 Credential=KEY/DATE/REGION/SERVICE/aws4_request, SignedHeaders=host;x-amz-date, Signature=0123...
type authorization struct {
	text                                 string
	algorithm                            string
	credential, signedHeaders, signature parameter
}

// parameter is one of the header's parameters: what it says, and whether it is there at all.
type parameter struct {
	text  string
	given bool
}

// readAuthorization takes the header apart. What the parts say is checked later.
func readAuthorization(r *Request) (authorization, error) {
	a := authorization{text: r.first(authorizationHeader)}
	if !strings.HasPrefix(a.text, "AWS4-") {
		return a, missing()
	}
	var parameters string
	a.algorithm, parameters, _ = strings.Cut(a.text, " ")
	if strings.TrimSpace(parameters) == "" {
		return a, nil
	}
	for p := range strings.SplitSeq(parameters, ",") {
		if err := a.take(strings.TrimSpace(p)); err != nil {
			return a, err
		}
	}
	return a, nil
}

// take takes a parameter of the form name=value. One that is there twice is refused, also if it says nothing the first time.
func (a *authorization) take(text string) error {
	name, value, ok := strings.Cut(text, "=")
	if !ok {
		return incomplete("'" + text + "' not a valid key=value pair (missing equal-sign) in Authorization header: '" + a.text + "'.")
	}
	var part *parameter
	switch name {
	case "Credential":
		part = &a.credential
	case "SignedHeaders":
		part = &a.signedHeaders
	case "Signature":
		part = &a.signature
	default:
		return incomplete("Authorization header has an unknown '" + name + "' parameter. Authorization=" + a.text)
	}
	if part.given {
		return twice("'" + name + "' parameter in the Authorization header")
	}
	*part = parameter{value, true}
	return nil
}

// complete refuses a request that lacks parts of its signature, naming all that it lacks.
func (a *authorization) complete(hasDate bool) error {
	text := ""
	for _, part := range [...]struct{ name, value string }{
		{"Credential", a.credential.text}, {"Signature", a.signature.text}, {"SignedHeaders", a.signedHeaders.text},
	} {
		if part.value == "" {
			text += "Authorization header requires '" + part.name + "' parameter. "
		}
	}
	if !hasDate {
		text += "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
	}
	if text == "" {
		return nil
	}
	return incomplete(text + "Authorization=" + a.text)
}

// mac is the signature's bytes. A signature has one form only: 64 hexadecimal digits in lower case.
func (a *authorization) mac() (mac [32]byte, ok bool) {
	if len(a.signature.text) != hex.EncodedLen(len(mac)) || strings.ContainsAny(a.signature.text, "ABCDEF") {
		return mac, false
	}
	_, err := hex.Decode(mac[:], []byte(a.signature.text))
	return mac, err == nil
}
