// Package rate is the arithmetic of token buckets, by which Amazon SWF throttles calls.
//
// A bucket holds at most so many tokens, and so many come back each second; whatever is limited takes one, or is refused and takes
// none. Time goes in as a value, and all numbers are whole: a bucket never lets pass more than its burst and what has come back since,
// not by a rounding either.
package rate
