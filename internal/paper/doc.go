// Package paper sets letters on A4 and prints what goes with them: envelopes
// and the posting register, as PDF.
//
// It takes the document tree of package letter as it is and adds no words to a
// letter but the page number. It is not mail, not a template engine, not a
// place for decisions. There is no clock: the dates in the file come from the
// letters, and the same letters give the same bytes.
//
// Inside there are two halves. Layout turns blocks into boxes and boxes into
// sheets with text and lines at fixed places (flow.go, blocks.go, table.go); it
// measures with the fonts' own figures (font.go). The other half draws sheets
// into a file (pdf.go) and knows nothing of letters, so that the page count
// is known before anything is drawn.
//
// Invariants: a page is A4 with its foot; a table's head stands on every page
// the table reaches; a signature never stands alone on a page; fonts are
// embedded.
//
// Start with PrintJob; Single is the same for one letter.
package paper
