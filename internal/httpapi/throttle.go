package httpapi

import (
	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/throttle"
	"github.com/swfd/swfd/swf"
)

// throttled is how SWF refuses a call that comes too soon. SDKs wait a little and call again.
func throttled() error {
	return &swf.ThrottlingException{FaultDetail: swf.FaultDetail{Message: "Rate exceeded"}}
}

// throttle takes the tokens of a call. A call that is refused for other reasons takes the account's token as well, if there is one, and its
// own refusal is what the caller is told.
func (e *exchange) throttle(caller access.Caller, in any, refused error) error {
	of := throttle.Of{Account: caller.Account, Region: caller.Region}
	if refused == nil {
		if id := executionOf(caller, in); id != "" {
			of.Domain, of.Name = e.domain, id
		}
	}
	passes := e.h.Throttle.Call(e.operation, of)
	if refused != nil || passes {
		return refused
	}
	return throttled()
}

// executionOf names the execution that a call concerns, if SWF has a rate for each execution. What calls for one execution name it by is the
// same for each operation.
func executionOf(caller access.Caller, in any) string {
	switch in := in.(type) {
	case *swf.GetWorkflowExecutionHistoryInput:
		return in.Execution.RunID
	case *swf.RecordActivityTaskHeartbeatInput:
		return caller.Task.RunID
	case *swf.RequestCancelWorkflowExecutionInput:
		return in.WorkflowID
	case *swf.SignalWorkflowExecutionInput:
		return in.WorkflowID
	}
	return ""
}
