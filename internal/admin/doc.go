// Package admin is the operator's door: metrics, figures of the task lists as JSON, profiles, health, the level of the log, and the keys
// that seal tokens.
//
// It has a listener of its own, on a loopback address, and knows no users: whoever reaches it may look at everything that it shows, which
// is nothing of what workflows carry, and may change the two things last named. Like the API's door it answers only under host names of
// this machine, so that no web page can reach it through a name of its own; and no page may change anything through it.
package admin
