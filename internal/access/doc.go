// Package access says who is calling and what they may do.
//
// A [Guard] knows users with their keys and policies from the access file, and lets in whom it knows, by the signature of the request.
// [Policies] then answers by the policies of that user (package policy): the door asks about each call before it is carried out, the
// engine about each decision. What a call is about comes from the decoded request that the operation will use, or from the domain of
// its task token; what else a policy asks for is looked up when it asks.
//
// The access file is JSON. It is read strictly, with the line of each mistake, and all that it says becomes a [Directory], which never
// changes: when the file does, a guard that follows it puts a whole new one into force, or none. Who calls is judged by the one that is in
// force when the call comes.
//
// Policies can say what is lawful and hardly meant. The file is taken all the same, and [Directory.Doubts] tells of it: package policy
// reviews each document against the kinds of requests that there can be, with the condition keys of each.
//
// A stranger learns nothing of which keys there are. A signature is held against a secret in any case, if need be against one that nobody has,
// and what is wrong with a key is said only to whoever has its secret.
//
// [Open] is open development mode: signatures are read for their scope and not verified, and everything is allowed.
package access
