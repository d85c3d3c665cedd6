package policy

import "github.com/swfd/swfd/internal/jsontree"

// written is what a statement says word by word, for Review; to evaluate it takes nothing of that.
type written struct {
	statement said
	actions   []said
	resources []said
	// conditions are their keys, in the order of the statement's conditions, and values those of all of them.
	conditions, values []said
	// variables tells whether ${...} is one.
	variables bool
}

// said is a text of a document, and where it stands. It does not hold on to the document.
type said struct {
	text, path string
	line       int
}

func saidAt(n *jsontree.Node, text string) said { return said{text, n.Path(), n.Line} }

func (s said) mistake(reason string) jsontree.Mistake {
	return jsontree.Mistake{Line: s.line, Path: s.path, Reason: reason}
}
