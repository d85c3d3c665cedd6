// Package awsjson reads and writes the bodies of the awsJson 1.0 protocol as Amazon SWF does: what is refused, in which
// order, with which text, and how replies look, byte for byte.
//
// Reading has two steps, because the service answers other things in between. [Parse] takes any well-formed JSON document,
// whatever it says. [Document.Decode] then fills an input structure of package swf: first the JSON types of all
// known members (SerializationException), then all constraints of the model at once (one ValidationException that lists
// them). Unknown members are ignored, null means absent, names are case-sensitive, and a known member given twice is
// refused, so that no two readers can disagree about a request.
//
// Constraints are read from the `swf` tags of the structures, once for each type. A document is never taken apart into a tree: both
// steps walk over the body's own bytes, so that a hostile body costs little more than its size.
//
// [Append] writes outputs with their members in alphabetical order, as the service does; [AppendEvent] writes one history
// event in the form in which it is stored and served.
package awsjson
