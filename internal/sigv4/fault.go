package sigv4

import (
	"strconv"

	"github.com/swfd/swfd/swf"
)

// Mismatch is the answer to a signature that is not the right one. Whoever checks a signature against a key that nobody has should give
// the same answer, or strangers learn which keys there are.
func Mismatch() error {
	return invalid("The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and " +
		"signing method. Consult the service documentation for details.")
}

// InvalidKey is the answer to a right signature with a key that may not be used.
func InvalidKey() error {
	return unrecognized("The security token included in the request is invalid.")
}

// InvalidToken is the answer to a right signature with a session token that does not belong to the key, or without the one that does.
func InvalidToken() error {
	return unrecognized("The security token included in the request is invalid")
}

// ExpiredToken is the answer to a right signature with a session token that is past its life.
func ExpiredToken() error {
	return &swf.ExpiredTokenException{FaultDetail: swf.FaultDetail{Message: "The security token included in the request is expired"}}
}

func missing() error {
	return &swf.MissingAuthenticationTokenException{FaultDetail: swf.FaultDetail{Message: "Request is missing Authentication Token"}}
}

func incomplete(text string) error {
	return &swf.IncompleteSignatureException{FaultDetail: swf.FaultDetail{Message: text}}
}

func invalid(text string) error {
	return &swf.InvalidSignatureException{FaultDetail: swf.FaultDetail{Message: text}}
}

func unrecognized(text string) error {
	return &swf.UnrecognizedClientException{FaultDetail: swf.FaultDetail{Message: text}}
}

// twice refuses what should be there once.
func twice(what string) error { return invalid("Found more than one " + what + ".") }

func tooManySigned() error {
	return invalid("More than " + strconv.Itoa(mostSigned) + " headers are a 'SignedHeader' in the AWS Authorization.")
}
