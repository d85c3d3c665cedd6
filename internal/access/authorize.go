package access

import "github.com/swfd/swfd/swf"

// Authorize refuses everything to users without policies. What policies say is not looked at yet.
func (g *Guard) Authorize(caller Caller, operation string, _ any) error {
	if caller.User != nil && len(caller.User.Policies) > 0 {
		return nil
	}
	return &swf.AccessDeniedException{FaultDetail: swf.FaultDetail{
		Message: "User: " + caller.Principal + " is not authorized to perform: swf:" + operation,
	}}
}

// MayDecide refuses every decision to users without policies.
func (g *Guard) MayDecide(caller Caller, _ string, _ swf.Decision) bool {
	return caller.User != nil && len(caller.User.Policies) > 0
}
