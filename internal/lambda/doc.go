// Package lambda calls Lambda functions for Lambda tasks, at one endpoint: Amazon's, or any other that speaks the Invoke API of Lambda.
//
// A function is called at most once. Only what certainly has not run it is tried again: the endpoint could not be reached, or has
// throttled the call. Redirects are not followed, the name of a function cannot lead out of its place in the path, and no more of an
// answer is read than a history can hold.
//
// What a function answers is the result; how a call has failed is told by an [engine.LambdaFailure]. Its reason is the endpoint's own
// word where it has one: that of the header X-Amz-Function-Error if the function has failed, else the code of the fault, such as
// ResourceNotFoundException. Where it has none, one of the Reason constants says what was wrong.
//
// Calls are made with the server's own credentials, found where every AWS tool finds them. The role of a workflow execution is not
// assumed: whoever runs the server says what its functions may be called as.
package lambda
