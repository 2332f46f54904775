// Package paper sets letters on A4 and prints what goes with them: envelopes
// and the posting register, as PDF.
//
// It takes the document tree of package letter as it is and adds nothing to a
// letter but its number and the page at the foot, in words and as a code for a
// scanner. It is not mail, not a template engine, not a
// place for decisions. There is no clock: the dates in the file come from the
// letters, and the same letters give the same bytes.
//
// Inside there are two halves. Layout puts the first page's parts where the
// creditor's country has them (frame.go), turns blocks into boxes and boxes into
// sheets with text, lines and pictures at fixed places (flow.go, blocks.go,
// table.go, sign.go); it measures with the fonts' own figures (font.go). The
// other half draws sheets into a file (pdf.go) and knows nothing of letters, so
// that the page count is known before anything is drawn.
//
// Invariants: a page is A4 with its foot; the addressee stands in the window of
// an envelope, and nothing else does; a table's head stands on every page the
// table reaches; a signature, a heading or a table's total never stands alone
// on a page; fonts are embedded; foreign bytes of a logo never reach the file.
//
// Start with PrintJob; Single is the same for one letter.
package paper
