// Package access says who is calling and what they may do.
//
// The door asks [Open] for the scope of a request, and the engine asks it for a verdict on each decision. In
// open development mode, the only one so far, signatures are read for their scope and not verified, and
// everything is allowed.
package access
