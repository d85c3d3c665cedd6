// Package tasklist is where waiting tasks meet waiting pollers.
package tasklist
