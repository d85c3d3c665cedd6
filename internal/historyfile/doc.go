// Package historyfile reads a history out of a file, whoever has written it: SWF's own JSON as swfd exports it and the AWS CLI
// prints it ({"events": [...]}), a bare list of events, one event or one page a line, and what programs make of the AWS SDKs'
// structures. Times may be numbers of seconds or texts, and the newest event may come first.
//
// A file that holds something else is told so in one line.
package historyfile
