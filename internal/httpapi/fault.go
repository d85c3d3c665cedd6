package httpapi

import (
	"github.com/swfd/swfd/internal/awsjson"
	"github.com/swfd/swfd/swf"
)

// silent are the errors that carry no text.
var silent = map[string]bool{
	"InternalFailure":           true,
	"UnknownOperationException": true,
}

// frameworks are the errors that the service's framework raises before the operation runs: their text is called "Message".
var frameworks = map[string]bool{
	"SerializationException":              true,
	"AccessDeniedException":               true,
	"MissingAuthenticationTokenException": true,
	"IncompleteSignatureException":        true,
	"InvalidSignatureException":           true,
	"UnrecognizedClientException":         true,
	"ExpiredTokenException":               true,
}

// appendFault appends the body of an error: __type first, then the text, if the error has one.
func appendFault(b []byte, f swf.Fault) []byte {
	code, text := f.FaultCode(), f.Detail().Message
	b = append(b, `{"__type":"`...)
	b = append(b, swf.FaultNamespace(code)...)
	b = append(b, code...)
	b = append(b, '"')
	if !silent[code] && !(text == "" && code == "SerializationException") {
		key := "message"
		if frameworks[code] {
			key = "Message"
		}
		b = append(b, `,"`+key+`":`...)
		b = awsjson.AppendString(b, text)
	}
	return append(b, '}')
}
