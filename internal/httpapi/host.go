package httpapi

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/swfd/swfd/swf"
)

// foreign finds what a browser sends on behalf of a page from elsewhere. Browsers say so, and other clients say nothing of the kind. Such a
// page could send no request of the protocol's content types without asking first, and that is never granted; this is the second lock.
var foreign = http.NewCrossOriginProtection()

func denied(why string) error {
	return &swf.AccessDeniedException{FaultDetail: swf.FaultDetail{Message: why}}
}

// answersTo reports whether a request names the server: by one of its names, or by the address that the connection was made to. A page
// that reaches the server through a name of its own makes its browser send that name.
func (h *Handler) answersTo(r *http.Request) bool {
	return len(h.Hosts) == 0 || IsHost(r.Host, h.Hosts) || isLocal(r)
}

// isLocal reports whether the host is the very address that the connection was made to.
func isLocal(r *http.Request) bool {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	if !ok {
		return false
	}
	named, err := netip.ParseAddr(hostOf(r.Host))
	return err == nil && named.Unmap() == local.AddrPort().Addr().Unmap()
}

// IsHost reports whether a Host header names one of the known hosts, whatever the port.
func IsHost(host string, known []string) bool {
	host = hostOf(host)
	return slices.ContainsFunc(known, func(name string) bool { return strings.EqualFold(name, host) })
}

// hostOf is a Host header without port and brackets.
func hostOf(header string) string {
	if name, _, err := net.SplitHostPort(header); err == nil {
		header = name
	}
	return strings.Trim(header, "[]")
}
