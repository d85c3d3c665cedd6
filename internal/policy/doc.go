// Package policy reads IAM policy documents, and answers allow or deny.
//
// [Parse] is strict: what it does not know, be it a member, an operator or a version, it refuses, and says where. So a document that
// was taken means all that it says. [Evaluate] joins any number of documents: nothing is allowed unless a statement allows
// it, and a statement that denies wins over all that allow. The answer names the statement that decided.
//
// What is lawful and hardly meant, such as a misspelt action, [Document.Review] tells of, to whoever says what requests there can be.
//
// What a request is about comes in as values: an action, the name of a resource, and a [Context], which is asked for those condition
// keys only that some statement names. So a request whose policies have no conditions costs nothing to describe.
//
// Patterns are cut at their stars when they are read. A match takes the pieces from left to right, each at the first place where it
// fits, and never goes back: a star can always give to the next what a later place would have left. So a long text
// costs time in proportion to its length, whatever the pattern.
//
// The language is the part of IAM's that identity-based policies use: users, groups and sessions have policies, resources have none.
package policy
