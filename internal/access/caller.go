package access

import "github.com/swfd/swfd/internal/token"

// Caller says on whose behalf a call is made. Only the door makes one, once for each request; everything
// behind it takes it as it is.
type Caller struct {
	// Account (twelve digits) and Region are the scope in which names mean something: domains of different
	// scopes never meet.
	Account, Region string
	// Principal names the caller in logs and refusals.
	Principal string
	// RequestID is the name of this call, as answered in x-amzn-RequestId.
	RequestID string
	// Task is the opened task token of calls that carry one, nil otherwise.
	Task *token.Task
}
