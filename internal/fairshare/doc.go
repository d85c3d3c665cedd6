// Package fairshare divides something of which there is only so much, such as places to work in or bytes of memory, among parties that know
// nothing of each other.
//
// As long as there is enough, everybody gets what they ask for at once. When there is not, those who wait are served in turn: each party
// once, whether one of its callers waits or a thousand, and within a party each of its parts once. So whoever asks for little waits for
// one turn of the others, not for all that they have asked for. No party ever holds more than its share, so what is held for long by one
// leaves something to the others.
package fairshare
