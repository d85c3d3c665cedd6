// Package spelling guesses which name was meant by one that is not there, for messages that say so.
package spelling
