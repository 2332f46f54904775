// Package ui is the parts that pages are made of: the frame around a page,
// tables, forms and their fields, badges, charts.
//
// It knows no desk and no address of its own: it is given texts and links. Its
// invariants: everything works with script off; nothing is inline, for the
// content policy allows no inline script or style; what colour says, a word
// says too; figures stand to the right.
//
// Start with Frame in layout.templ, then form.templ and table.templ; the look
// is in ../asset/app.css.
package ui
