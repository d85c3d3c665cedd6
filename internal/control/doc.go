// Package control is how whoever owns a running server's data changes the server: new keys for tokens, and backups; and how the server tells
// them how near it is to its limits.
//
// It is HTTP over a socket in the data directory. Who may enter the directory may speak to it, and nobody else: no address, no user and
// no secret is needed, and no other user of the machine, no other machine and no page in a browser comes near. The operator's door
// (package admin), which any user of the machine can reach, only shows.
package control
