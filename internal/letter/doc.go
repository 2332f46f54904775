// Package letter turns the facts of one letter into a document tree in the
// customer's language: template + Facts → Document.
//
// A template is Markdown with fields ({{.Debtor.Name}}) and a closed set of
// functions; users edit it, so it is bounded and can reach nothing but Facts:
// no loops, no calls, and every inserted value is printed as it is, whatever
// characters it holds. The tree carries everything a reader sees (letterhead,
// addressee, reference line, table, amount in words, signature), so that PDF,
// HTML and text cannot differ in what they say.
//
// It is not layout (package paper), not mail, not the decision who gets which
// letter (policy). It has no clock and no I/O: the same template and the same
// facts give the same tree for ever, and the facts are stored with the letter.
//
// Language and law are two things: a template is written in a language and asks
// for the law of the contract where wording depends on it. What a letter says
// of the law comes from letters/law.yaml, each norm with its source.
//
// Invariants: a template that Parse accepted renders any Facts that pass
// Facts.Check; a value never becomes markup; no norm is cited that is of another
// law, not in force or not verified; no contractual penalty is spoken of where
// the law knows none.
//
// Start with Facts, then kind.go and law.go, then Shipped and Template.Render,
// then Document. A new language is a lang_xx.go, its phrases and its folder.
package letter
