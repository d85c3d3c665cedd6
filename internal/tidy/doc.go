// Package tidy holds the house rules, as tests: what may import what, what may not be used where, what every package owes its
// readers, and that the documents keep to the code.
//
// There is nothing here to import. Each rule is a function that reads sources and returns its findings, one line each; it is tried on
// planted breaches first, and then on the whole tree. The floors of the house are testdata/floors.txt.
package tidy
