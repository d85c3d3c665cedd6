// Package sigv4 verifies requests that are signed with AWS Signature Version 4, as the clients of Amazon SWF sign them: in the
// Authorization header of a POST to "/".
//
// It takes two steps, since only the second needs a secret. [Rules.Read] checks all that can be checked without one, in the service's
// order: that there is a signature, that the header is well formed, the date and how far it is from now, that everything is signed which
// changes what the request means, and the scope. What it returns claims to be made with somebody's key. [Signature.MadeWith] then tells
// whether it was, in a time that does not depend on how nearly.
//
// What is signed is the request as it came: the hash is that of the body that was received, never one that a header gives. A request
// that two readers could read in two ways, because a header that counts is there twice, is refused.
//
// The package is pure: bytes, a time and a key come in, a verdict goes out. Its errors are the service's, with the service's texts, which
// clients go by when they correct their clocks.
package sigv4
