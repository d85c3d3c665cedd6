// Package jsontree reads JSON that people write, into values that know where they stand.
//
// Whatever is made of a [Node] can thereby say what is wrong with it, with the line and the path to it; that is a [Mistake]. A text
// is read whole, and strictly: nothing stands in it twice, and it has bounds.
package jsontree
