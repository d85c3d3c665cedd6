// Package token seals references into opaque texts, and opens them: task tokens for workers and deciders, page
// tokens for paged calls.
//
// A token is encrypted and authenticated with the store's own key (AES-256-GCM), so nobody can make one, read one or turn one
// into another. It says which attempt at which task it is for, and in which restored generation of the store it was
// made: a token from before a restore is refused like garbage.
//
// The package is pure: keys come in, and sealing draws no random numbers. The nonce of a sealing is a keyed hash of what is sealed
// (as in the SIV constructions), so equal references give equal tokens, and different ones share a nonce only if a
// 96-bit keyed hash collides.
package token
