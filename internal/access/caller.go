package access

import "github.com/swfd/swfd/internal/token"

// Caller says on whose behalf a call is made. Only the door makes one, once for each request; everything
// behind it takes it as it is.
type Caller struct {
	// Account (twelve digits) and Region are the scope in which names mean something: domains of different
	// scopes never meet.
	Account, Region string
	// Principal names the caller in logs and refusals: an ARN, or in open mode whatever key the caller has named.
	Principal string
	// User is who was identified, with the policies that hold for this call; nil in open mode.
	User *User
	// key is the access key that the call was signed with; nil in open mode.
	key *accessKey
	// Via is how the call came: policies may ask.
	Via Via
	// RequestID is the name of this call, as answered in x-amzn-RequestId.
	RequestID string
	// Call names what the client calls, the same in all its attempts; the zero value if it is not known which attempts belong together,
	// or if it makes no difference for the operation.
	Call CallID
	// Task is the opened task token of calls that carry one, nil otherwise.
	Task *token.Task
}

// CallID names one call of a client with all its attempts: two requests have the same one if, and only if, they come from the same
// principal in the same scope, ask for the same operation with the same body, and are marked by their client as one call.
type CallID [16]byte
