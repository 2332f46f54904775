// Package names knows how people and their posts are written: which word of a
// name is the surname, initials, and the grammatical cases of Russian and
// Ukrainian names and of Russian, Ukrainian and Belarusian posts.
//
// It is not a dictionary and does not guess: a form it is not sure of, a foreign
// or unknown name, a name in Latin letters are reported as not done, and the
// caller keeps the nominative or what a person wrote by hand. A name is declined
// as a whole or not at all; a surname that has no cases («Шевченко» in Russian,
// «Черных») is sure, and stays as it is.
//
// It is pure: rules inside the binary, no clock, no I/O. Invariants: the order of
// the words, their spaces and initials are kept by Decline; what is not ok is
// returned unchanged.
//
// Start with Decline, then Parse and Position.
package names
