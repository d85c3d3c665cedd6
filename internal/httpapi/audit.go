package httpapi

import (
	"net"

	"github.com/swfd/swfd/internal/audit"
	"github.com/swfd/swfd/swf"
)

// audit writes down a call that changes something, or was to. Calls that only read are not; nor are heartbeats and polls that come to
// nothing, which change no history and are most of all calls. But where one of these is refused because of who asks, that is
// written down, too.
func (e *exchange) audit(outcome string) {
	if e.h.Audit == nil || e.operation == "" {
		return
	}
	switch e.effect {
	case reads:
		return
	case beats, polls:
		if !e.assigned && !refusals[outcome] {
			return
		}
	}
	host, _, err := net.SplitHostPort(e.r.RemoteAddr)
	if err != nil {
		host = ""
	}
	e.h.Audit(audit.Entry{
		At: e.h.Now(), Account: e.caller.Account, Region: e.caller.Region, Principal: e.caller.Principal, Address: host,
		Action: "swf:" + e.operation, Domain: e.domain, RequestID: e.requestID, Result: outcome,
	})
}

// refusals are the faults that are about who asks.
var refusals = map[string]bool{
	"AccessDeniedException":               true,
	"OperationNotPermittedFault":          true,
	"MissingAuthenticationTokenException": true,
	"IncompleteSignatureException":        true,
	"InvalidSignatureException":           true,
	"UnrecognizedClientException":         true,
	"ExpiredTokenException":               true,
}

// assigns reports whether a poll's answer gives a task to the caller, who may be shown another page of one that it has.
func assigns(in, out any) bool {
	switch out := out.(type) {
	case *swf.PollForActivityTaskOutput:
		return out.TaskToken != ""
	case *swf.PollForDecisionTaskOutput:
		page := in.(*swf.PollForDecisionTaskInput).NextPageToken
		return out.TaskToken != "" && (page == nil || *page == "")
	}
	return false
}
