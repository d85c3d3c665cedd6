package httpapi

import (
	"context"
	"net"
	"net/http"
	"testing"
)

// TestTheAddressItselfIsAName: who connects to an address may call the server by it, and by no other address.
func TestTheAddressItselfIsAName(t *testing.T) {
	for _, c := range []struct {
		local, host string
		ok          bool
	}{
		{"192.0.2.7", "192.0.2.7:7933", true},
		{"192.0.2.7", "192.0.2.7", true},
		{"192.0.2.7", "192.0.2.8:7933", false},
		{"192.0.2.7", "[::ffff:192.0.2.7]:7933", true},
		{"2001:db8::7", "[2001:db8::7]:7933", true},
		{"2001:db8::7", "[2001:DB8:0::7]", true},
		{"2001:db8::7", "[2001:db8::8]:7933", false},
		{"192.0.2.7", "localhost", true},
		{"192.0.2.7", "192.0.2.7.evil.example", false},
		{"192.0.2.7", "", false},
		{"", "192.0.2.7", false},
	} {
		d := newDoor(t)
		d.Hosts = []string{"localhost"}
		r := request("DeprecateDomain", `{"name":"orders"}`)
		r.Host = c.host
		if c.local != "" {
			r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, &net.TCPAddr{IP: net.ParseIP(c.local), Port: 7933}))
		}
		w := &memory{header: http.Header{}}
		if NewHandler(d.Config).ServeHTTP(w, r); (w.status == 200) != c.ok {
			t.Errorf("%q on %q: %d %s", c.host, c.local, w.status, w.body.String())
		}
	}
}
