// Package admin is the operator's door: metrics, figures of the task lists as JSON, profiles, health, and the level of the log.
//
// It has a listener of its own, on a loopback address, and knows no users: whoever reaches it may look at everything that it shows, which
// is nothing of what workflows carry. Like the API's door it answers only under host names of this machine, so that no web page can
// reach it through a name of its own.
package admin
