// Package arch holds the test that keeps the house in order: which floor a
// package stands on, who may know whom, and what the core must not touch.
//
// It has no code of its own. When the test refuses an import, the question is
// whether the code is on the right floor, not whether the table can be
// stretched; when it can, say why beside the line and in ARCHITECTURE.md.
//
// Start with floors in arch_test.go.
package arch
