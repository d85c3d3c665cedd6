//go:build !unix

package main

// keepPrivate has nothing to do where files take after their directory.
func keepPrivate() {}
