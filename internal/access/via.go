package access

import (
	"net/http"
	"net/netip"
	"time"

	"github.com/swfd/swfd/internal/policy"
)

// Via is how a call came to the server.
type Via struct {
	// At is when it came, by the wall clock.
	At time.Time
	// From is the address of the connection, host and port; Agent is what the client calls itself.
	From, Agent string
	// Secure means that the connection is encrypted, Temporary that the credentials end by themselves.
	Secure, Temporary bool
}

// ViaOf is how a request came.
func ViaOf(r *http.Request, at time.Time) Via {
	return Via{At: at, From: r.RemoteAddr, Agent: r.UserAgent(), Secure: r.TLS != nil}
}

// lookup gives the value of a global condition key that is about how the call came.
func (v *Via) lookup(name string) policy.Value {
	switch name {
	case "sourceip":
		if from, err := netip.ParseAddrPort(v.From); err == nil {
			return policy.Text(from.Addr().Unmap().WithZone("").String())
		}
	case "useragent":
		if v.Agent != "" {
			return policy.Text(v.Agent)
		}
	case "securetransport":
		return truth(v.Secure)
	case "multifactorauthpresent":
		// Keys that do not end by themselves have no such thing.
		if v.Temporary {
			return truth(false)
		}
	}
	return policy.Value{}
}

func truth(is bool) policy.Value {
	if is {
		return policy.Text("true")
	}
	return policy.Text("false")
}
