// Package access says who is calling and what they may do.
//
// A [Guard] knows users with their keys and policies from the access file, and lets in whom it knows, by the signature of the request.
// [Policies] then answers by the policies of that user (package policy): the door asks about each call before it is carried out, the
// engine about each decision. What a call is about comes from the decoded request that the operation will use, or from the domain of
// its task token; what else a policy asks for is looked up when it asks.
//
// [Open] is open development mode: signatures are read for their scope and not verified, and everything is allowed.
package access
