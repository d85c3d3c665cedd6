// Package httpapi is the wire door: it speaks Amazon SWF's protocol (awsJson 1.0 over HTTP) and calls a swf.Service.
//
// What cuts across all operations is done here, once: reading the body, naming the operation, identifying the caller, decoding
// and validating, opening the task token, authorising, calling, encoding, and turning errors into SWF's answers. One generic
// function serves all 39 operations, and one table lists them.
package httpapi
