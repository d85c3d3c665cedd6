package main

import (
	"fmt"
	"net"
	"os"
)

// notify tells the service manager that started this process of a change of its state, such as READY=1, if it wants to know: systemd
// does for services of Type=notify, and names a socket for it. The name of a socket in the abstract space begins with @.
func notify(state string) error {
	name := os.Getenv("NOTIFY_SOCKET")
	if name == "" {
		return nil
	}
	connection, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: name, Net: "unixgram"})
	if err != nil {
		return fmt.Errorf("notify the service manager: %w", err)
	}
	defer connection.Close()
	if _, err := connection.Write([]byte(state)); err != nil {
		return fmt.Errorf("notify the service manager: %w", err)
	}
	return nil
}
