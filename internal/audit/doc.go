// Package audit writes down who has changed what, or was refused to: one line a call, as JSON, in a place of its own.
//
// A line holds names and never contents: account, principal, action, domain, request id and result. What users chose is escaped as JSON
// strings are, so no text can pretend to be another line.
package audit
