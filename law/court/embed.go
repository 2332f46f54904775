// Package court holds what the laws say of time limits and of courts: one YAML
// file for each law with its limitation, its routes to court and their fees.
// They are data with sources and marks: package claims reads and checks them,
// and a person can read them as they are. README.md describes the files.
package court

import (
	"embed"
	"strings"
)

//go:embed *.yaml
var files embed.FS

// Names lists the laws by the names of their files, in order.
func Names() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic("court: " + err.Error()) // embedded, so it cannot happen
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), ".yaml")
	}
	return names
}

// Source is the text of a law's file, and whether there is one.
func Source(name string) ([]byte, bool) {
	b, err := files.ReadFile(name + ".yaml")
	return b, err == nil
}
