// Package letters holds the letter templates that come with debitor, one
// folder per language, one Markdown file per kind of letter, embedded in the
// binary, and law.yaml beside them. What may stand in a template is described
// by package letter.
//
// It is only text: nothing here parses or renders. Start with Source.
package letters

import (
	"embed"
	"path"
	"strings"
)

//go:embed */*.md */parts/*.md
var files embed.FS

//go:embed law.yaml
var law []byte

// Law is the file of what letters may say of the law, in YAML; package letter
// reads it.
func Law() []byte { return law }

// Languages lists the folders, sorted.
func Languages() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// Names lists the letters of a language, sorted, without their extension.
func Names(lang string) []string {
	entries, err := files.ReadDir(path.Clean(lang))
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() {
			names = append(names, strings.TrimSuffix(e.Name(), ".md"))
		}
	}
	return names
}

// Parts lists the texts that letters of a language share, sorted.
func Parts(lang string) []string { return Names(path.Join(lang, "parts")) }

// Part is the text of a part, and whether there is one.
func Part(lang, name string) (string, bool) { return Source(path.Join(lang, "parts"), name) }

// Source is the text of a letter, and whether there is one.
func Source(lang, name string) (string, bool) {
	b, err := files.ReadFile(path.Join(lang, name+".md"))
	return string(b), err == nil
}
