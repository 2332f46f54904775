// Package docx writes a letter as a Word document (Office Open XML, ECMA-376)
// that a lawyer can edit before it goes out.
//
// It takes the document tree of package letter as it is and adds no words to
// the letter but the page number. It writes and does not read; it is no
// general library for Word files. There is no clock: the dates inside come from
// the letter, and the same letter gives the same bytes.
//
// What an editor wants decides the form. Every paragraph has a named style and
// next to no formatting of its own, so that a house changes its letters by
// changing the styles (parts/styles.xml). The table of documents is a table
// with a head that is repeated; lists are Word's lists; pages are Word's fields;
// the language is set, so that spelling is checked, and hyphenation is off. The
// parts of the first page stand where paper.Single has them, within a table
// without lines that grows when somebody writes more into it.
//
// Left out on purpose: the payment code and the code of the page. Both hold
// the letter as it was decided, and the sum of an edited letter may be another.
// The details to pay by hand stay.
//
// Invariants: the text is the document's text, block by block; values never
// become markup; what XML cannot hold, control characters and marks that turn
// the direction of writing are dropped; the children of every element stand in
// the schema's order, for Word offers to repair a file where they do not.
//
// Start with Write, then body.go: a method for every block.
package docx
