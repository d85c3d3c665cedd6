//go:build !unix

package listen

// descriptors is how many files and connections the process may have open: where they are not limited, as many as are needed.
func descriptors() int { return mostConnections + spareDescriptors }
