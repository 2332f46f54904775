// Package rulebook writes a policy out for people: as a table, as a ladder
// along the line of days, as a regulation that a head of finance signs, as the
// differences of two versions in words, and as what is wrong with it.
//
// It is not the policy: it decides nothing and changes nothing, and what it
// says comes from the rules as they were read, so that paper and program
// cannot differ. It is not layout either: a regulation is a tree of package
// letter, which paper and docx render.
//
// A language is a tongue: its words for roles, letters and days, and its
// sentences with {places}. The names that people give their tasks, options and
// documents have words for those that shipped policies use (names_data.go); any
// other is printed as it was written, its hyphens as spaces. Languages are en,
// ru, uk, bs and de; Belarusian is shown Russian, anything else English.
//
// Invariants: it only computes, without clock and I/O; the same policy gives
// the same bytes; every tongue has every sentence, with the same places.
//
// Start with Table, which is short, then tongue.go and when.go, on which all
// others stand: Regulation, SVG, Diff, Check, View.
package rulebook
